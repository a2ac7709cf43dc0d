import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FW16_PAD } from '../../tests/support/fingers.ts';
import { A_ROW, DIGIT_ROW, F_ROW, Q_ROW, Z_ROW } from '../core/keys/boards.ts';
import { KEY } from '../core/keys/key-codes.ts';
import type { KeyboardChoice } from './keyboards.ts';
import {
  ASKED_KEYS,
  groupKeyboards,
  isChosen,
  isKeyboard,
  isPlayed,
  isStanding,
  isTouchpad,
  layersOfDevice,
  layersOfMidi,
  usbId,
} from './keyboards.ts';

const LETTERS = [...DIGIT_ROW, ...Q_ROW, ...A_ROW, ...Z_ROW, ...F_ROW];
const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0] as const;
const NUMPAD = [
  ...DIGITS.map((digit) => KEY[`KEY_KP${digit}`]),
  ...[KEY.KEY_KPDOT, KEY.KEY_KPENTER, KEY.KEY_KPPLUS, KEY.KEY_KPMINUS],
  ...[KEY.KEY_KPASTERISK, KEY.KEY_KPSLASH, KEY.KEY_NUMLOCK, KEY.KEY_ESC, KEY.KEY_BACKSPACE],
];
const MODULE = 'Framework Laptop 16 Keyboard Module - ANSI';
const EVERY: KeyboardChoice = { keyboards: [], ignore: [] };

/** The five nodes of a Framework 16 keyboard in a port of the deck, as the kernel names them. */
function framework(port: string, uniq = 'FRAKDKEN0100000000', name = MODULE) {
  const node = (suffix: string, input: number) => ({
    name: `${name}${suffix}`,
    phys: `usb-0000:c1:00.3-${port}/input${input}`,
    uniq,
  });
  return [
    node('', 0),
    node(' System Control', 2),
    node(' Consumer Control', 2),
    node(' Wireless Radio Control', 2),
    node(' Keyboard', 2),
  ];
}

const asDevice = (name: string, path = '/dev/input/event3') => ({
  ...{ name, path, vendor: 0x32ac, product: 0x12, phys: '', uniq: '' },
});

test('boards, keypads and macropads are keyboards', () => {
  assert.equal(isKeyboard({ keys: LETTERS }), true);
  assert.equal(isKeyboard({ keys: NUMPAD }), true);
});

test('power buttons, lids, media keys and remote controls are none', () => {
  const power = [KEY.KEY_POWER];
  const media = [KEY.KEY_MUTE, KEY.KEY_VOLUMEUP, KEY.KEY_VOLUMEDOWN, KEY.KEY_PLAYPAUSE];
  const remote = [...DIGIT_ROW, ...F_ROW, KEY.KEY_ENTER, KEY.KEY_ESC, KEY.KEY_UP, KEY.KEY_DOWN];
  for (const keys of [[], power, media, remote]) assert.equal(isKeyboard({ keys }), false);
});

test('every key that decides is asked of the device', () => {
  const asked = (keys: readonly number[]) => keys.filter((key) => ASKED_KEYS.includes(key));
  assert.equal(isKeyboard({ keys: asked(LETTERS) }), true);
  assert.equal(isKeyboard({ keys: asked(NUMPAD) }), true);
});

test('the nodes of one Framework 16 keyboard are one keyboard', () => {
  assert.deepEqual(groupKeyboards(framework('4.2')), [0, 0, 0, 0, 0]);
});

test('two keyboards of one kind are two, whether or not they have numbers of their own', () => {
  const [left, right] = [framework('4.2'), framework('4.3')];
  assert.deepEqual(groupKeyboards([left[0]!, right[0]!, left[4]!, right[4]!]), [0, 1, 0, 1]);
  const [one, other] = [framework('4.2', ''), framework('4.3', '')];
  assert.deepEqual(groupKeyboards([one[0]!, other[0]!, one[4]!, other[4]!]), [0, 1, 0, 1]);
});

test('a keyboard, a macropad and a built-in one count in the order they appear', () => {
  const builtIn = { name: 'AT Translated Set 2 keyboard', phys: 'isa0060/serio0/input0', uniq: '' };
  const macropad = framework('3.1', 'FRAKDKEN0200000000', 'Framework Laptop 16 RGB Macropad');
  const all = [builtIn, ...framework('4.2'), ...macropad];
  assert.deepEqual(groupKeyboards(all), [0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
});

test('keyboards on one Bluetooth radio are told apart by their own addresses', () => {
  const radio = 'aa:bb:cc:dd:ee:ff';
  const keys = (uniq: string, name: string) => ({ name, phys: radio, uniq });
  assert.deepEqual(
    groupKeyboards([
      keys('11:11:11:11:11:11', 'Keys'),
      keys('22:22:22:22:22:22', 'Keys'),
      keys('11:11:11:11:11:11', 'Keys Keyboard'),
    ]),
    [0, 1, 0],
  );
});

test('a keyboard without a port or number goes by its name, and by that of its second node', () => {
  const named = (name: string) => ({ name, phys: '' });
  assert.deepEqual(
    groupKeyboards([named('Virtual'), named('Virtual Keyboard'), named('Other')]),
    [0, 0, 1],
  );
});

test('without a choice every keyboard plays, but for what is ignored', () => {
  assert.equal(isChosen(asDevice(MODULE), EVERY), true);
  assert.equal(isChosen(asDevice(MODULE), { keyboards: [], ignore: ['laptop 16'] }), false);
  assert.equal(isChosen(asDevice(MODULE), { keyboards: ['laptop'], ignore: ['32ac:0012'] }), false);
});

test('an entry is a part of the name in any case, an id, or a path', () => {
  const choose = (...keyboards: string[]) => isChosen(asDevice(MODULE), { keyboards, ignore: [] });
  assert.equal(choose('KEYBOARD MODULE'), true);
  assert.equal(choose('32AC:0012'), true);
  assert.equal(choose('/dev/input/event3'), true);
  assert.equal(choose('/dev/input/event31'), false);
  assert.equal(choose('32ac:0013'), false);
  assert.equal(choose('nothing', 'ansi'), true);
});

test('an id is four and four hexadecimal digits', () => {
  assert.equal(usbId({ vendor: 0x32ac, product: 0x12 }), '32ac:0012');
});

test('a keyboard plays the layers that name its kind, its name, its id, or nobody', () => {
  const device = (name: string, product: number, keys: readonly number[]) => ({
    name,
    vendor: 0x32ac,
    product,
    keys,
  });
  const letters = [KEY.KEY_Q, KEY.KEY_A];
  const sources = [[], ['keyboard'], ['macropad', 'numpad'], ['laptop'], ['32ac:0013']];
  const played = [
    device('Laptop 16 Keyboard', 0x12, letters),
    device('RGB Macropad', 0x13, [KEY.KEY_KP1]),
    device('Numpad', 0x14, letters),
    device('Some keypad', 0x99, [KEY.KEY_KP1]),
  ].map((each) => layersOfDevice(each, sources));
  assert.deepEqual(played, [0b01011, 0b10101, 0b00101, 0b00101]);
  assert.equal(layersOfMidi([[], ['keyboard'], ['numpad', 'midi']]), 0b101);
});

test('a touchpad plays beside any choice of keyboards, unless it is ignored or not wanted', () => {
  const pad = { ...asDevice('PIXA3854:00 093A:0274 Touchpad'), keys: [], pad: FW16_PAD };
  const chosen = { keyboards: ['macropad'], ignore: [], touchpads: true };
  assert.equal(isPlayed(pad, chosen), true);
  assert.equal(isPlayed(pad, { ...chosen, touchpads: false }), false);
  assert.equal(isPlayed(pad, { ...chosen, ignore: ['touchpad'] }), false);
  assert.equal(isPlayed({ ...pad, pad: undefined }, chosen), false);
  assert.equal(isTouchpad({ keys: LETTERS, pad: FW16_PAD }), false, 'that is a keyboard');
});

test('a keyboard stands armed that is named so by its kind or name, and none unless one is named', () => {
  const macropad = { name: 'Framework Macropad', vendor: 0x32ac, product: 0x0013, keys: [] };
  const keyboard = { name: 'Framework Keyboard', vendor: 0x32ac, product: 0x0012, keys: LETTERS };
  const stands = (device: Parameters<typeof isStanding>[0], ...standing: string[]) =>
    isStanding(device, { ...EVERY, standing });
  assert.deepEqual([stands(macropad), stands(macropad, 'macropad')], [false, true]);
  assert.deepEqual([stands(macropad, '32ac:0013'), stands(keyboard, 'macropad')], [true, false]);
  assert.equal(stands(keyboard, 'Framework'), true);
});
