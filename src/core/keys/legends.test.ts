import assert from 'node:assert/strict';
import { test } from 'node:test';
import { A_ROW, BOARDS, boardKeys, Q_ROW, Z_ROW } from './boards.ts';
import { KEY } from './key-codes.ts';
import { LEGENDS, legendOf, legendsFor } from './legends.ts';

const printed = (row: readonly number[], legends: (typeof LEGENDS)[number]) =>
  row.map((key) => legendOf(key, legends)).join('');

test('keys say what is printed on them', () => {
  assert.equal(printed(Q_ROW, 'qwerty'), 'QWERTYUIOP');
  assert.equal(printed(Z_ROW, 'qwertz'), 'YXCVBNM,.-');
  assert.equal(printed(A_ROW, 'azerty'), 'QSDFGHJKLMÙ');
  assert.equal(printed(A_ROW, 'dvorak'), 'AOEUIDHTNS-');
  assert.equal(printed(Q_ROW, 'colemak'), 'QWFPGJLUY;');
  assert.equal(legendOf(KEY.KEY_RO, 'jis'), '\\');
  assert.equal(legendOf(KEY.KEY_KP7, 'qwerty'), '7');
  assert.equal(legendOf(KEY.KEY_KPPLUS, 'qwerty'), '+');
  assert.equal(legendOf(KEY.KEY_F13, 'qwerty'), 'F13');
});

test('every key of a board has a legend of one character', () => {
  for (const legends of LEGENDS) {
    for (const { key } of BOARDS.flatMap(boardKeys)) {
      assert.equal([...legendOf(key, legends)].length, 1, `${legends} ${key}`);
    }
  }
});

test('a layout of the desktop is known by its country or its variant', () => {
  assert.equal(legendsFor('us'), 'qwerty');
  assert.equal(legendsFor('de-latin1-nodeadkeys'), 'qwertz');
  assert.equal(legendsFor('ch', 'de'), 'qwertz');
  assert.equal(legendsFor('fr'), 'azerty');
  assert.equal(legendsFor('us', 'dvorak'), 'dvorak');
  assert.equal(legendsFor('colemak'), 'colemak');
  assert.equal(legendsFor('de,us'), 'qwertz');
  assert.equal(legendsFor('jp106'), 'jis');
});
