import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dockerfile } from './container.ts';

test('it does not run as root', () => {
  assert.match(dockerfile(), /useradd .*--groups audio,input synthuser/);
  assert.match(dockerfile(), /^USER synthuser$/m);
});
