import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { LogFile } from './log-file.ts';

const base = mkdtempSync(join(tmpdir(), 'fw16-log-file-'));
after(() => rmSync(base, { recursive: true, force: true }));

let folders = 0;

/** A log file in a folder of its own, and a hand that writes one line to it. */
function logFile({ rotateBytes = 0, keep = 3 } = {}) {
  const folder = join(base, `${folders++}`);
  const path = join(folder, 'production.log');
  const file = new LogFile({ path, rotateBytes, keep });
  const write = async (line: string): Promise<void> => {
    const bytes = Buffer.from(`${line}\n`);
    await file.prepare(bytes.length);
    assert.equal(await file.write(bytes), bytes.length);
  };
  return { folder, path, file, write };
}

test('it makes its folder, is for its owner and group, and is added to', async () => {
  const { path, file, write } = logFile();
  await write('one');
  await file.close();
  await write('two');
  await file.close();
  assert.equal(readFileSync(path, 'utf8'), 'one\ntwo\n');
  assert.equal(statSync(path).mode & 0o007, 0);
});

test('at its size it is put aside, and so many stay; the name stays that of the live file', async () => {
  const { folder, path, file, write } = logFile({ rotateBytes: 20, keep: 2 });
  for (let line = 1; line <= 9; line++) await write(`line ${line}`);
  await file.close();
  assert.deepEqual(readdirSync(folder).sort(), [
    'production.log',
    'production.log.1',
    'production.log.2',
  ]);
  assert.equal(readFileSync(path, 'utf8'), 'line 9\n');
  assert.equal(readFileSync(`${path}.1`, 'utf8'), 'line 7\nline 8\n');
  assert.equal(readFileSync(`${path}.2`, 'utf8'), 'line 5\nline 6\n');
});

test('a file found full is put aside before the first line', async () => {
  const { folder, path, file, write } = logFile({ rotateBytes: 20 });
  mkdirSync(folder);
  writeFileSync(path, 'x'.repeat(100));
  await write('one');
  await file.close();
  assert.equal(readFileSync(path, 'utf8'), 'one\n');
  assert.equal(statSync(`${path}.1`).size, 100);
});

test('moved away, it is followed until it is told to open anew', async () => {
  const { path, file, write } = logFile();
  await write('one');
  renameSync(path, `${path}-moved`);
  await write('two');
  assert.equal(existsSync(path), false);
  file.reopen();
  await write('three');
  await file.close();
  assert.equal(readFileSync(`${path}-moved`, 'utf8'), 'one\ntwo\n');
  assert.equal(readFileSync(path, 'utf8'), 'three\n');
});

test('removed, with its folder or without, it is made anew with the next line', async () => {
  const { folder, path, file, write } = logFile();
  await write('one');
  rmSync(path);
  await write('two');
  assert.equal(readFileSync(path, 'utf8'), 'two\n');
  rmSync(folder, { recursive: true });
  await write('three');
  assert.equal(readFileSync(path, 'utf8'), 'three\n');
  await file.close();
});

test('what is no regular file is refused with the reason, and never waited for', async () => {
  const { folder, path, file, write } = logFile();
  mkdirSync(folder);
  execFileSync('mkfifo', [path]);
  await assert.rejects(write('one'), /it is not a regular file/);
  rmSync(path);
  mkdirSync(path);
  await assert.rejects(write('one'), /it is not a regular file/);
  rmSync(path, { recursive: true });
  await write('one');
  await file.close();
  assert.equal(readFileSync(path, 'utf8'), 'one\n');
});
