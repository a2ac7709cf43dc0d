import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createScaleLock, fillScaleLock, NO_SCALE, SCALE_MODES, scaleName } from './scale.ts';
import { SCALES, scaleNumber } from './scales.ts';

const SCALE = fc.integer({ min: 0, max: SCALES.length - 1 });
const ROOT = fc.integer({ min: 0, max: 11 });
const NOTES = Array.from({ length: 128 }, (_, note) => note);

function locked(name: string, root: number, mode: (typeof SCALE_MODES)[number], degrees = 0) {
  const lock = createScaleLock({
    ...NO_SCALE,
    on: true,
    scale: scaleNumber(SCALES, name),
    root,
    mode,
  });
  fillScaleLock(lock, degrees);
  return lock;
}

test('unlocked, every note is itself', () => {
  const { notes, nearest } = createScaleLock(NO_SCALE);
  assert.deepEqual([...notes], NOTES);
  assert.deepEqual([...nearest], NOTES);
});

test('snap takes the nearest note, the lower of two', () => {
  const { notes } = locked('minor pentatonic', 9, 'snap');
  assert.deepEqual(
    [...notes.subarray(57, 70)],
    [57, 57, 60, 60, 60, 62, 62, 64, 64, 67, 67, 67, 69],
  );
});

test('filter silences what is outside, and leaves the nearest to be asked for', () => {
  const { notes, nearest } = locked('major', 0, 'filter');
  assert.deepEqual([...notes.subarray(60, 66)], [60, -1, 62, -1, 64, 65]);
  assert.deepEqual([...nearest.subarray(60, 66)], [60, 60, 62, 62, 64, 65]);
});

test('remap gives the scale to the white keys, from the root nearest to middle C', () => {
  const { notes } = locked('minor pentatonic', 9, 'remap');
  const whites = [60, 62, 64, 65, 67, 69, 71, 72];
  assert.deepEqual(
    whites.map((key) => notes[key]),
    [57, 60, 62, 64, 67, 69, 72, 74],
  );
  assert.equal(notes[59], 55);
  assert.equal(notes[61], -1);
  assert.equal(locked('bebop major', 2, 'remap').notes[72], 62 + 11);
  assert.equal(locked('major', 2, 'remap', 1).notes[60], 64);
});

test('C major on the white keys changes none of them', () => {
  const { notes } = locked('major', 0, 'remap');
  for (const note of NOTES) {
    const isWhite = [0, 2, 4, 5, 7, 9, 11].includes(note % 12);
    assert.equal(notes[note], isWhite ? note : -1);
  }
});

test('whatever the scale, its root and the mode, what sounds is in it, and in order', () => {
  fc.assert(
    fc.property(SCALE, ROOT, fc.constantFrom(...SCALE_MODES), (scale, root, mode) => {
      const { notes, nearest } = createScaleLock({ ...NO_SCALE, on: true, scale, root, mode });
      const steps = SCALES[scale]!.steps;
      const isIn = (note: number) => steps.includes((note - root + 12) % 12);
      const heard = [...notes].filter((note) => note >= 0);
      assert.ok(heard.every((note) => note <= 127 && isIn(note)));
      assert.ok(heard.every((note, index) => index === 0 || note >= heard[index - 1]!));
      for (const note of NOTES) {
        const away = Math.abs(nearest[note]! - note);
        assert.ok(isIn(nearest[note]!));
        for (let by = 0; by < away; by++) {
          assert.ok(note + by > 127 || !isIn(note + by));
          assert.ok(note - by < 0 || !isIn(note - by));
        }
      }
    }),
  );
});

test('a lock has the name of its scale, and none while it is off', () => {
  assert.equal(scaleName(locked('dorian', 10, 'snap')), 'Bb dorian');
  assert.equal(scaleName(NO_SCALE), '');
});
