import assert from 'node:assert/strict';
import { test } from 'node:test';
import { made } from './nix-module.ts';

test('enable brings the configuration into the home', () => {
  assert.ok(made('home', '.config/fw16-synth/config.yaml').startsWith('{'));
});
