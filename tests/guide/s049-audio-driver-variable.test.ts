import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWith } from './machine.ts';

const LINE = 'export FW16_SYNTH_AUDIO_DRIVER="pipewire"';

test('the variable FW16_SYNTH_AUDIO_DRIVER chooses the driver', () => {
  const { config, origins } = loadWith(LINE);
  assert.equal(config.audio.driver, 'pipewire');
  assert.equal(origins.get('audio.driver')?.where, 'FW16_SYNTH_AUDIO_DRIVER');
});
