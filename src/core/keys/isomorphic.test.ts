import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BOARDS, boardKeys } from './boards.ts';
import { ISOMORPHISMS, isomorphicNotes } from './isomorphic.ts';
import { keyCodeOf } from './key-codes.ts';

/** The notes of named keys on a board. */
function notesOf(name: string, names: string, board: (typeof BOARDS)[number] = 'ansi'): number[] {
  const keys = boardKeys(board);
  const notes = isomorphicNotes(keys, ISOMORPHISMS.find((each) => each.name === name)!);
  return names.split(' ').map((each) => {
    const at = keys.findIndex(({ key }) => key === keyCodeOf(each));
    return notes[at]!;
  });
}

test('in Wicki-Hayden a major scale is three keys, four above them, and the octave', () => {
  assert.deepEqual(notesOf('wicki-hayden', 'd f g e r t y 4'), [60, 62, 64, 65, 67, 69, 71, 72]);
});

test('in a Jankó layout the rows are whole tones, a semitone apart', () => {
  assert.deepEqual(notesOf('janko', 'q a w s e r'), [60, 61, 62, 63, 64, 66]);
  assert.deepEqual(notesOf('janko', 'q z 2'), [60, 62, 61]);
});

test('in fourths a row is semitones, and the key above a fourth', () => {
  assert.deepEqual(notesOf('fourths', 'q w a z 1'), [60, 61, 55, 50, 65]);
});

test('in a harmonic table a chord is three keys that touch', () => {
  assert.deepEqual(notesOf('harmonic-table', 'g h y'), [60, 64, 67]);
  assert.deepEqual(notesOf('harmonic-table', 'g t y'), [60, 63, 67]);
});

test('a key more on a board goes on with its row', () => {
  assert.deepEqual(notesOf('fourths', '102nd z', 'iso'), [49, 50]);
  assert.deepEqual(notesOf('fourths', 'slash ro', 'jis'), [59, 60]);
  assert.deepEqual(notesOf('fourths', 'apostrophe backslash', 'iso'), [65, 66]);
  assert.deepEqual(notesOf('fourths', 'rightbrace backslash', 'ansi'), [71, 72]);
});

test('the same step of the hand is the same interval, wherever it begins', () => {
  for (const board of BOARDS) {
    const keys = boardKeys(board);
    const columnOf = (at: number) => Math.round(keys[at]!.x - keys[at]!.row / 2);
    for (const isomorphism of ISOMORPHISMS) {
      const notes = isomorphicNotes(keys, isomorphism);
      const intervals = new Map<string, number>();
      keys.forEach((one, from) => {
        keys.forEach((other, to) => {
          const step = `${other.row - one.row} ${columnOf(to) - columnOf(from)}`;
          const interval = notes[to]! - notes[from]!;
          assert.equal(intervals.get(step) ?? interval, interval, `${isomorphism.name} ${step}`);
          intervals.set(step, interval);
        });
      });
    }
  }
});
