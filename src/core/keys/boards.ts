import { KEY } from './key-codes.ts';

/**
 * The four rows of a keyboard that a hand plays, left to right, by physical position: `KEY_Z` is
 * where Z is on an ANSI board, whatever is printed on it. ANSI, ISO and JIS agree on these.
 */
export const DIGIT_ROW: readonly number[] = [
  KEY.KEY_1,
  KEY.KEY_2,
  KEY.KEY_3,
  KEY.KEY_4,
  KEY.KEY_5,
  KEY.KEY_6,
  KEY.KEY_7,
  KEY.KEY_8,
  KEY.KEY_9,
  KEY.KEY_0,
  KEY.KEY_MINUS,
  KEY.KEY_EQUAL,
];

export const Q_ROW: readonly number[] = [
  KEY.KEY_Q,
  KEY.KEY_W,
  KEY.KEY_E,
  KEY.KEY_R,
  KEY.KEY_T,
  KEY.KEY_Y,
  KEY.KEY_U,
  KEY.KEY_I,
  KEY.KEY_O,
  KEY.KEY_P,
];

export const A_ROW: readonly number[] = [
  KEY.KEY_A,
  KEY.KEY_S,
  KEY.KEY_D,
  KEY.KEY_F,
  KEY.KEY_G,
  KEY.KEY_H,
  KEY.KEY_J,
  KEY.KEY_K,
  KEY.KEY_L,
  KEY.KEY_SEMICOLON,
  KEY.KEY_APOSTROPHE,
];

export const Z_ROW: readonly number[] = [
  KEY.KEY_Z,
  KEY.KEY_X,
  KEY.KEY_C,
  KEY.KEY_V,
  KEY.KEY_B,
  KEY.KEY_N,
  KEY.KEY_M,
  KEY.KEY_COMMA,
  KEY.KEY_DOT,
  KEY.KEY_SLASH,
];

/** The keys of the F row, F1 to F12; they reach us only when Fn lock is on. */
export const F_ROW: readonly number[] = [
  KEY.KEY_F1,
  KEY.KEY_F2,
  KEY.KEY_F3,
  KEY.KEY_F4,
  KEY.KEY_F5,
  KEY.KEY_F6,
  KEY.KEY_F7,
  KEY.KEY_F8,
  KEY.KEY_F9,
  KEY.KEY_F10,
  KEY.KEY_F11,
  KEY.KEY_F12,
];

/** The shapes of keyboard that the keys may lie on. */
export const BOARDS = ['ansi', 'iso', 'jis'] as const;
export type BoardName = (typeof BOARDS)[number];

/** Where a key lies. */
export interface PlacedKey {
  readonly key: number;
  /** 0 the digits, 3 the row of Z. */
  readonly row: number;
  /** Its left edge in widths of a key, from the left edge of the board. */
  readonly x: number;
}

// Tab, Caps Lock and Shift push each row a little further to the right.
const FIRST_X = [1, 1.5, 1.75, 2.25];

/** The keys of a board's four rows that print a character, from left to right and top to bottom. */
export function boardKeys(board: BoardName): readonly PlacedKey[] {
  return rowsOf(board).flatMap(({ from, keys }, row) =>
    keys.map((key, index) => ({ key, row, x: FIRST_X[row]! + from + index })),
  );
}

/** The rows of a board, each from so many keys left of its first letter on. */
function rowsOf(board: BoardName): { from: number; keys: readonly number[] }[] {
  const backslash = [KEY.KEY_BACKSLASH];
  const [isAnsi, isIso, isJis] = BOARDS.map((each) => each === board);
  return [
    { from: -1, keys: [KEY.KEY_GRAVE, ...DIGIT_ROW, ...(isJis ? [KEY.KEY_YEN] : [])] },
    {
      from: 0,
      keys: [...Q_ROW, KEY.KEY_LEFTBRACE, KEY.KEY_RIGHTBRACE, ...(isAnsi ? backslash : [])],
    },
    { from: 0, keys: [...A_ROW, ...(isAnsi ? [] : backslash)] },
    {
      from: isIso ? -1 : 0,
      keys: [...(isIso ? [KEY.KEY_102ND] : []), ...Z_ROW, ...(isJis ? [KEY.KEY_RO] : [])],
    },
  ];
}
