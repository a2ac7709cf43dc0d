/**
 * What the keys of a numpad or a macropad play beside any layout. Three of a macropad's keys are twins
 * of others, and its top row commands as on the keyboard: sixteen are left.
 */
import { KEY } from './key-codes.ts';
import type { Layout, Placed } from './layouts.ts';
import { layoutOf } from './layouts.ts';

// From the lowest row up; plus stands at the side.
const PAD_KEYS = [
  ...[KEY.KEY_KP0, KEY.KEY_KPDOT, KEY.KEY_KPENTER],
  ...[KEY.KEY_KP1, KEY.KEY_KP2, KEY.KEY_KP3],
  ...[KEY.KEY_KP4, KEY.KEY_KP5, KEY.KEY_KP6],
  ...[KEY.KEY_KP7, KEY.KEY_KP8, KEY.KEY_KP9],
  ...[KEY.KEY_KPSLASH, KEY.KEY_KPASTERISK, KEY.KEY_KPMINUS],
  KEY.KEY_KPPLUS,
];

// The bass drum and the hi-hats under the thumb, snares, toms, cymbals, then what is hit by hand.
const DRUMS = [36, 44, 46, 38, 40, 42, 41, 45, 48, 49, 51, 53, 37, 54, 56, 39];

const LOWEST_NOTE = 48;

/** The layouts of a pad in the order of their numbers. */
export const PAD_LAYOUTS: readonly Layout[] = [
  padLayout('drums', 'a drum kit', (index) => DRUMS[index]!, true),
  padLayout('notes', 'sixteen semitones, three to the row', (index) => LOWEST_NOTE + index, false),
];

/** The number of a pad's layout by its name, or -1. */
export function padLayoutNumber(name: string): number {
  return PAD_LAYOUTS.findIndex((each) => each.name === name);
}

function padLayout(
  name: string,
  means: string,
  noteAt: (index: number) => number,
  isDrums: boolean,
): Layout {
  const placed = PAD_KEYS.map((key, index): Placed => [key, noteAt(index), 1]);
  return layoutOf(name, means, placed, isDrums);
}
