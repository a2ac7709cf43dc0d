import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fillNearest } from '../music/scale.ts';
import { drawn } from './pitch-magnet.ts';

const CHROMATIC = Int16Array.from({ length: 128 }, (_, note) => note);
const C_MAJOR = new Int16Array(128);
fillNearest(C_MAJOR, [0, 2, 4, 5, 7, 9, 11], 0);

test('without a magnet a pitch is what it is', () => {
  assert.equal(drawn(60.3, C_MAJOR, 60, 0), 60.3);
});

test('around a note of the scale it is in tune, and halfway it is halfway', () => {
  assert.equal(drawn(60.2, CHROMATIC, 60, 0.5), 60);
  assert.equal(drawn(60.8, CHROMATIC, 60, 0.5), 61);
  assert.equal(drawn(60.5, CHROMATIC, 60, 0.5), 60.5);
  assert.equal(drawn(60.4, C_MAJOR, 60, 0.5), 60);
  assert.equal(drawn(61, C_MAJOR, 60, 0.5), 61);
  assert.equal(drawn(61.6, C_MAJOR, 60, 0.5), 62);
});

test('a whole magnet knows only notes', () => {
  assert.equal(drawn(60.4, CHROMATIC, 60, 1), 60);
  assert.equal(drawn(60.6, CHROMATIC, 60, 1), 61);
});

test('the note that sounds is in tune, in the scale or not', () => {
  assert.equal(drawn(61.1, C_MAJOR, 61, 0.5), 61);
});

test('it rises with the finger and never strays further than the next notes', () => {
  const pitch = fc.double({ min: 0, max: 127, noNaN: true });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const home = fc.integer({ min: 0, max: 127 });
  fc.assert(
    fc.property(pitch, pitch, home, share, (one, other, note, strength) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      const [lower, higher] = [low, high].map((each) => drawn(each, C_MAJOR, note, strength));
      assert.ok(lower! <= higher! + 1e-9);
      assert.ok(Math.abs(lower! - low) <= 1);
    }),
  );
});
