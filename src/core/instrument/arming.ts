import type { Moment } from '../event.ts';
import { KEY } from '../keys/key-codes.ts';

/** Esc held this long always disarms. */
export const ESCAPE_US = 1_000_000;

/**
 * Whether the keyboard plays. Disarmed, only the keys of the arming chord are looked at; armed,
 * the chord or the escape key held for a second gives the keyboard back.
 */
export interface Arming {
  armed: boolean;
  /** The keys of the chord; places without one hold {@link NO_KEY}. */
  readonly chord: Uint16Array;
  /** A bit for each key there is. */
  chordAll: number;
  /** A bit for each key of the chord that is down. */
  chordDown: number;
  /** When to disarm because Esc is held; Infinity while it is not. */
  readonly escapeUs: Float64Array;
}

export const CHORD_MOST = 8;
/** The code of no key. */
export const NO_KEY = 0xffff;

export function createArming(armed: boolean, chord: readonly number[]): Arming {
  const arming: Arming = {
    armed,
    chord: new Uint16Array(CHORD_MOST).fill(NO_KEY),
    chordAll: 0,
    chordDown: 0,
    escapeUs: Float64Array.of(Number.POSITIVE_INFINITY),
  };
  chord.forEach((code, at) => {
    setChordKey(arming, at, code);
  });
  return arming;
}

/** Puts a key, or {@link NO_KEY}, into the chord; the keys stand in its first places. */
export function setChordKey(arming: Arming, at: number, code: number): void {
  arming.chord[at] = code;
  arming.chordAll = code === NO_KEY ? arming.chordAll & ~(1 << at) : arming.chordAll | (1 << at);
}

/** Follows the chord and the escape key; true when the press completes the chord. */
export function chordPressed(arming: Arming, code: number, now: Moment): boolean {
  if (code === KEY.KEY_ESC && arming.armed) arming.escapeUs[0] = now[0]! + ESCAPE_US;
  const index = arming.chord.indexOf(code);
  if (index < 0) return false;
  arming.chordDown |= 1 << index;
  return arming.chordDown === arming.chordAll;
}

export function chordReleased(arming: Arming, code: number): void {
  if (code === KEY.KEY_ESC) arming.escapeUs[0] = Number.POSITIVE_INFINITY;
  const index = arming.chord.indexOf(code);
  if (index >= 0) arming.chordDown &= ~(1 << index);
}

/** Forgets what is down: after a gap in the events, or when a device went. */
export function forgetChord(arming: Arming): void {
  arming.chordDown = 0;
  arming.escapeUs[0] = Number.POSITIVE_INFINITY;
}
