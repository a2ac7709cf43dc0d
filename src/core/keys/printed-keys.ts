import { KEY } from './key-codes.ts';

// Rows as an ANSI board with the US layout has them printed, without and with Shift.
const ROWS: readonly (readonly [plain: string, shifted: string, keys: readonly number[]])[] = [
  ['`1234567890-=', '~!@#$%^&*()_+', [KEY.KEY_GRAVE, ...from(KEY.KEY_1, 12)]],
  ['qwertyuiop[]', 'QWERTYUIOP{}', from(KEY.KEY_Q, 12)],
  ["asdfghjkl;'", 'ASDFGHJKL:"', from(KEY.KEY_A, 11)],
  ['\\', '|', [KEY.KEY_BACKSLASH]],
  ['zxcvbnm,./', 'ZXCVBNM<>?', from(KEY.KEY_Z, 10)],
  [' ', ' ', [KEY.KEY_SPACE]],
];

const KEY_OF = new Map<number, number>(
  ROWS.flatMap(([plain, shifted, keys]) =>
    [plain, shifted].flatMap((row) =>
      keys.map((key, index) => [row.charCodeAt(index), key] as const),
    ),
  ),
);

/** The key that types a character on a US board, with Shift or without; 0 when none does. */
export function keyThatTypes(character: number): number {
  return KEY_OF.get(character) ?? 0;
}

function from(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
