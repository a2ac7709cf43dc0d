import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWith } from './machine.ts';

const LINE = 'export FW16_SYNTH_HEALTH_CHECK_INTERVAL="30"';

test('the variable FW16_SYNTH_HEALTH_CHECK_INTERVAL sets the seconds between checks', () => {
  const { config, origins } = loadWith(LINE);
  assert.equal(config.production.healthCheckInterval, 30);
  assert.equal(
    origins.get('production.health_check_interval')?.where,
    'FW16_SYNTH_HEALTH_CHECK_INTERVAL',
  );
});
