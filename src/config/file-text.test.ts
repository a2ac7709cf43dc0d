import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readFileText } from './file-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'fw16-file-text-'));
after(() => rmSync(folder, { recursive: true }));

function read(bytes: string | Uint8Array) {
  const file = join(folder, 'config.yaml');
  writeFileSync(file, bytes);
  return readFileText(file);
}

test('UTF-8 is text, with a byte order mark or without', () => {
  assert.deepEqual(read('a: ü\n'), { ok: true, text: 'a: ü\n' });
  assert.deepEqual(read('\ufeffa: 1\n'), { ok: true, text: 'a: 1\n' });
  assert.deepEqual(read(''), { ok: true, text: '' });
});

test('UTF-16 is told from UTF-8', () => {
  const answer = read(Buffer.from('\ufeffa: 1\n', 'utf16le'));
  assert.ok(!answer.ok && answer.why === 'not text');
  assert.match(answer.what, /UTF-16; save it as UTF-8/);
});

test('bytes that are no text are refused with their line and column', () => {
  const nul = { ok: false, why: 'not text', what: 'byte 0x00 has no place in text' };
  assert.deepEqual(read('a: 1\nb: \0'), { ...nul, line: 2, column: 4 });
  const latin1 = { ok: false, why: 'not text', what: 'these bytes are not UTF-8 text' };
  assert.deepEqual(read(Buffer.from('a: 1\nb: fl\u00fcgel\n', 'latin1')), {
    ...latin1,
    line: 2,
    column: 6,
  });
});

test('a mebibyte is read and a byte more is refused', () => {
  assert.ok(read('#'.repeat(1024 * 1024)).ok);
  const answer = read('#'.repeat(1024 * 1024 + 1));
  assert.ok(!answer.ok && answer.why === 'not text');
  assert.match(answer.what, /larger than 1 MiB/);
});

test('a device without end is refused too', () => {
  const answer = readFileText('/dev/zero');
  assert.ok(!answer.ok && answer.why === 'not text');
});

test('what is not there is absent, and a folder is no file', () => {
  assert.deepEqual(readFileText(join(folder, 'none')), { ok: false, why: 'absent' });
  const below = join(folder, 'config.yaml', 'below');
  assert.deepEqual(readFileText(below), { ok: false, why: 'absent' });
  assert.deepEqual(readFileText(folder), { ok: false, why: 'not a file', what: 'it is a folder' });
});
