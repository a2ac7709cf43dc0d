import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWith, writeSystemFile } from './machine.ts';
import { SAMPLE_CONFIG } from './sample-config.ts';

test('audio.sample_rate sets the sample rate', () => {
  writeSystemFile(SAMPLE_CONFIG);
  assert.equal(loadWith().config.audio.sampleRate, 48_000);
});
