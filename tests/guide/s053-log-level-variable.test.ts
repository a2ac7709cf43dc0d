import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWith } from './machine.ts';

const LINE = 'export FW16_SYNTH_LOG_LEVEL="INFO"';

test('the variable FW16_SYNTH_LOG_LEVEL sets what is worth a line in the log', () => {
  const { config, origins } = loadWith(LINE);
  assert.equal(config.performance.logLevel, 'INFO');
  assert.equal(origins.get('performance.log_level')?.where, 'FW16_SYNTH_LOG_LEVEL');
});
