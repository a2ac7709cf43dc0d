import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWith, writeSystemFile } from './machine.ts';
import { SAMPLE_CONFIG } from './sample-config.ts';

test('audio.soundfont chooses the SoundFont', () => {
  writeSystemFile(SAMPLE_CONFIG);
  assert.equal(loadWith().config.audio.soundfont, '/opt/soundfonts/FluidR3_GM.sf2');
});
