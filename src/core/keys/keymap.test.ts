import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createScaleLock, NO_SCALE, SCALE_MODES } from '../music/scale.ts';
import { SCALES } from '../music/scales.ts';
import { KEY, KEY_COUNT } from './key-codes.ts';
import { createKeymap, fillKeymap, OCTAVE_MAX, OCTAVE_MIN, TRANSPOSE_MAX } from './keymap.ts';
import { LAYOUTS } from './layouts.ts';

const LAYOUT = fc.constantFrom(...LAYOUTS.filter(({ isDrums }) => !isDrums));
const OCTAVE = fc.integer({ min: OCTAVE_MIN, max: OCTAVE_MAX });
const TRANSPOSE = fc.integer({ min: -TRANSPOSE_MAX, max: TRANSPOSE_MAX });

test('a fresh keymap is silent', () => {
  assert.ok(createKeymap().notes.every((note) => note === -1));
});

test('an octave is twelve notes and a transpose is its semitones', () => {
  const keymap = createKeymap();
  fillKeymap(keymap, LAYOUTS[0]!, 4, 0);
  assert.equal(keymap.notes[KEY.KEY_Q], 60);
  assert.equal(keymap.rows[KEY.KEY_Q], 2);
  fillKeymap(keymap, LAYOUTS[0]!, 5, -1);
  assert.equal(keymap.notes[KEY.KEY_Q], 71);
});

test('every key of a layout sounds its note moved, or is silent outside MIDI; no other key sounds', () => {
  const keymap = createKeymap();
  fc.assert(
    fc.property(LAYOUT, OCTAVE, TRANSPOSE, (layout, octave, transpose) => {
      fillKeymap(keymap, layout, octave, transpose);
      for (let code = 0; code < KEY_COUNT; code++) {
        const index = layout.keys.indexOf(code);
        const moved = index < 0 ? -1 : layout.notes[index]! + 12 * (octave - 4) + transpose;
        assert.equal(keymap.notes[code], moved >= 0 && moved <= 127 ? moved : -1);
      }
    }),
  );
});

test('what a keymap was before leaves nothing behind', () => {
  const keymap = createKeymap();
  fillKeymap(keymap, LAYOUTS[1]!, 4, 0);
  fillKeymap(keymap, LAYOUTS[0]!, 4, 0);
  assert.equal(keymap.notes[KEY.KEY_A], -1);
});

test('with a scale every key that sounds is in it, in any octave and transposition', () => {
  const keymap = createKeymap();
  const scales = fc.record({
    scale: fc.integer({ min: 0, max: SCALES.length - 1 }),
    root: fc.integer({ min: 0, max: 11 }),
    mode: fc.constantFrom(...SCALE_MODES),
  });
  fc.assert(
    fc.property(LAYOUT, OCTAVE, TRANSPOSE, scales, (layout, octave, transpose, locked) => {
      const lock = createScaleLock({ ...NO_SCALE, ...locked, on: true });
      fillKeymap(keymap, layout, octave, transpose, lock);
      const { steps } = SCALES[locked.scale]!;
      const heard = keymap.notes.filter((note) => note >= 0);
      assert.ok(heard.every((note) => steps.includes((note - locked.root + 12) % 12)));
    }),
  );
});
