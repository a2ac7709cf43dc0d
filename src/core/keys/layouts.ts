import { A_ROW, DIGIT_ROW, Q_ROW, Z_ROW } from './boards.ts';

/** Where notes lie on the keys. Notes are those of octave 4, in which middle C is 60. */
export interface Layout {
  readonly name: string;
  /** Key codes; `notes` and `rows` run beside it. */
  readonly keys: readonly number[];
  readonly notes: readonly number[];
  /** 0 the lowest row of white keys, 2 the highest; a black key counts to the whites it lies between. */
  readonly rows: readonly number[];
}

type Placed = readonly [key: number, note: number, row: number];

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

function layout(name: string, placed: readonly Placed[]): Layout {
  return {
    name,
    keys: placed.map(([key]) => key),
    notes: placed.map(([, note]) => note),
    rows: placed.map(([, , row]) => row),
  };
}

const UPPER_BLACKS = DIGIT_ROW.slice(1, 10);

/** The layouts in the order of their numbers in orders and snapshots; the first is the default. */
export const LAYOUTS: readonly Layout[] = [
  layout('tracker', [
    ...whites(Z_ROW, 48, 0),
    ...blacks(A_ROW.slice(1, 10), 48, 0),
    ...whites(Q_ROW, 60, 2),
    ...blacks(UPPER_BLACKS, 60, 2),
  ]),
  layout('musical-typing', [...whites(A_ROW, 60, 1), ...blacks(Q_ROW.slice(1, 10), 60, 1)]),
  layout('guide-rows', [
    ...whites(Z_ROW, 36, 0),
    ...whites(A_ROW.slice(0, 10), 48, 1),
    ...whites(Q_ROW, 60, 2),
    ...blacks(UPPER_BLACKS, 60, 2),
  ]),
];

/** The number of a layout by its name, or -1. */
export function layoutNumber(name: string): number {
  return LAYOUTS.findIndex((each) => each.name === name);
}
