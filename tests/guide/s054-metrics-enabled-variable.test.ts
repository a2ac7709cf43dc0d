import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWith } from './machine.ts';

const LINE = 'export FW16_SYNTH_METRICS_ENABLED="true"';

test('the variable FW16_SYNTH_METRICS_ENABLED switches the metrics', () => {
  const { config, origins } = loadWith(LINE);
  assert.equal(config.metrics.enabled, true);
  assert.equal(origins.get('metrics.enabled')?.where, 'FW16_SYNTH_METRICS_ENABLED');
});
