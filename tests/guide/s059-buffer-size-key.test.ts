import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWith, writeSystemFile } from './machine.ts';
import { SAMPLE_CONFIG } from './sample-config.ts';

test('audio.buffer_size sets the period', () => {
  writeSystemFile(SAMPLE_CONFIG);
  assert.equal(loadWith().config.audio.bufferSize, 256);
});
