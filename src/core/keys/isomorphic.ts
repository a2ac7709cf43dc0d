/**
 * Layouts in which an interval is the same step of the hand everywhere, so that a chord has one shape
 * in all keys. They come from where the keys lie: each row stands about half a key to the right of the
 * one above, which makes a honeycomb of them.
 */
import type { PlacedKey } from './boards.ts';
import { KEY } from './key-codes.ts';

export interface Isomorphism {
  readonly name: string;
  readonly means: string;
  /** Semitones to the key on the right. */
  readonly right: number;
  /** Semitones to the key above, on its left. */
  readonly up: number;
  /** The key of middle C. */
  readonly middleC: number;
}

export const ISOMORPHISMS: readonly Isomorphism[] = [
  {
    name: 'wicki-hayden',
    means: 'whole tones to the right, fourths and fifths upwards, an octave two rows up',
    right: 2,
    up: 5,
    middleC: KEY.KEY_D,
  },
  {
    name: 'janko',
    means: 'whole tones to the right, a semitone between the rows, every note twice',
    right: 2,
    up: -1,
    middleC: KEY.KEY_Q,
  },
  {
    name: 'fourths',
    means: 'semitones to the right, fourths upwards, as on a bass guitar',
    right: 1,
    up: 5,
    middleC: KEY.KEY_Q,
  },
  {
    name: 'harmonic-table',
    means: 'thirds and fifths: three keys that touch are a chord',
    right: 4,
    up: 3,
    middleC: KEY.KEY_G,
  },
];

/** The note of each key, outside 0-127 for some. */
export function isomorphicNotes(
  keys: readonly PlacedKey[],
  { right, up, middleC }: Isomorphism,
): number[] {
  const origin = keys.find(({ key }) => key === middleC);
  const from = origin === undefined ? 0 : columnOf(origin);
  return keys.map(
    (each) => 60 + right * (columnOf(each) - from) - up * (each.row - (origin?.row ?? 0)),
  );
}

/** The column of a honeycomb: 1, Q, A and Z are one, down to the right. */
function columnOf({ row, x }: PlacedKey): number {
  return Math.round(x - row / 2);
}
