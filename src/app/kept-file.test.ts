import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { KeptFile } from './kept-file.ts';

const root = mkdtempSync(join(tmpdir(), 'fw16-kept-'));
const folder = join(root, 'deep/down');
const path = join(folder, 'words.json');
after(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  said.length = 0;
});

const said: string[] = [];

function file(): KeptFile<readonly string[]> {
  return new KeptFile<readonly string[]>({
    path,
    version: 2,
    nothing: [],
    // Version 1 was one word alone.
    read: (content, version) => {
      if (version === 1) return typeof content === 'string' ? [content] : undefined;
      return Array.isArray(content) ? content : undefined;
    },
    backups: 10,
    say: (line) => said.push(line),
  });
}

function copies(): string[] {
  return readdirSync(join(folder, 'backups')).sort();
}

/** Copies are named by the millisecond. */
async function passing(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2));
}

test('what is changed is there for the next run, and nothing is said of it', async () => {
  assert.deepEqual(file().read(), []);
  await file().change((words) => [...words, 'one']);
  await file().change((words) => [...words, 'two']);
  assert.deepEqual(file().read(), ['one', 'two']);
  assert.deepEqual(said, []);
});

test('the ten latest copies are beside it', async () => {
  for (let word = 0; word < 12; word++) {
    await file().change((words) => [...words, `${word}`]);
    await passing();
  }
  const isTen = () => copies().length === 10;
  while (!isTen()) await passing();
  const newest = readFileSync(join(folder, 'backups', copies().at(-1) ?? ''), 'utf8');
  assert.equal(newest, readFileSync(path, 'utf8'));
});

test('a file of an older version is taken over', async () => {
  await file().change(() => []);
  writeFileSync(path, JSON.stringify({ version: 1, content: 'old' }));
  assert.deepEqual(file().read(), ['old']);
  await file().change((words) => [...words, 'new']);
  assert.deepEqual(file().read(), ['old', 'new']);
  assert.equal(JSON.parse(readFileSync(path, 'utf8')).version, 2);
});

for (const [what, text] of [
  ['a damaged file', '{"version": 2, "content": ["on'],
  ['a file of other things', '{"version": 2, "content": 7}'],
  ['a file of a version to come', '{"version": 3, "content": ["later"]}'],
] as const) {
  test(`${what} is told of and put aside whole, and its latest copy stands in`, async () => {
    await file().change(() => ['one']);
    await passing();
    await file().change(() => ['one', 'two']);
    writeFileSync(path, text);
    const kept = file();
    assert.deepEqual(kept.read(), ['one', 'two']);
    assert.match(
      said.join(),
      /words\.json: is not as .* it is words\.json\.damaged now, and .*plays/,
    );
    assert.equal(readFileSync(`${path}.damaged`, 'utf8'), text);
    writeFileSync(path, text);
    assert.deepEqual(kept.read(), ['one', 'two']);
    assert.ok(existsSync(`${path}.damaged-2`));
  });
}

test('without a copy it begins anew, and the damaged one is still there', async () => {
  await file().change(() => ['one']);
  rmSync(join(folder, 'backups'), { recursive: true });
  writeFileSync(path, 'nonsense');
  assert.deepEqual(file().read(), []);
  assert.equal(readFileSync(`${path}.damaged`, 'utf8'), 'nonsense');
});

test('what cannot be written is an error with its place', async () => {
  writeFileSync(join(root, 'flat'), '');
  const kept = new KeptFile({
    ...{ path: join(root, 'flat/words.json'), version: 1, nothing: 0, backups: 0 },
    read: () => 0,
    say: (line) => said.push(line),
  });
  await assert.rejects(
    kept.change(() => 1),
    /flat/,
  );
});
