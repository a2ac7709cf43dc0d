/**
 * Which key a terminal means: by the character or number of the kitty keyboard protocol, by the
 * last letter of an old sequence, or by the number before its `~`.
 */
import { KEY } from '../keys/key-codes.ts';
import { keyThatTypes } from '../keys/printed-keys.ts';

/** Controls that are keys of their own, in the protocol and as plain bytes. */
const CONTROL_KEYS: ReadonlyMap<number, number> = new Map([
  [8, KEY.KEY_BACKSPACE],
  [9, KEY.KEY_TAB],
  [10, KEY.KEY_ENTER],
  [13, KEY.KEY_ENTER],
  [27, KEY.KEY_ESC],
  [127, KEY.KEY_BACKSPACE],
]);

const LETTER_KEYS: ReadonlyMap<string, number> = new Map([
  ['A', KEY.KEY_UP],
  ['B', KEY.KEY_DOWN],
  ['C', KEY.KEY_RIGHT],
  ['D', KEY.KEY_LEFT],
  ['E', KEY.KEY_KP5],
  ['F', KEY.KEY_END],
  ['H', KEY.KEY_HOME],
  ['P', KEY.KEY_F1],
  ['Q', KEY.KEY_F2],
  ['R', KEY.KEY_F3],
  ['S', KEY.KEY_F4],
  ['Z', KEY.KEY_TAB],
]);

const NUMBERED_KEYS: ReadonlyMap<number, number> = new Map([
  ...numbered(1, 'HOME INSERT DELETE END PAGEUP PAGEDOWN HOME END'),
  ...numbered(11, 'F1 F2 F3 F4 F5'),
  ...numbered(17, 'F6 F7 F8 F9 F10'),
  ...numbered(23, 'F11 F12'),
  [29, KEY.KEY_MENU],
  [57427, KEY.KEY_KP5],
]);

/** Keys without a character have numbers of Unicode's private use area; super is our meta. */
const FUNCTIONAL_KEYS: ReadonlyMap<number, number> = new Map([
  ...numbered(57358, 'CAPSLOCK SCROLLLOCK NUMLOCK SYSRQ PAUSE MENU'),
  ...numbered(57376, 'F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23 F24'),
  ...numbered(57399, 'KP0 KP1 KP2 KP3 KP4 KP5 KP6 KP7 KP8 KP9'),
  ...numbered(57409, 'KPDOT KPSLASH KPASTERISK KPMINUS KPPLUS KPENTER KPEQUAL KPCOMMA'),
  // With Num Lock off, the keypad's keys keep their places.
  ...numbered(57417, 'KP4 KP6 KP8 KP2 KP9 KP3 KP7 KP1 KP0 KPDOT KP5'),
  ...numbered(57441, 'LEFTSHIFT LEFTCTRL LEFTALT LEFTMETA'),
  ...numbered(57447, 'RIGHTSHIFT RIGHTCTRL RIGHTALT RIGHTMETA'),
  [57453, KEY.KEY_RIGHTALT],
]);

/** The key of a number that the protocol sends before `u`; 0 when it is none of ours. */
export function keyOfNumber(number: number): number {
  return FUNCTIONAL_KEYS.get(number) ?? keyOfByte(number);
}

/** The key of a plain byte, as a US board has it. */
export function keyOfByte(byte: number): number {
  return CONTROL_KEYS.get(byte) ?? keyThatTypes(byte);
}

export function keyOfLetter(letter: string): number {
  return LETTER_KEYS.get(letter) ?? 0;
}

/** The key of a number before `~`. */
export function keyOfTilde(number: number): number {
  return NUMBERED_KEYS.get(number) ?? 0;
}

function numbered(first: number, names: string): [number, number][] {
  const codes = KEY as Readonly<Record<string, number>>;
  return names.split(' ').map((name, index) => [first + index, codes[`KEY_${name}`] ?? 0]);
}
