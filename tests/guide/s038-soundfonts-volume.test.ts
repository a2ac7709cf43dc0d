import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listOf } from './container.ts';

test('the folder soundfonts is one that the program looks into', () => {
  assert.ok(listOf('volumes').includes('./soundfonts:/opt/soundfonts:ro'));
});
