import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listOf } from './container.ts';

test('it speaks to the user’s PulseAudio, which needs no cookie from its own user', () => {
  assert.ok(listOf('environment').includes('PULSE_SERVER=unix:/run/user/1000/pulse/native'));
});
