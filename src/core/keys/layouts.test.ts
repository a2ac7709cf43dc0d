import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTION, bindings } from './bindings.ts';
import { KEY, keyCodeOf } from './key-codes.ts';
import { LAYOUTS, layoutNumber, ownLayout } from './layouts.ts';

/** The note of each named key, in order; `-` for a key that is silent. */
function notes(layout: string, keys: string): string {
  const { keys: codes, notes: all } = LAYOUTS[layoutNumber(layout)]!;
  const noteOf = (name: string) => all[codes.indexOf(keyCodeOf(name)!)] ?? '-';
  return keys.split(' ').map(noteOf).join(' ');
}

function rowsOf(layout: string, keys: string): number[] {
  const { keys: codes, rows } = LAYOUTS[layoutNumber(layout)]!;
  return keys.split(' ').map((name) => rows[codes.indexOf(keyCodeOf(name)!)]!);
}

test('tracker is two manuals with their black keys, an octave apart', () => {
  assert.equal(notes('tracker', 'z s x d c v g b h n j m'), '48 49 50 51 52 53 54 55 56 57 58 59');
  assert.equal(notes('tracker', 'comma l dot semicolon slash'), '60 61 62 63 64');
  assert.equal(notes('tracker', 'q 2 w 3 e r 5 t 6 y 7 u'), '60 61 62 63 64 65 66 67 68 69 70 71');
  assert.equal(notes('tracker', 'i 9 o 0 p'), '72 73 74 75 76');
  assert.equal(notes('tracker', 'a f k 1 4 8'), '- - - - - -');
  assert.deepEqual(rowsOf('tracker', 'z s q 2'), [0, 0, 2, 2]);
});

test('musical typing is one manual on the A row', () => {
  assert.equal(
    notes('musical-typing', 'a w s e d f t g y h u j'),
    '60 61 62 63 64 65 66 67 68 69 70 71',
  );
  assert.equal(notes('musical-typing', 'k o l p semicolon apostrophe'), '72 73 74 75 76 77');
  assert.equal(notes('musical-typing', 'q r i z 1'), '- - - - -');
});

test('guide rows are white keys on three rows, black ones over the highest', () => {
  assert.equal(notes('guide-rows', 'q w e r t y u i o p'), '60 62 64 65 67 69 71 72 74 76');
  assert.equal(notes('guide-rows', '2 3 5 6 7 9 0'), '61 63 66 68 70 73 75');
  assert.equal(notes('guide-rows', '1 4 8'), '- - -');
  assert.equal(notes('guide-rows', 'a s d f g h j k l semicolon'), '48 50 52 53 55 57 59 60 62 64');
  assert.equal(
    notes('guide-rows', 'z x c v b n m comma dot slash'),
    '36 38 40 41 43 45 47 48 50 52',
  );
  assert.deepEqual(rowsOf('guide-rows', 'z a q 2'), [0, 1, 2, 2]);
});

test('no key of a layout is placed twice, and none commands', () => {
  const actions = bindings();
  for (const { name, keys, notes: all, rows } of LAYOUTS) {
    assert.equal(new Set(keys).size, keys.length, name);
    assert.equal(all.length, keys.length, name);
    assert.equal(rows.length, keys.length, name);
    assert.deepEqual(
      keys.filter((key) => actions[key] !== ACTION.none),
      [],
      name,
    );
  }
});

test('a hand has twenty semitones, and the drums four rows for each', () => {
  assert.equal(notes('left-hand', 'z b a g q t 1 5'), '60 64 65 69 70 74 75 79');
  assert.equal(notes('right-hand', 'n slash h semicolon y p 6 0'), '60 64 65 69 70 74 75 79');
  assert.equal(notes('drum-grid', 'z v 1 4 m slash 7 0'), '36 39 48 51 52 55 64 67');
});

test('a layout of one’s own has its notes, and the rows of its keys', () => {
  const own = ownLayout(
    'mine',
    new Map([
      [KEY.KEY_Z, 60],
      [KEY.KEY_1, 62],
      [KEY.KEY_F13, 64],
    ]),
  );
  assert.deepEqual(
    [own.keys, own.notes, own.rows],
    [
      [KEY.KEY_Z, KEY.KEY_1, KEY.KEY_F13],
      [60, 62, 64],
      [0, 2, 1],
    ],
  );
});

test('a layout is found by its name', () => {
  assert.equal(layoutNumber('tracker'), 0);
  assert.equal(layoutNumber('accordion'), -1);
});
