import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prometheusMissing } from '../support/promtool.ts';
import { playCase } from './printed-alerts.ts';
import { OUR_METRICS } from './printed-requests.ts';

const CASE = { alert: 'HighAudioLatency', metric: 'fw16_synth_audio_latency_ms' };

test('HighAudioLatency warns of more than 20 ms for a minute', {
  skip: prometheusMissing(),
}, () => {
  assert.ok(OUR_METRICS.has(CASE.metric));
  assert.equal(playCase({ ...CASE, value: 20, at: '10m' }), '');
  assert.equal(playCase({ ...CASE, value: 21, at: '45s' }), '');
  const fires = {
    severity: 'warning',
    summary: 'High audio latency detected',
    description: 'Audio latency is 21ms',
  };
  assert.equal(playCase({ ...CASE, value: 21, at: '1m', fires }), '');
});
