import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service } from './container.ts';

test('it is started again unless somebody stopped it', () => {
  assert.equal(service()['restart'], 'unless-stopped');
});
