import assert from 'node:assert/strict';
import { test } from 'node:test';
import { made } from './nix-module.ts';

test('users are those whose session starts it', () => {
  assert.match(made('guide', 'etc/systemd/user/fw16-synth.service'), /^ConditionUser=\|musician$/m);
});
