import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service } from './container.ts';

test('it has no capability but the one for priorities', () => {
  assert.deepEqual(service()['cap_drop'], ['ALL']);
  assert.deepEqual(service()['cap_add'], ['SYS_NICE']);
});
