import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';
import { LIMITS, limits } from '../support/made-machine.ts';
import { readThere, runPrinted, writeThere } from './printed.ts';

const FILE = '/etc/security/limits.conf';
const LINES = `echo '* soft nofile 65536' | sudo tee -a ${FILE}
echo '* hard nofile 65536' | sudo tee -a ${FILE}`;

test('the lines can be written, and the limit that they give is said to change nothing', () => {
  writeThere(FILE, '');
  runPrinted(LINES);
  const limit = readThere(FILE).match(/soft nofile (\d+)/)?.[1] ?? '';
  const files = { '/proc/self/limits': limits({ ...LIMITS, 'Max open files': limit }) };
  const { says, value } = theCheck(examined({ files }), 'tuning:files', 'pass');
  assert.equal(value, 65_536);
  assert.match(says, /more would change nothing/);
});
