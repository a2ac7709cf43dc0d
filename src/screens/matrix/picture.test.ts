import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { projectFile } from '../../../tests/support/program.ts';
import {
  isLit,
  MATRIX_COLUMNS,
  MATRIX_ROWS,
  PICTURE_BYTES,
} from '../../core/formats/led-matrix.ts';
import { createMeter, FLOOR_DB, follow, isDark, rowsOf } from './meter.ts';
import { drawShown, type MatrixView } from './picture.ts';

function drawn(view: MatrixView, peakDb: number, notes: readonly number[], octave: number): string {
  const picture = new Uint8Array(PICTURE_BYTES);
  const meter = createMeter();
  follow(meter, peakDb, 0);
  const bits = new Uint32Array(4);
  for (const note of notes) bits[note >> 5] = bits[note >> 5]! | (1 << (note & 31));
  drawShown(picture, view, { meter, notes: bits, octave });
  return Array.from({ length: MATRIX_ROWS }, (_, row) =>
    Array.from({ length: MATRIX_COLUMNS }, (_, column) =>
      isLit(picture, column, row) ? '#' : '.',
    ).join(''),
  ).join('\n');
}

/** Rows that are alike, as `2 #........`. */
function rows(...lines: readonly string[]): string {
  return lines
    .flatMap((line) => {
      const [count = '', dots = ''] = line.split(' ');
      return Array.from({ length: Number(count) }, () => dots);
    })
    .join('\n');
}

test('a chord stands beside the level, with the octave that is played below', () => {
  // C4, E4, G4 and a C6 at -26 dB.
  assert.equal(
    drawn('all', -26, [60, 64, 67, 84], 4),
    rows(
      '8 .........',
      '2 ......#..',
      '3 .........',
      '1 ##.......',
      '2 ##....#..',
      '6 ##.......',
      '2 ##....#.#',
      '5 ##.......',
      '2 ##..#.#..',
      '1 ##..###..',
      '2 ##....#..',
    ),
  );
});

test('docs/led-matrix.md has that picture', () => {
  const page = readFileSync(projectFile('docs/led-matrix.md'), 'utf8');
  assert.ok(page.includes(`\n\`\`\`\n${drawn('all', -26, [60, 64, 67, 84], 4)}\n\`\`\`\n`));
});

test('the notes alone have nine octaves, and what is beyond them is at the edge', () => {
  const picture = drawn('notes', 0, [0, 12, 119, 127], 0);
  assert.equal(
    picture,
    rows(
      '2 ........#',
      '6 .........',
      '2 ........#',
      '12 .........',
      '2 #........',
      '5 .........',
      '1 ...###...',
      '3 ...#.#...',
      '1 ...###...',
    ),
  );
});

test('the level alone fills the width, a row for each 2 dB', () => {
  assert.equal(drawn('level', -34, [60], 4), rows('17 .........', '17 #########'));
  assert.equal(drawn('level', 3, [], 4), rows('34 #########'));
  assert.equal(drawn('level', Number.NEGATIVE_INFINITY, [60], 4), rows('34 .........'));
});

test('each octave is a digit', () => {
  const digits = Array.from({ length: 9 }, (_, octave) => drawn('notes', 0, [], octave));
  assert.equal(new Set(digits).size, 9);
});

test('the level goes up at once and down slowly, and its highest is held for a second', () => {
  const meter = createMeter();
  assert.ok(isDark(meter));
  follow(meter, -10, 50);
  assert.equal(meter.levelDb, -10);
  follow(meter, -40, 500);
  assert.equal(meter.levelDb, -30);
  assert.equal(meter.heldDb, -10);
  follow(meter, Number.NEGATIVE_INFINITY, 600);
  assert.equal(meter.heldDb, -34, 'let go of');
  for (let turn = 0; turn < 30; turn++) follow(meter, Number.NEGATIVE_INFINITY, 50);
  assert.equal(meter.levelDb, FLOOR_DB);
  assert.ok(isDark(meter));
  assert.equal(rowsOf(0), 34);
});
