import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TWELVE_PRESETS } from './preset.ts';

test('the twelve are General MIDI programs of the first bank', () => {
  const programs = TWELVE_PRESETS.map(({ program }) => program);
  assert.deepEqual(programs, [0, 4, 16, 24, 50, 52, 61, 66, 73, 81, 89, 99]);
  assert.ok(TWELVE_PRESETS.every(({ bank, name }) => bank === 0 && name !== ''));
});
