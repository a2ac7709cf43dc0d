import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEY } from '../keys/key-codes.ts';
import { parseInputList } from './input-list.ts';

const LIST = `I: Bus=0019 Vendor=0000 Product=0001 Version=0000
N: Name="Power Button"
P: Phys=PNP0C0C/button/input0
S: Sysfs=/devices/LNXSYSTM:00/LNXSYBUS:00/PNP0C0C:00/input/input0
U: Uniq=
H: Handlers=kbd event0
B: PROP=0
B: EV=3
B: KEY=10000000000000 0

I: Bus=0003 Vendor=32ac Product=0012 Version=0111
N: Name="Framework Laptop 16 Keyboard Module - ANSI"
P: Phys=usb-0000:c1:00.3-4.2/input0
S: Sysfs=/devices/pci0000:00/input/input9
U: Uniq=FRAKDKEN0100000000
H: Handlers=sysrq kbd leds event9
B: PROP=0
B: EV=120013
B: KEY=1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe
B: MSC=10
B: LED=1f

I: Bus=0019 Vendor=0000 Product=0000 Version=0000
N: Name="A "quoted" name"
P: Phys=
H: Handlers=rfkill
B: EV=1
`;

test('each device has its name, its ids, its node and its keys', () => {
  const [power, keyboard, other] = parseInputList(LIST);
  assert.deepEqual(power?.keys, [KEY.KEY_POWER]);
  assert.equal(keyboard?.name, 'Framework Laptop 16 Keyboard Module - ANSI');
  assert.equal(keyboard.vendor, 0x32ac);
  assert.equal(keyboard.product, 0x12);
  assert.equal(keyboard.phys, 'usb-0000:c1:00.3-4.2/input0');
  assert.equal(keyboard.uniq, 'FRAKDKEN0100000000');
  assert.equal(keyboard.node, 'event9');
  for (const key of [KEY.KEY_ESC, KEY.KEY_Q, KEY.KEY_SLASH, KEY.KEY_KP0]) {
    assert.ok(keyboard.keys.includes(key), `key ${key}`);
  }
  assert.ok(!keyboard.keys.includes(0));
  assert.deepEqual([other?.name, other?.node, other?.keys.length], ['A "quoted" name', '', 0]);
});

test('a machine without such a list has no devices', () => {
  assert.deepEqual(parseInputList(''), []);
});
