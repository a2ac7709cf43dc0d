import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWith, writeSystemFile } from './machine.ts';
import { SAMPLE_CONFIG } from './sample-config.ts';

test('audio.driver chooses the driver', () => {
  writeSystemFile(SAMPLE_CONFIG);
  assert.equal(loadWith().config.audio.driver, 'pipewire');
});
