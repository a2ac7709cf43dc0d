import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Arpeggio, Pattern } from './arpeggio.ts';
import { choose, createArpeggio, holdUnder, letGoUnder, PATTERNS, unlatch } from './arpeggio.ts';
import { NO_BEATS } from './beats.ts';

function arpeggio(pattern: Pattern, octaves = 1, steps: readonly number[] = []): Arpeggio {
  const settings = { ...NO_BEATS.arpeggio, pattern: PATTERNS.indexOf(pattern), octaves, steps };
  return createArpeggio(settings);
}

function press(arpeggio: Arpeggio, ...notes: readonly number[]): void {
  for (const note of notes) holdUnder(arpeggio, note, note, 100, 1);
}

/** The notes of so many steps; a chord's are together, a rest is empty. */
function steps(arpeggio: Arpeggio, count: number): number[][] {
  return Array.from({ length: count }, () =>
    Array.from(
      { length: choose(arpeggio) },
      (_, each) => arpeggio.held.notes[arpeggio.chosen[each]!]! + arpeggio.lifts[each]!,
    ),
  );
}

function played(pattern: Pattern, octaves: number, count: number, ...own: number[]): number[] {
  const each = arpeggio(pattern, octaves, own);
  press(each, 64, 60, 67);
  return steps(each, count).map(([note]) => note ?? 0);
}

test('up and down go through the notes, and through octaves', () => {
  assert.deepEqual(played('up', 1, 4), [60, 64, 67, 60]);
  assert.deepEqual(played('up', 2, 7), [60, 64, 67, 72, 76, 79, 60]);
  assert.deepEqual(played('down', 2, 7), [79, 76, 72, 67, 64, 60, 79]);
});

test('up-down turns at its ends, up-and-down sounds them twice', () => {
  assert.deepEqual(played('up-down', 1, 6), [60, 64, 67, 64, 60, 64]);
  assert.deepEqual(played('up-and-down', 1, 8), [60, 64, 67, 67, 64, 60, 60, 64]);
  const alone = arpeggio('up-down');
  press(alone, 60);
  assert.deepEqual(steps(alone, 3), [[60], [60], [60]]);
});

test('played keeps the order of the fingers, chord sounds them together', () => {
  assert.deepEqual(played('played', 2, 4), [64, 60, 67, 76]);
  const chord = arpeggio('chord', 2);
  press(chord, 64, 60, 67);
  assert.deepEqual(steps(chord, 3), [
    [60, 64, 67],
    [72, 76, 79],
    [60, 64, 67],
  ]);
});

test('steps of your own: by number from the lowest, on above the highest, 0 a rest', () => {
  assert.deepEqual(played('steps', 1, 6, 1, 3, 0, 2, 4), [60, 67, 0, 64, 72, 60]);
});

test('random goes the same way for the same seed, and everywhere in time', () => {
  const one = played('random', 2, 200);
  assert.deepEqual(played('random', 2, 200), one);
  assert.deepEqual([...new Set(one)].sort(), [60, 64, 67, 72, 76, 79]);
});

test('a pitch that two keys hold is one step, until both are up', () => {
  const each = arpeggio('up');
  holdUnder(each, 1, 60, 100, 1);
  holdUnder(each, 2, 60, 80, 1);
  holdUnder(each, 3, 64, 80, 1);
  assert.deepEqual(steps(each, 3), [[60], [64], [60]]);
  letGoUnder(each, 1);
  assert.equal(each.pitches, 2);
  letGoUnder(each, 2);
  assert.equal(each.pitches, 1);
});

test('latched notes stay until others are pressed with all keys up', () => {
  const each = arpeggio('up');
  each.latch = true;
  press(each, 60, 64);
  letGoUnder(each, 60);
  press(each, 67);
  letGoUnder(each, 64);
  letGoUnder(each, 67);
  assert.deepEqual(steps(each, 3).flat(), [60, 64, 67]);
  press(each, 72);
  assert.deepEqual(steps(each, 2).flat(), [72, 72]);
  letGoUnder(each, 72);
  unlatch(each);
  assert.equal(each.held.count, 0);
});

test('whatever is held, each step is of the held notes, and one that leaves is heard no more', () => {
  const action = fc.tuple(fc.boolean(), fc.integer({ min: 40, max: 80 }));
  fc.assert(
    fc.property(
      fc.array(action, { maxLength: 300 }),
      fc.constantFrom(...PATTERNS),
      fc.integer({ min: 1, max: 4 }),
      (actions, pattern, octaves) => {
        const each = arpeggio(pattern, octaves, [1, 0, 5, 16]);
        const held = new Set<number>();
        for (const [down, note] of actions) {
          if (held.has(note)) letGoUnder(each, note);
          held.delete(note);
          if (down && holdUnder(each, note, note, 100, 1)) held.add(note);
          for (const sounded of steps(each, 3).flat()) {
            const isHeld = [...held].some((base) => sounded >= base && (sounded - base) % 12 === 0);
            assert.ok(isHeld, `${sounded} of ${[...held]}`);
          }
        }
        assert.equal(each.pitches, held.size);
      },
    ),
  );
});
