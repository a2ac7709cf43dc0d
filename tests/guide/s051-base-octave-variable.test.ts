import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWith } from './machine.ts';

const LINE = 'export FW16_SYNTH_BASE_OCTAVE="4"';

test('the variable FW16_SYNTH_BASE_OCTAVE sets the octave to begin in', () => {
  const { config, origins } = loadWith(LINE);
  assert.equal(config.keyboard.octave, 4);
  assert.equal(origins.get('keyboard.octave')?.where, 'FW16_SYNTH_BASE_OCTAVE');
});
