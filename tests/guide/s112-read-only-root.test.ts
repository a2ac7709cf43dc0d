import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service } from './container.ts';

test('its root is read-only, but for /tmp', () => {
  assert.equal(service()['read_only'], true);
  assert.deepEqual(service()['tmpfs'], ['/tmp']);
});
