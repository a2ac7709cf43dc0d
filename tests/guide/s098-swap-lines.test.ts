import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';

const LINES = `sudo sysctl -w vm.swappiness=1
sudo sysctl -w vm.vfs_cache_pressure=50`;

test('the values of the guide pass, and so do the usual ones, since samples are locked', () => {
  const files = Object.fromEntries(
    [...LINES.matchAll(/(vm\.\S+)=(\d+)/g)].map(([, key = '', value = '']) => [
      `/proc/sys/${key.replaceAll('.', '/')}`,
      `${value}\n`,
    ]),
  );
  const checks = examined({ files });
  assert.equal(theCheck(checks, 'tuning:swappiness', 'pass').value, 1);
  assert.equal(theCheck(checks, 'tuning:cache-pressure', 'pass').value, 50);
  assert.match(theCheck(examined(), 'tuning:swappiness', 'pass').says, /samples are locked/);
  theCheck(examined(), 'realtime:locked-memory', 'pass');
});
