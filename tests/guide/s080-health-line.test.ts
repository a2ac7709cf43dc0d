import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from '../support/http.ts';
import { asPrinted, toolsMissing } from './printed-requests.ts';

const LINE = 'curl -f http://localhost:8080/health || exit 1';
const skip = toolsMissing('curl');

test('the line for a basic health check succeeds while it plays, and fails when it ends', {
  skip,
}, async () => {
  const serving = await serve();
  try {
    assert.equal(asPrinted(LINE, serving).exit, 0);
    await serving.program.end('SIGTERM');
    assert.equal(asPrinted(LINE, serving).exit, 1);
  } finally {
    await serving.stop();
  }
});

test('the line fails when a check does, and its status is 503', { skip }, async () => {
  const serving = await serve({
    FW16_SYNTH_HEALTH_LATENCY_WARN_MS: '1',
    FW16_SYNTH_HEALTH_LATENCY_FAIL_MS: '1',
  });
  try {
    assert.equal((await serving.get('/health')).status, 503);
    assert.equal(asPrinted(LINE, serving).exit, 1);
  } finally {
    await serving.stop();
  }
});
