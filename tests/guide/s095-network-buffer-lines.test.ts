import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';

const LINES = `sudo sysctl -w net.core.rmem_max=134217728
sudo sysctl -w net.core.wmem_max=134217728`;

test('buffers of the network are said to have nothing to do with sound, as the guide sets them or not', () => {
  const files = Object.fromEntries(
    [...LINES.matchAll(/(net\.\S+)=(\d+)/g)].map(([, key = '', value = '']) => [
      `/proc/sys/${key.replaceAll('.', '/')}`,
      `${value}\n`,
    ]),
  );
  assert.equal(theCheck(examined({ files }), 'tuning:network', 'pass').value, 134_217_728);
  assert.match(theCheck(examined(), 'tuning:network', 'pass').says, /no sound goes through them/);
});
