import { KEY_COUNT } from './key-codes.ts';
import type { Layout } from './layouts.ts';

export const OCTAVE_MIN = 0;
export const OCTAVE_MAX = 8;
export const TRANSPOSE_MAX = 12;

/** A layout, an octave and a transpose as tables, so that pressing a key is one look-up. */
export interface Keymap {
  /** The note of each key code, or -1. */
  readonly notes: Int16Array;
  /** The row of each key code: 0 low, 2 high. */
  readonly rows: Uint8Array;
}

export function createKeymap(): Keymap {
  return { notes: new Int16Array(KEY_COUNT).fill(-1), rows: new Uint8Array(KEY_COUNT) };
}

/**
 * Lays the notes out anew. A key whose note would fall outside 0-127 is silent.
 *
 * @param octave 0 to 8; 4 puts middle C where the layout says
 * @param transpose -12 to 12 semitones
 */
export function fillKeymap(
  keymap: Keymap,
  layout: Layout,
  octave: number,
  transpose: number,
): void {
  keymap.notes.fill(-1);
  const shift = (octave - 4) * 12 + transpose;
  for (let index = 0; index < layout.keys.length; index++) {
    const note = layout.notes[index]! + shift;
    const key = layout.keys[index]!;
    keymap.notes[key] = note >= 0 && note <= 127 ? note : -1;
    keymap.rows[key] = layout.rows[index]!;
  }
}
