import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prometheusMissing } from '../support/promtool.ts';
import { playCase } from './printed-alerts.ts';
import { OUR_METRICS } from './printed-requests.ts';

const CASE = { alert: 'HighCPULoad', metric: 'fw16_synth_cpu_percent' };

test('HighCPULoad is critical at more than 80 % for five minutes', {
  skip: prometheusMissing(),
}, () => {
  assert.ok(OUR_METRICS.has(CASE.metric));
  assert.equal(playCase({ ...CASE, value: 80, at: '12m' }), '');
  assert.equal(playCase({ ...CASE, value: 85, at: '4m45s' }), '');
  const fires = {
    severity: 'critical',
    summary: 'High CPU usage',
    description: 'CPU usage is 85%',
  };
  assert.equal(playCase({ ...CASE, value: 85, at: '5m', fires }), '');
});
