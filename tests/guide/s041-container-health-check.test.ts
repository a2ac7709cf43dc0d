import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service } from './container.ts';

test('health is asked by --health-check, as often as the guide says', () => {
  assert.deepEqual(service()['healthcheck'], {
    test: ['CMD', 'fw16-synth', '--health-check'],
    interval: '30s',
    timeout: '10s',
    retries: 3,
    start_period: '60s',
  });
});
