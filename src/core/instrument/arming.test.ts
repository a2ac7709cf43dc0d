import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { moment } from '../event.ts';
import { KEY } from '../keys/key-codes.ts';
import {
  chordPressed,
  chordReleased,
  createArming,
  ESCAPE_US,
  forgetChord,
  NO_KEY,
  setChordKey,
} from './arming.ts';

const CHORD = [KEY.KEY_LEFTCTRL, KEY.KEY_LEFTALT, KEY.KEY_A];

test('the chord is complete in whichever order it is pressed', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(CHORD, { minLength: 3 }), (order) => {
      const arming = createArming(false, CHORD);
      assert.deepEqual(
        order.map((key) => chordPressed(arming, key, moment(0))),
        [false, false, true],
      );
    }),
  );
});

test('a key of the chord that came up again is missing', () => {
  const arming = createArming(false, CHORD);
  chordPressed(arming, CHORD[0]!, moment(0));
  chordPressed(arming, CHORD[1]!, moment(0));
  chordReleased(arming, CHORD[0]!);
  assert.equal(chordPressed(arming, CHORD[2]!, moment(0)), false);
  assert.equal(chordPressed(arming, CHORD[0]!, moment(0)), true);
});

test('without a chord no key arms', () => {
  const arming = createArming(false, []);
  for (const key of CHORD) assert.equal(chordPressed(arming, key, moment(0)), false);
});

test('the keys of the chord may change, and their number', () => {
  const arming = createArming(false, CHORD);
  setChordKey(arming, 1, NO_KEY);
  setChordKey(arming, 2, NO_KEY);
  setChordKey(arming, 0, KEY.KEY_F12);
  setChordKey(arming, 1, KEY.KEY_F11);
  assert.equal(chordPressed(arming, KEY.KEY_F11, moment(0)), false);
  assert.equal(chordPressed(arming, KEY.KEY_LEFTALT, moment(0)), false);
  assert.equal(chordPressed(arming, KEY.KEY_F12, moment(0)), true);
});

test('Esc going down sets the time of the escape, coming up takes it away', () => {
  const arming = createArming(true, CHORD);
  chordPressed(arming, KEY.KEY_ESC, moment(5));
  assert.equal(arming.escapeUs[0], 5 + ESCAPE_US);
  chordReleased(arming, KEY.KEY_ESC);
  assert.equal(arming.escapeUs[0], Number.POSITIVE_INFINITY);
});

test('disarmed there is nothing to escape from', () => {
  const arming = createArming(false, CHORD);
  chordPressed(arming, KEY.KEY_ESC, moment(5));
  assert.equal(arming.escapeUs[0], Number.POSITIVE_INFINITY);
});

test('forgotten keys have to be pressed again', () => {
  const arming = createArming(false, CHORD);
  chordPressed(arming, CHORD[0]!, moment(0));
  forgetChord(arming);
  assert.equal(chordPressed(arming, CHORD[1]!, moment(0)), false);
  assert.equal(chordPressed(arming, CHORD[2]!, moment(0)), false);
});
