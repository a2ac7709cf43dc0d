import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PartFile } from './part-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'fw16-part-'));
const path = join(folder, 'font.sf2');
after(() => rmSync(folder, { recursive: true }));

test('it grows over several times, and gets its name when it is kept', () => {
  const first = new PartFile(path);
  first.append(Buffer.from('abc'));
  first.close();
  assert.ok(!existsSync(path));
  const second = new PartFile(path);
  assert.equal(second.bytes, 3);
  second.append(Buffer.from('def'));
  const read = Buffer.alloc(10);
  assert.equal(second.read(read, 2), 4);
  assert.equal(read.toString('utf8', 0, 4), 'cdef');
  second.keep();
  assert.equal(readFileSync(path, 'utf8'), 'abcdef');
  assert.deepEqual(readdirSync(folder), ['font.sf2']);
});

test('empty, it leaves nothing behind', () => {
  const part = new PartFile(path);
  part.append(Buffer.from('abc'));
  part.empty();
  part.close();
  part.close();
  assert.deepEqual(readdirSync(folder), ['font.sf2']);
});

test('one at a time', () => {
  const part = new PartFile(path);
  part.append(Buffer.from('x'));
  assert.throws(() => new PartFile(path), { exit: 69, message: /another program is writing it/ });
  assert.equal(readFileSync(part.partPath, 'utf8'), 'x');
  part.empty();
  part.close();
});

test('it does not follow a link to somewhere else', () => {
  const part = new PartFile(path);
  part.close();
  symlinkSync(join(folder, 'elsewhere'), part.partPath);
  assert.throws(() => new PartFile(path), { exit: 74 });
  assert.ok(!existsSync(join(folder, 'elsewhere')));
});
