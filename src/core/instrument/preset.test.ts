import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPresets, presetOf, TWELVE_PRESETS } from './preset.ts';

test('the twelve are General MIDI programs of the first bank', () => {
  const programs = TWELVE_PRESETS.map(({ program }) => program);
  assert.deepEqual(programs, [0, 4, 16, 24, 50, 52, 61, 66, 73, 81, 89, 99]);
  assert.ok(TWELVE_PRESETS.every(({ bank, name }) => bank === 0 && name !== ''));
});

test('a preset is found by its sound, the first of two, and none that there is not', () => {
  const table = createPresets([
    { name: 'Bass', program: 32, bank: 8 },
    { name: 'Bass again', program: 32, bank: 8, octave: 2 },
  ]);
  assert.equal(presetOf(table, 8, 32), 0);
  assert.equal(presetOf(table, 0, 32), -1);
});
