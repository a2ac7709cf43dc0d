import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from '../support/http.ts';
import { served } from './printed-requests.ts';

test('fw16_synth_audio_latency_ms is the latency in milliseconds', async () => {
  const serving = await serve({ FW16_SYNTH_AUDIO_BUFFER_SIZE: '480' });
  try {
    const ms = await served(serving, 'fw16_synth_audio_latency_ms');
    const stages = (await serving.get('/metrics')).body.matchAll(
      /^fw16_synth_audio_latency_seconds\{.*\} (\S+)$/gm,
    );
    const sum = [...stages].reduce((total, [, seconds]) => total + Number(seconds), 0);
    assert.ok(Math.abs(ms - 1000 * sum) < 1e-6, `${ms} ms and ${sum} s`);
    // One period of 480 frames is all that a file waits for.
    assert.ok(Math.abs(ms - 10) < 1e-6, `${ms} ms`);
  } finally {
    await serving.stop();
  }
});
