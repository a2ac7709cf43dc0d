import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEY } from '../../core/keys/key-codes.ts';
import type { KeyboardRollover, LostChord } from '../../core/keys/rollover.ts';
import { keyLabel, pictureLines } from './keyboard-picture.ts';
import { rolloverFigures, rolloverLines } from './rollover-lines.ts';

const LOST: LostChord = {
  how: 'late',
  chord: [KEY.KEY_A, KEY.KEY_S, KEY.KEY_D],
  key: KEY.KEY_D,
  times: 2,
};
const KEYBOARD: KeyboardRollover = {
  name: 'Some Keyboard',
  rollover: { most: 6, chords: 14, lost: [LOST] },
};

test('a picture marks held and lost keys in their places, and lists those beyond it', () => {
  const lines = pictureLines(
    new Map([
      [KEY.KEY_A, 'held'],
      [KEY.KEY_D, 'lost'],
      [KEY.KEY_KP7, 'held'],
    ]),
    false,
  );
  assert.equal(lines[2], " Caps [A] S (D) F  G  H  J  K  L  ;  '  Enter ");
  assert.equal(lines.at(-1), '[KP7]');
  assert.equal(pictureLines(new Map(), false).length, 5);
});

test('every key has a label, and one without a name its number', () => {
  assert.equal(keyLabel(KEY.KEY_SEMICOLON), ';');
  assert.equal(keyLabel(KEY.KEY_SPACE), 'Space');
  assert.equal(keyLabel(KEY.KEY_KPPLUS), 'KPPLUS');
  assert.equal(keyLabel(700), 'key 700');
});

test('figures name no key', () => {
  assert.equal(
    rolloverFigures(KEYBOARD),
    'Some Keyboard: 6 keys at once at most, 14 chords, 1 incomplete',
  );
});

test('a lost chord is told in words, on a picture, and with the layout that avoids it', () => {
  const lines = rolloverLines(KEYBOARD, 'musical-typing', false);
  assert.ok(lines.includes('A S D: D came only when another was let go (2 times)'));
  assert.ok(lines.some((line) => line.includes('[A][S](D)')));
  assert.match(lines.at(-1) ?? '', /musical-typing all keys of 1 .* in tracker of 0/);
  assert.match(rolloverLines(KEYBOARD, 'tracker', false).at(-1) ?? '', /tracker has use for none/);
});

test('a keyboard that loses nothing has one line', () => {
  const whole = { ...KEYBOARD, rollover: { ...KEYBOARD.rollover, lost: [] } };
  assert.equal(rolloverLines(whole, 'tracker', true).length, 1);
});
