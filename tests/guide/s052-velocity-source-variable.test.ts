import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWith } from './machine.ts';

const LINE = 'export FW16_SYNTH_VELOCITY_SOURCE="combined"';

test('the variable FW16_SYNTH_VELOCITY_SOURCE chooses where loudness comes from', () => {
  const { config, origins } = loadWith(LINE);
  assert.equal(config.velocity.source, 'combined');
  assert.equal(origins.get('velocity.source')?.where, 'FW16_SYNTH_VELOCITY_SOURCE');
});
