/**
 * Playing within a scale. What it makes of every note is a table by the time a key is pressed; the
 * keys, the touchpad and notes from outside read the same one.
 */
import { pitchClassName } from './note.ts';
import { SCALES, type Scale } from './scales.ts';

/**
 * What becomes of the keys: `snap` moves what is outside the scale to its nearest note, `filter`
 * silences it, `remap` gives its notes to the white keys, one after the other from the root on.
 */
export const SCALE_MODES = ['snap', 'filter', 'remap'] as const;
export type ScaleMode = (typeof SCALE_MODES)[number];

export interface ScaleSettings {
  readonly on: boolean;
  /** A number of `scales`. */
  readonly scale: number;
  /** A pitch class: 0 is C. */
  readonly root: number;
  readonly mode: ScaleMode;
  /** All there are to choose from: {@link SCALES}, and those of the player's own. */
  readonly scales: readonly Scale[];
}

/** The scale that the notes are locked to, or not. */
export interface ScaleLock {
  on: boolean;
  scale: number;
  root: number;
  mode: ScaleMode;
  readonly scales: readonly Scale[];
  /** What each note becomes, or -1 for silence; while the lock is off, itself. */
  readonly notes: Int16Array;
  /** The note of the scale that is nearest to each, whatever the mode; while the lock is off, itself. */
  readonly nearest: Int16Array;
}

export const NO_SCALE: ScaleSettings = {
  on: false,
  scale: 0,
  root: 0,
  mode: 'snap',
  scales: SCALES,
};

const MIDDLE_C = 60;
const WHITES = 7;
/** The white keys below each key of an octave: their number, or -1 for a black key. */
const WHITE_OF = [0, -1, 1, -1, 2, 3, -1, 4, -1, 5, -1, 6];

export function createScaleLock(settings: ScaleSettings): ScaleLock {
  const lock: ScaleLock = {
    ...settings,
    notes: new Int16Array(128),
    nearest: new Int16Array(128),
  };
  fillScaleLock(lock, 0);
  return lock;
}

/**
 * Works the tables out anew.
 *
 * @param degrees how far `remap` moves along the scale: there a transposition counts its notes, since
 *   semitones would lead out of it
 */
export function fillScaleLock(lock: ScaleLock, degrees: number): void {
  const steps = lock.on ? lock.scales[lock.scale]?.steps : undefined;
  if (steps === undefined) {
    for (let note = 0; note < 128; note++) {
      lock.notes[note] = note;
      lock.nearest[note] = note;
    }
    return;
  }
  fillNearest(lock.nearest, steps, lock.root);
  if (lock.mode === 'snap') lock.notes.set(lock.nearest);
  else if (lock.mode === 'remap') fillRemapped(lock.notes, steps, lock.root, degrees);
  else {
    for (let note = 0; note < 128; note++) {
      lock.notes[note] = lock.nearest[note] === note ? note : -1;
    }
  }
}

/** The nearest note of a scale for each; of two as near, the lower. */
export function fillNearest(table: Int16Array, steps: readonly number[], root: number): void {
  const isIn = (note: number): boolean =>
    note >= 0 && note <= 127 && steps.includes((note - root + 120) % 12);
  for (let note = 0; note < 128; note++) {
    let away = 0;
    while (!isIn(note - away) && !isIn(note + away)) away++;
    table[note] = isIn(note - away) ? note - away : note + away;
  }
}

/** `D dorian`, or '' while the lock is off. */
export function scaleName({ on, scales, scale, root }: Omit<ScaleSettings, 'mode'>): string {
  return on ? `${pitchClassName(root)} ${scales[scale]?.name ?? ''}` : '';
}

/** The white keys play the scale in order; the one at middle C has the root that is nearest to it. */
function fillRemapped(
  table: Int16Array,
  steps: readonly number[],
  root: number,
  degrees: number,
): void {
  const base = MIDDLE_C + (root > 6 ? root - 12 : root);
  for (let key = 0; key < 128; key++) {
    const white = WHITE_OF[key % 12]!;
    const degree = WHITES * (Math.floor(key / 12) - MIDDLE_C / 12) + white + degrees;
    const octave = Math.floor(degree / steps.length);
    const note = base + 12 * octave + steps[degree - octave * steps.length]!;
    table[key] = white >= 0 && note >= 0 && note <= 127 ? note : -1;
  }
}
