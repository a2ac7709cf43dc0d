import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../config/load.ts';
import { changesBetween } from './reload.ts';

test('what the log follows at once is told apart from what waits for the next start', () => {
  const load = (env: Record<string, string>) =>
    loadConfig({ flags: {}, env, home: '/home/nobody', systemFile: '/nowhere/config.yaml' });
  const before = load({ FW16_SYNTH_LOGGING_KEEP: '5' });
  const now = load({
    FW16_SYNTH_LOGGING_KEEP: '6',
    FW16_SYNTH_LOG_LEVEL: 'DEBUG',
    FW16_SYNTH_AUDIO_BUFFER_SIZE: '512',
  });
  assert.deepEqual(changesBetween(before, now), {
    followed: ['performance.log_level', 'logging.keep'],
    atNextStart: ['audio.buffer_size'],
  });
  assert.deepEqual(changesBetween(now, now), { followed: [], atNextStart: [] });
});
