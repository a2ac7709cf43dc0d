import assert from 'node:assert/strict';
import { test } from 'node:test';
import { made } from './nix-module.ts';

test('enable brings the unit, the configuration and the rules', () => {
  for (const path of [
    'etc/systemd/system/fw16-synth@.service',
    'etc/fw16-synth/config.yaml',
    'etc/udev/rules.d/70-fw16-synth.rules',
  ]) {
    assert.ok(made('guide', path).length > 0);
  }
});
