import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configuration } from './nix-module.ts';

test('soundfont is in the configuration, whether or not it is there yet', () => {
  assert.equal(configuration('guide').audio.soundfont, '/var/lib/soundfonts/FluidR3_GM.sf2');
});
