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
  readonly chord: Uint16Array;
  /** A bit for each key of the chord that is down. */
  chordDown: number;
  /** When to disarm because Esc is held; Infinity while it is not. */
  readonly escapeUs: Float64Array;
}

export function createArming(armed: boolean, chord: readonly number[]): Arming {
  return {
    armed,
    chord: Uint16Array.from(chord),
    chordDown: 0,
    escapeUs: Float64Array.of(Number.POSITIVE_INFINITY),
  };
}

/** Follows the chord and the escape key; true when the press completes the chord. */
export function chordPressed(arming: Arming, code: number, now: Moment): boolean {
  if (code === KEY.KEY_ESC && arming.armed) arming.escapeUs[0] = now[0]! + ESCAPE_US;
  const index = arming.chord.indexOf(code);
  if (index < 0) return false;
  arming.chordDown |= 1 << index;
  return arming.chordDown === (1 << arming.chord.length) - 1;
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
