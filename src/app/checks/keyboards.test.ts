import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck, WELL } from '../../../tests/support/examined.ts';
import { inputDevice } from '../../../tests/support/made-machine.ts';

const USB = '/sys/bus/usb/devices/3-4.2';
const CLOSED = {
  '/dev/input/event3': { mode: 0o660, group: 174 },
  '/dev/input/event4': { mode: 0o660, group: 174 },
};

test('both nodes of a Framework keyboard are one keyboard', () => {
  const { says, value } = theCheck(examined(), 'keyboard:found', 'pass');
  assert.equal(says, 'Framework Laptop 16 Keyboard Module - ANSI');
  assert.equal(value, 1);
});

test('keyboards are named as they name themselves', () => {
  const list = [
    inputDevice('0627:0001', 'QEMU Virtio Keyboard', 'virtio2/input0', 'event1'),
    inputDevice('0fac:0ade', 'keyd virtual keyboard', '', 'event2'),
  ];
  const files = { '/proc/bus/input/devices': list.join('\n') };
  const { says, value } = theCheck(examined({ files }), 'keyboard:found', 'pass');
  assert.deepEqual([says, value], ['QEMU Virtio Keyboard, keyd virtual keyboard', 2]);
});

test('no keyboard is a warning; one that the configuration leaves out fails', () => {
  const none = examined({ files: { '/proc/bus/input/devices': null } });
  theCheck(none, 'keyboard:found', 'warn');
  assert.ok(!none.some(({ name }) => name === 'keyboard:access'));
  const wanted = { ...WELL.wanted, ignore: ['32ac:0012'] };
  const { advice } = theCheck(examined({}, { wanted }), 'keyboard:found', 'fail');
  assert.match(advice.join(), /devices\.keyboards/);
});

test('modules are found by their ids, with their firmware', () => {
  const files = {
    '/sys/bus/usb/devices/3-3.1/idVendor': '32ac\n',
    '/sys/bus/usb/devices/3-3.1/idProduct': '0020\n',
    '/sys/bus/usb/devices/1-1/idVendor': '046d\n',
    '/sys/bus/usb/devices/1-1/idProduct': '0012\n',
    '/proc/bus/input/devices': inputDevice('093a:0274', 'PIXA3854:00', '', 'event7'),
  };
  const { says, value } = theCheck(examined({ files }), 'keyboard:framework-modules', 'pass');
  assert.equal(says, 'LED matrix, keyboard (ANSI) 0.2.9, touchpad');
  assert.equal(value, 3);
});

test('by what right the keyboards are read is told', () => {
  const name = 'keyboard:access';
  assert.match(theCheck(examined(), name, 'pass').says, /by the seat \(uaccess\)/);
  const member = { files: CLOSED, user: { groups: [174] } };
  assert.match(theCheck(examined(member), name, 'pass').says, /by its group/);
  const root = { files: CLOSED, user: { id: 0 } };
  assert.match(theCheck(examined(root), name, 'pass').says, /as root/);
});

test('keyboards that may not be read fail, with the option of NixOS first', () => {
  const { says, advice } = theCheck(examined({ files: CLOSED }), 'keyboard:access', 'fail');
  assert.equal(says, 'musician may not read event3, event4');
  assert.match(advice[0] ?? '', /^NixOS: programs\.fw16-synth = .*users/);
  assert.match(advice[1] ?? '', /^Elsewhere: sudo usermod -aG input \$USER/);
  const one = { '/dev/input/event4': CLOSED['/dev/input/event4'] };
  theCheck(examined({ files: one }), 'keyboard:access', 'warn');
});

test('the group input is not needed, what it brings is said, and a new member logs in anew', () => {
  const name = 'keyboard:group';
  theCheck(examined(), name, 'pass');
  assert.match(theCheck(examined({ user: { groups: [174] } }), name, 'pass').says, /every key/);
  const added = { '/etc/group': 'input:x:174:musician\n' };
  assert.match(theCheck(examined({ files: added }), name, 'warn').advice.join(), /Log out/);
});

test('a module that USB puts to sleep is a warning', () => {
  const files = { [`${USB}/power/control`]: 'auto\n' };
  const { says, advice } = theCheck(examined({ files }), 'keyboard:sleep', 'warn');
  assert.match(says, /keyboard \(ANSI\)/);
  assert.match(advice[0] ?? '', /powerManagement\.powertop\.enable = false;/);
  assert.ok(advice[1]?.includes(USB));
});
