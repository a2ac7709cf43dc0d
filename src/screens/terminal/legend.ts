import { A_ROW, DIGIT_ROW, Q_ROW, Z_ROW } from '../../core/keys/boards.ts';
import { keyNameOf } from '../../core/keys/key-codes.ts';
import { createKeymap, fillKeymap } from '../../core/keys/keymap.ts';
import { LAYOUTS, layoutNumber } from '../../core/keys/layouts.ts';
import { noteName } from '../../core/music/note.ts';

const ROWS = [DIGIT_ROW, Q_ROW, A_ROW, Z_ROW];
// Each row of a keyboard stands a little to the right of the one above.
const INDENTS = [0, 2, 3, 5];
const CELL = 5;
const SYMBOLS: Readonly<Record<string, string>> = {
  MINUS: '-',
  EQUAL: '=',
  SEMICOLON: ';',
  APOSTROPHE: "'",
  COMMA: ',',
  DOT: '.',
  SLASH: '/',
};

/** The keys with their notes, as they lie under the fingers (names are those of a US keyboard). */
export function legendLines(layout: string, octave: number, transpose: number): string[] {
  const keymap = createKeymap();
  const laidOut = LAYOUTS[layoutNumber(layout)];
  if (laidOut === undefined) return [];
  fillKeymap(keymap, laidOut, octave, transpose);
  return ROWS.flatMap((row, index) => {
    const indent = ' '.repeat(INDENTS[index] ?? 0);
    const cells = (text: (key: number) => string): string =>
      `${indent}${row.map((key) => text(key).padEnd(CELL)).join('')}`.trimEnd();
    return [cells(printed), cells((key) => noteOn(keymap.notes[key] ?? -1))];
  });
}

function printed(key: number): string {
  const name = (keyNameOf(key) ?? '').replace('KEY_', '');
  return SYMBOLS[name] ?? name;
}

function noteOn(note: number): string {
  return note < 0 ? '·' : noteName(note);
}
