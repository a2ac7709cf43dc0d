import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listOf } from './container.ts';

test('PulseAudio’s socket is mounted, read-only', () => {
  assert.ok(listOf('volumes').includes('/run/user/1000/pulse:/run/user/1000/pulse:ro'));
});
