import assert from 'node:assert/strict';
import { test } from 'node:test';
import { A_ROW, BOARDS, boardKeys, DIGIT_ROW, F_ROW, Q_ROW, Z_ROW } from './boards.ts';
import { keyNameOf } from './key-codes.ts';

test('rows run from left to right as they are printed on an ANSI board', () => {
  const printed = (row: readonly number[]) => row.map((key) => keyNameOf(key)?.slice(4)).join(' ');
  assert.equal(printed(DIGIT_ROW), '1 2 3 4 5 6 7 8 9 0 MINUS EQUAL');
  assert.equal(printed(Q_ROW), 'Q W E R T Y U I O P');
  assert.equal(printed(A_ROW), 'A S D F G H J K L SEMICOLON APOSTROPHE');
  assert.equal(printed(Z_ROW), 'Z X C V B N M COMMA DOT SLASH');
  assert.equal(printed(F_ROW), 'F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12');
});

test('no key is on two rows', () => {
  const keys = [...DIGIT_ROW, ...Q_ROW, ...A_ROW, ...Z_ROW, ...F_ROW];
  assert.equal(new Set(keys).size, keys.length);
});

test('every board has the keys of the four rows, each once, from left to right', () => {
  for (const board of BOARDS) {
    const placed = boardKeys(board);
    const keys = placed.map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length, board);
    for (const key of [...DIGIT_ROW, ...Q_ROW, ...A_ROW, ...Z_ROW]) assert.ok(keys.includes(key));
    placed.forEach(({ row, x }, at) => {
      const before = placed[at - 1];
      assert.ok(before === undefined || before.row < row || x === before.x + 1, board);
    });
  }
});
