import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Problem } from '../core/problem.ts';
import { isFetchable, manifestFile, readManifest } from './font-manifest.ts';

const folder = mkdtempSync(join(tmpdir(), 'fw16-manifest-'));
const path = join(folder, 'list.json');
after(() => rmSync(folder, { recursive: true }));

const FONT = {
  name: 'A',
  means: 'a font',
  file: 'A.sf2',
  release: '1',
  licence: 'MIT',
  bytes: 1,
  sha256: 'ab'.repeat(32),
  mirrors: ['https://mirror.example/A.sf2'],
};

function refusalOf(list: unknown): Problem {
  writeFileSync(path, typeof list === 'string' ? list : JSON.stringify(list));
  try {
    readManifest(path);
  } catch (error) {
    assert.ok(error instanceof Problem);
    return error;
  }
  assert.fail('it was taken');
}

test('the list that comes along is right, and each of its fonts has a mirror', () => {
  const fonts = readManifest(manifestFile());
  assert.ok(fonts.length > 1);
  for (const { name, mirrors } of fonts) {
    assert.ok(mirrors.length > 0, name);
    for (const { protocol } of mirrors) assert.equal(protocol, 'https:');
  }
  assert.equal(new Set(fonts.map(({ name }) => name)).size, fonts.length);
});

test('a list that is none is refused, with what is wrong', () => {
  for (const [list, words] of [
    ['{', /it is not JSON/],
    [null, /its version is not 1/],
    [{ version: 2, fonts: [FONT] }, /its version is not 1/],
    [{ version: 1, fonts: [] }, /it lists no fonts/],
    [{ version: 1, fonts: [FONT, 7] }, /of font 2/],
    [{ version: 1, fonts: [{ ...FONT, bytes: -1 }] }, /the bytes of font 1/],
    [{ version: 1, fonts: [{ ...FONT, sha256: 'AB' }] }, /the sha256 of font 1/],
    [{ version: 1, fonts: [{ ...FONT, nixpkgs: 'a; rm' }] }, /the nixpkgs of font 1/],
  ] as const) {
    const { message, exit } = refusalOf(list);
    assert.match(message, words);
    assert.equal(exit, 65);
  }
  rmSync(path);
  assert.throws(() => readManifest(path), { exit: 66 });
});

test('a file cannot leave its folder or hide', () => {
  for (const file of ['../A.sf2', '/A.sf2', '.A.sf2', 'a/b.sf2', 'A.sh', 'A.sf2\n']) {
    assert.match(refusalOf({ version: 1, fonts: [{ ...FONT, file }] }).message, /the file of/);
  }
});

test('a mirror is encrypted or this machine', () => {
  for (const mirror of ['https://a.example/', 'http://127.0.0.1:1/', 'http://[::1]/']) {
    assert.ok(isFetchable(new URL(mirror)), mirror);
  }
  for (const mirror of [
    'http://a.example/',
    'http://127.0.0.1.a.example/',
    'file:///etc/passwd',
    'https://name:word@a.example/',
  ]) {
    assert.ok(!isFetchable(new URL(mirror)), mirror);
    const font = { ...FONT, mirrors: [mirror] };
    assert.match(refusalOf({ version: 1, fonts: [font] }).message, /a mirror of font 1/);
  }
});
