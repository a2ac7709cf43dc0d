import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service } from './container.ts';

test('the compose file builds the image from here', () => {
  assert.equal(service()['build'], '.');
});
