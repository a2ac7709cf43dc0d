import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';
import { readThere, runPrinted, writeThere } from './printed.ts';

const FILE = '/etc/pulse/client.conf';
const LINE = `echo 'enable-shm = no' | sudo tee -a ${FILE}`;

test('the line costs a copy of each sound, and is told to go', () => {
  writeThere(FILE, '; enable-shm = yes\n');
  const name = 'audio:shared-memory';
  assert.ok(!examined({ files: { [FILE]: readThere(FILE) } }).some((each) => each.name === name));
  runPrinted(LINE);
  const { advice } = theCheck(examined({ files: { [FILE]: readThere(FILE) } }), name, 'warn');
  assert.match(advice.join(), /Take that line out of \/etc\/pulse\/client\.conf/);
});
