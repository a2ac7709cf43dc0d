import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { Problem } from '../core/problem.ts';
import { AtomicFile } from './atomic-file.ts';

const root = mkdtempSync(join(tmpdir(), 'fw16-atomic-'));
const folder = join(root, 'folder');
const path = join(folder, 'take.wav');
after(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
});

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

test('it appears whole when it is kept, in place of the one before', () => {
  writeFileSync(path, 'old');
  const file = new AtomicFile(path);
  file.write(bytes('....new'));
  file.write(bytes('head'), 0);
  assert.equal(readFileSync(path, 'utf8'), 'old');
  file.keep();
  assert.equal(readFileSync(path, 'utf8'), 'headnew');
  assert.deepEqual(readdirSync(folder), ['take.wav']);
});

test('discarded, it leaves nothing behind and what was there alone', () => {
  writeFileSync(path, 'old');
  const file = new AtomicFile(path);
  file.write(bytes('new'));
  file.discard();
  file.discard();
  file.keep();
  assert.equal(readFileSync(path, 'utf8'), 'old');
  assert.deepEqual(readdirSync(folder), ['take.wav']);
});

test('a folder, and a file in a folder that is missing, are refused at once', () => {
  writeFileSync(join(folder, 'a-file'), '');
  for (const [wrong, words] of [
    [folder, /it is a folder/],
    [join(folder, 'missing/take.wav'), /no such file or directory$/],
    [join(folder, 'a-file/take.wav'), /not a directory$/],
  ] as const) {
    const refusal = (error: unknown) => error instanceof Problem && words.test(error.message);
    assert.throws(() => new AtomicFile(wrong), refusal);
  }
});

test('a file that cannot get its name leaves nothing behind', () => {
  const file = new AtomicFile(path);
  file.write(bytes('new'));
  mkdirSync(path);
  assert.throws(() => file.keep(), { exit: 74 });
  assert.deepEqual(readdirSync(folder), ['take.wav']);
  assert.deepEqual(readdirSync(path), []);
});
