/** What the LED Matrix shows: the level as a bar, and the notes that sound, wherever they come from. */
import { light, MATRIX_COLUMNS, MATRIX_ROWS } from '../../core/formats/led-matrix.ts';
import type { Meter } from './meter.ts';
import { rowsOf } from './meter.ts';

export type MatrixView = 'all' | 'level' | 'notes';

export interface Shown {
  readonly meter: Meter;
  /** A bit for each note that sounds, 32 to a word. */
  readonly notes: Uint32Array;
  readonly octave: number;
}

const LEVEL_COLUMNS = 2;
/** A column of the dark between the level and the notes. */
const NOTES_AT = LEVEL_COLUMNS + 1;
const ROWS_OF_A_NOTE = 2;
const C_ROW = 11 * ROWS_OF_A_NOTE;
// Six octaves beside the level begin at C1, nine at C0, where a piano's lowest keys are.
const LOWEST_OCTAVE: Readonly<Record<MatrixView, number>> = { all: 1, level: 0, notes: 0 };
const DIGIT_COLUMNS = 3;
const DIGIT_ROWS = 5;
const DIGITS = [
  '111101101101111',
  '010110010010111',
  '111001111100111',
  '111001111001111',
  '101101111001001',
  '111100111001111',
  '111100111101111',
  '111001010010010',
  '111101111101111',
];

/** Draws into a picture that is dark. */
export function drawShown(picture: Uint8Array, view: MatrixView, shown: Shown): void {
  if (view !== 'notes') {
    drawLevel(picture, view === 'level' ? MATRIX_COLUMNS : LEVEL_COLUMNS, shown.meter);
  }
  if (view === 'level') return;
  const from = view === 'all' ? NOTES_AT : 0;
  for (let note = 0; note < 128; note++) {
    if (((shown.notes[note >> 5]! >> (note & 31)) & 1) === 0) continue;
    drawNote(picture, from, note, LOWEST_OCTAVE[view]);
  }
  const columns = MATRIX_COLUMNS - from;
  drawDigit(picture, from + Math.floor((columns - DIGIT_COLUMNS) / 2), shown.octave);
}

function drawLevel(picture: Uint8Array, columns: number, meter: Meter): void {
  const rows = rowsOf(meter.levelDb);
  const held = rowsOf(meter.heldDb);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) light(picture, column, MATRIX_ROWS - 1 - row);
    if (held > 0) light(picture, column, MATRIX_ROWS - held);
  }
}

/** Its octave is the column, its name the height, C below; what is beyond the edge is at the edge. */
function drawNote(picture: Uint8Array, from: number, note: number, lowest: number): void {
  const octave = Math.floor(note / 12) - 1 - lowest;
  const column = Math.min(Math.max(from, from + octave), MATRIX_COLUMNS - 1);
  const top = C_ROW - ROWS_OF_A_NOTE * (note % 12);
  for (let row = 0; row < ROWS_OF_A_NOTE; row++) light(picture, column, top + row);
}

function drawDigit(picture: Uint8Array, from: number, digit: number): void {
  const dots = DIGITS[digit] ?? '';
  for (let at = 0; at < dots.length; at++) {
    if (dots[at] !== '1') continue;
    const row = MATRIX_ROWS - DIGIT_ROWS + Math.floor(at / DIGIT_COLUMNS);
    light(picture, from + (at % DIGIT_COLUMNS), row);
  }
}
