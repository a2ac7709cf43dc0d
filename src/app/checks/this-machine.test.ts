import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { hasCapability, limitOf, processes } from './machine.ts';
import { thisMachine } from './this-machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'fw16-machine-'));
after(() => rmSync(folder, { recursive: true }));
const machine = thisMachine();

test('files, folders and links of this machine are seen as they are', () => {
  const file = join(folder, 'b');
  writeFileSync(file, 'text');
  chmodSync(file, 0o640);
  symlinkSync('b', join(folder, 'a'));
  assert.equal(machine.text(file), 'text');
  assert.deepEqual(machine.names(folder), ['a', 'b']);
  assert.equal(machine.link(join(folder, 'a')), 'b');
  assert.equal(machine.status(file)?.mode, 0o640);
  assert.equal(machine.allows(file, 'read'), true);
  assert.ok((machine.freeBytes(folder) ?? 0) > 0);
});

test('what is not there is an answer, not an error', () => {
  const nothing = join(folder, 'nothing');
  assert.equal(machine.text(nothing), undefined);
  assert.deepEqual(machine.names(nothing), []);
  assert.equal(machine.link(nothing), undefined);
  assert.equal(machine.status(nothing), undefined);
  assert.equal(machine.allows(nothing, 'read'), false);
  assert.equal(machine.freeBytes(nothing), undefined);
});

test('a command answers what it says, and nothing when it fails or is missing', () => {
  assert.equal(machine.run('echo', 'one two'), 'one two\n');
  assert.equal(machine.run('false'), undefined);
  assert.equal(machine.run(join(folder, 'no-command')), undefined);
});

test('the kernel’s own tables are understood', () => {
  assert.ok((limitOf(machine, 'Max open files') ?? 0) >= 64);
  assert.equal(limitOf(machine, 'Max nothing'), undefined);
  assert.ok(processes(machine).some(({ pid }) => pid === `${process.pid}`));
  const isRoot = machine.user.id === 0;
  if (!isRoot) assert.equal(hasCapability(machine, 23), false);
});
