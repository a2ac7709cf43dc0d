import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configuration } from './nix-module.ts';

test('defaultProgram is in the configuration', () => {
  assert.equal(configuration('home').keyboard.program, 0);
});
