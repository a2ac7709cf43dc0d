import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configuration } from './nix-module.ts';

test('audioDriver is in the configuration', () => {
  assert.equal(configuration('guide').audio.driver, 'pipewire');
});
