import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck, WELL } from '../../../tests/support/examined.ts';

const NAME = 'lights:matrix';
const WANTED = { wanted: { ...WELL.wanted, ledMatrix: true } };

function port(name: string, id: string, mode: number) {
  const [vendor, product] = id.split(':');
  return {
    [`/sys/class/tty/${name}/device/../idVendor`]: `${vendor}\n`,
    [`/sys/class/tty/${name}/device/../idProduct`]: `${product}\n`,
    [`/dev/${name}`]: { mode, group: 20 },
  };
}

test('a module that may be written to passes, by its ids and not by its number', () => {
  const files = { ...port('ttyACM0', '2c7c:0125', 0o600), ...port('ttyACM1', '32ac:0020', 0o666) };
  const { says, value } = theCheck(examined({ files }, WANTED), NAME, 'pass');
  assert.deepEqual([says, value], ['/dev/ttyACM1 may be written to', 1]);
});

test('one that is closed, or none at all, is a warning with what to do', () => {
  const closed = theCheck(
    examined({ files: port('ttyACM0', '32ac:0020', 0o660) }, WANTED),
    NAME,
    'warn',
  );
  assert.match(closed.says, /may not write to \/dev\/ttyACM0/);
  assert.match(closed.advice.join(), /ledMatrix\.enable = true;.*docs\/led-matrix\.md/);
  assert.match(theCheck(examined({}, WANTED), NAME, 'warn').says, /no LED Matrix is plugged in/);
});

test('who wants none is not warned', () => {
  const files = port('ttyACM0', '32ac:0020', 0o600);
  assert.match(theCheck(examined({ files }), NAME, 'pass').says, /not wanted/);
});
