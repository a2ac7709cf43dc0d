import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { toneFont } from '../../tests/support/fonts.ts';
import { FontMemory, fontMemoryFile, rememberedFont } from './font-memory.ts';

const root = mkdtempSync(join(tmpdir(), 'fw16-memory-'));
const file = fontMemoryFile({ XDG_STATE_HOME: root }, '/home/nobody');
after(() => rmSync(root, { recursive: true }));
beforeEach(() => rmSync(dirname(file), { recursive: true, force: true }));

const said: string[] = [];
function memory(): FontMemory {
  said.length = 0;
  return new FontMemory(file, (line) => said.push(line));
}

test('it lies with what else is remembered of this user', () => {
  assert.equal(file, join(root, 'fw16-synth/fonts.json'));
  assert.equal(fontMemoryFile({}, '/home/a'), '/home/a/.local/state/fw16-synth/fonts.json');
  // The service of the NixOS module sees no home.
  const service = { STATE_DIRECTORY: '/var/lib/fw16-synth/1000' };
  assert.equal(fontMemoryFile(service, '/home/a'), '/var/lib/fw16-synth/1000/fonts.json');
});

test('the ten that played last are remembered, the latest first and each once', async () => {
  for (let font = 0; font < 12; font++) await memory().played(`/${font}.sf2`);
  await memory().played('/5.sf2');
  const { recent } = memory().read();
  assert.deepEqual(
    recent,
    [5, 11, 10, 9, 8, 7, 6, 4, 3, 2].map((font) => `/${font}.sf2`),
  );
});

test('favourites keep their order, and a second run of the program sees them', async () => {
  assert.equal(await memory().favour('/b.sf2'), 1);
  assert.equal(await memory().favour('/a.sf2'), 2);
  assert.equal(await memory().favour('/b.sf2'), 1);
  await memory().played('/c.sf2');
  assert.deepEqual(memory().read(), { favourites: ['/b.sf2', '/a.sf2'], recent: ['/c.sf2'] });
  assert.equal(await memory().unfavour('/b.sf2'), true);
  assert.equal(await memory().unfavour('/b.sf2'), false);
  assert.deepEqual(memory().read().favourites, ['/a.sf2']);
});

test('changes at once lose nothing', async () => {
  const one = memory();
  const other = memory();
  await Promise.all([one.favour('/a.sf2'), other.favour('/b.sf2'), one.played('/c.sf2')]);
  const { favourites, recent } = memory().read();
  assert.deepEqual([...favourites].sort(), ['/a.sf2', '/b.sf2']);
  assert.deepEqual(recent, ['/c.sf2']);
});

test('a file that is broken, or of another version, is told of, kept aside, and begun anew', async () => {
  for (const text of [
    '{',
    'null',
    '[]',
    '{"version": 2, "favourites": [], "recent": []}',
    '{"version": 1, "favourites": ["relative"], "recent": []}',
    '{"version": 1, "favourites": {}, "recent": []}',
  ]) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    const remembering = memory();
    assert.deepEqual(remembering.read(), { favourites: [], recent: [] });
    assert.equal(readFileSync(file, 'utf8'), text, 'looking changes nothing');
    await remembering.played('/a.sf2');
    assert.deepEqual(said.length, 1, text);
    assert.match(said[0]!, /fonts\.json: .*put aside/);
    assert.equal(readFileSync(`${file}.broken`, 'utf8'), text);
    assert.deepEqual(memory().read().recent, ['/a.sf2']);
  }
});

test('where nothing can be written that is told once, and nothing fails', async () => {
  for (const nowhere of ['/proc/nowhere/fonts.json', join(root, 'a-file/fonts.json')]) {
    writeFileSync(join(root, 'a-file'), '');
    const lines: string[] = [];
    const remembering = new FontMemory(nowhere, (line) => lines.push(line));
    await remembering.played('/a.sf2');
    await remembering.played('/b.sf2');
    assert.equal(lines.length, 1);
    assert.ok(!existsSync(nowhere));
  }
});

test('next and previous go round the favourites, and pass over what is not there', () => {
  const folder = mkdtempSync(join(root, 'fonts-'));
  const paths = ['a', 'b', 'c'].map((name) => join(folder, `${name}.sf2`));
  for (const path of paths) writeFileSync(path, toneFont(path, [{ bank: 0, program: 0 }], 60));
  const [a, b, c] = paths as [string, string, string];
  const gone = join(folder, 'gone.sf2');
  const place = { env: { XDG_DATA_DIRS: '/nowhere' }, home: '/nowhere', sf3: false };
  const favourites = [a, gone, b, c];
  const heard = (wanted: string, playing: string) =>
    rememberedFont(wanted, playing, { favourites, recent: [c, a] }, place);
  for (const [wanted, playing, path] of [
    ['next', a, b],
    ['next', c, a],
    ['previous', b, a],
    ['previous', a, c],
    ['next', '/other.sf2', a],
    ['previous', '/other.sf2', c],
    ['favourite 3', a, b],
    ['recent 2', a, a],
  ] as const) {
    assert.deepEqual([heard(wanted, playing)?.ok, heard(wanted, playing)?.path], [true, path]);
  }
  assert.equal(heard('favourite 2', a)?.ok, false);
  assert.equal(heard('FluidR3_GM', a), undefined);
  const none = heard('favourite 9', a);
  assert.ok(none !== undefined && !none.ok);
  assert.equal(none.exit, 2);
  assert.equal(none.why, 'there is no favourite 9');
  assert.equal(readdirSync(folder).length, 3);
});
