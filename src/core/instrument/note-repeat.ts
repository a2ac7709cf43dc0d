import type { NoteSet } from './note-set.ts';
import { createNoteSet } from './note-set.ts';

export interface RepeatSettings {
  readonly on: boolean;
  /** A number of NOTE_VALUES. */
  readonly value: number;
  /** How much of a step a note sounds, 1-100 %. */
  readonly gate: number;
  /** As the arpeggiator's. */
  readonly swing: number;
}

/** Held notes that are struck again and again, each as loud as it was struck. */
export interface Repeat {
  on: boolean;
  value: number;
  readonly gate: number;
  readonly swing: number;
  readonly held: NoteSet;
  /** Steps since the first. */
  step: number;
  /** The tick of the first step, in one cell. */
  readonly startTick: Float64Array;
}

export function createRepeat({ on, value, gate, swing }: RepeatSettings): Repeat {
  return {
    on,
    value,
    gate,
    swing,
    held: createNoteSet(),
    step: 0,
    startTick: new Float64Array(1),
  };
}
