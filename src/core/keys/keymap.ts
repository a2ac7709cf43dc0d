import type { ScaleLock } from '../music/scale.ts';
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
 * Lays the notes out anew. A key whose note would fall outside 0-127, or is not in the scale that the
 * notes are locked to, is silent.
 *
 * @param octave 0 to 8; 4 puts middle C where the layout says
 * @param transpose -12 to 12 semitones; with a scale that is remapped, of its degrees
 */
export function fillKeymap(
  keymap: Keymap,
  layout: Layout,
  octave: number,
  transpose: number,
  scale?: ScaleLock,
): void {
  keymap.notes.fill(-1);
  addToKeymap(keymap, layout, octave, transpose, scale);
}

/** The same beside what is laid out already, such as a numpad's keys. */
export function addToKeymap(
  keymap: Keymap,
  layout: Layout,
  octave: number,
  transpose: number,
  scale?: ScaleLock,
): void {
  if (layout.isDrums) {
    for (let index = 0; index < layout.keys.length; index++) {
      const key = layout.keys[index]!;
      keymap.notes[key] = layout.notes[index]!;
      keymap.rows[key] = layout.rows[index]!;
    }
    return;
  }
  const octaves = (octave - 4) * 12;
  const isRemapped = scale?.on === true && scale.mode === 'remap';
  const locked = isRemapped ? undefined : scale;
  for (let index = 0; index < layout.keys.length; index++) {
    const key = layout.keys[index]!;
    const laid = layout.notes[index]!;
    const note = isRemapped
      ? within(scale.notes[laid]!, octaves)
      : within(laid, octaves + transpose);
    keymap.notes[key] = note < 0 ? -1 : (locked?.notes[note] ?? note);
    keymap.rows[key] = layout.rows[index]!;
  }
}

/** A note moved, or -1 where that leads beyond MIDI. */
function within(note: number, shift: number): number {
  const moved = note + shift;
  return note >= 0 && moved >= 0 && moved <= 127 ? moved : -1;
}
