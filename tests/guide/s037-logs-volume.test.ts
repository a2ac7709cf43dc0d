import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listOf } from './container.ts';

test('the log outlives the container', () => {
  assert.ok(listOf('volumes').includes('logs:/opt/fw16-synth/logs'));
});
