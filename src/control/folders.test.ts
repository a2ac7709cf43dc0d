import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { makeFolders } from './folders.ts';

const base = mkdtempSync(join(tmpdir(), 'fw16-folders-'));
after(() => rmSync(base, { recursive: true, force: true }));

test('folders are made with those above them, and those that are there stay', async () => {
  await makeFolders(join(base, 'a/b/c'), 0o700);
  assert.equal(statSync(join(base, 'a/b/c')).mode & 0o777, 0o700);
  await makeFolders(join(base, 'a/b/c'), 0o700);
});

test('where none can be made it says so, and does not try for ever', async () => {
  await assert.rejects(makeFolders('/proc/nowhere/below', 0o700), /ENOENT/);
  writeFileSync(join(base, 'file'), '');
  await assert.rejects(makeFolders(join(base, 'file/below'), 0o700), /ENOTDIR/);
});
