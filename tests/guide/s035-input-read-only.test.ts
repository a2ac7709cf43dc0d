import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listOf } from './container.ts';

test('input devices are mounted read-only, which lets them be read', () => {
  assert.ok(listOf('volumes').includes('/dev/input:/dev/input:ro'));
});
