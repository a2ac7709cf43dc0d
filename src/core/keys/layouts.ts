import { ACTION, bindings } from './bindings.ts';
import type { BoardName } from './boards.ts';
import { A_ROW, boardKeys, DIGIT_ROW, Q_ROW, Z_ROW } from './boards.ts';
import type { Isomorphism } from './isomorphic.ts';
import { ISOMORPHISMS, isomorphicNotes } from './isomorphic.ts';

/** Where notes lie on the keys. Notes are those of octave 4, in which middle C is 60. */
export interface Layout {
  readonly name: string;
  /** What it is, in words that follow its name. */
  readonly means: string;
  /** Key codes; `notes` and `rows` run beside it. */
  readonly keys: readonly number[];
  readonly notes: readonly number[];
  /** 0 the lowest row of white keys, 2 the highest; a black key counts to the whites it lies between. */
  readonly rows: readonly number[];
  /** Its notes are drums: no octave, transposition or scale moves them. */
  readonly isDrums: boolean;
}

/** A key, its note and its row. */
export type Placed = readonly [key: number, note: number, row: number];

const WHITE_STEPS = [0, 2, 4, 5, 7, 9, 11];
const BLACK_AFTER_WHITE = [1, 3, -1, 6, 8, 10, -1];

/** White keys along a row from a C. */
function whites(keys: readonly number[], fromC: number, row: number): Placed[] {
  return keys.map((key, step) => [key, fromC + whiteOffset(step), row] as const);
}

/** Black keys on the row above: `keys[n]` lies between white n and white n + 1. */
function blacks(keys: readonly number[], fromC: number, row: number): Placed[] {
  return keys.flatMap((key, step) => {
    const offset = BLACK_AFTER_WHITE[step % 7]!;
    return offset < 0 ? [] : [[key, fromC + 12 * Math.floor(step / 7) + offset, row] as const];
  });
}

function whiteOffset(step: number): number {
  return 12 * Math.floor(step / 7) + WHITE_STEPS[step % 7]!;
}

export function layoutOf(
  name: string,
  means: string,
  placed: readonly Placed[],
  isDrums: boolean = false,
): Layout {
  return {
    name,
    means,
    keys: placed.map(([key]) => key),
    notes: placed.map(([, note]) => note),
    rows: placed.map(([, , row]) => row),
    isDrums,
  };
}

/** Rows from the lowest up, each `step` semitones above the one before. */
function grid(rows: readonly (readonly number[])[], lowest: number, step: number): Placed[] {
  return rows.flatMap((row, index) =>
    row.map((key, at) => [key, lowest + step * index + at, Math.min(2, index)] as const),
  );
}

/** All keys of a board that print a character and command nothing. */
function isomorphic(isomorphism: Isomorphism, board: BoardName): Layout {
  const actions = bindings();
  const keys = boardKeys(board);
  const notes = isomorphicNotes(keys, isomorphism);
  const placed = keys.map(({ key, row }, index): Placed => [key, notes[index]!, rowOf(row)]);
  const playable = placed.filter(
    ([key, note]) => actions[key] === ACTION.none && note >= 0 && note <= 127,
  );
  return layoutOf(isomorphism.name, isomorphism.means, playable);
}

/** The digits count as highest, as the row of Q below them does. */
function rowOf(boardRow: number): number {
  return Math.min(2, 3 - boardRow);
}

const UPPER_BLACKS = DIGIT_ROW.slice(1, 10);

const LEFT_HAND = [Z_ROW, A_ROW, Q_ROW, DIGIT_ROW].map((row) => row.slice(0, 5));
const RIGHT_HAND = [Z_ROW, A_ROW, Q_ROW, DIGIT_ROW].map((row) => row.slice(5, 10));

const PIANO_LAYOUTS: readonly Layout[] = [
  layoutOf('tracker', 'two rows of white keys with their black ones, two and a half octaves', [
    ...whites(Z_ROW, 48, 0),
    ...blacks(A_ROW.slice(1, 10), 48, 0),
    ...whites(Q_ROW, 60, 2),
    ...blacks(UPPER_BLACKS, 60, 2),
  ]),
  layoutOf('musical-typing', 'one row of white keys under the resting hand', [
    ...whites(A_ROW, 60, 1),
    ...blacks(Q_ROW.slice(1, 10), 60, 1),
  ]),
  layoutOf('guide-rows', 'three rows of white keys, each with a loudness of its own', [
    ...whites(Z_ROW, 36, 0),
    ...whites(A_ROW.slice(0, 10), 48, 1),
    ...whites(Q_ROW, 60, 2),
    ...blacks(UPPER_BLACKS, 60, 2),
  ]),
];

const HAND_LAYOUTS: readonly Layout[] = [
  layoutOf('left-hand', 'twenty semitones under the left hand', grid(LEFT_HAND, 60, 5)),
  layoutOf('right-hand', 'twenty semitones under the right hand', grid(RIGHT_HAND, 60, 5)),
  layoutOf(
    'drum-grid',
    'four by four drums for each hand',
    [
      ...grid(
        LEFT_HAND.map((row) => row.slice(0, 4)),
        36,
        4,
      ),
      ...grid(
        RIGHT_HAND.map((row) => row.slice(1)),
        52,
        4,
      ),
    ],
    true,
  ),
];

/** The layouts on a board, in the order of their numbers in orders and snapshots. */
export function layoutsOn(board: BoardName): readonly Layout[] {
  return [
    ...PIANO_LAYOUTS,
    ...ISOMORPHISMS.map((each) => isomorphic(each, board)),
    ...HAND_LAYOUTS,
  ];
}

/** Those of an ANSI board; the first is the default. */
export const LAYOUTS: readonly Layout[] = layoutsOn('ansi');

/** A layout of a player's own: the note of each key in octave 4. */
export function ownLayout(name: string, notes: ReadonlyMap<number, number>): Layout {
  const rowOfKey = new Map(boardKeys('jis').map(({ key, row }) => [key, rowOf(row)]));
  return layoutOf(
    name,
    'of your own',
    [...notes].map(([key, note]): Placed => [key, note, rowOfKey.get(key) ?? 1]),
  );
}

/** The number of a layout by its name, or -1. */
export function layoutNumber(name: string, layouts: readonly Layout[] = LAYOUTS): number {
  return layouts.findIndex((each) => each.name === name);
}
