import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWith } from './machine.ts';

const LINE = 'export FW16_SYNTH_SOUND_FONT="/opt/soundfonts/FluidR3_GM.sf2"';

test('the variable FW16_SYNTH_SOUND_FONT chooses the SoundFont', () => {
  const { config, origins } = loadWith(LINE);
  assert.equal(config.audio.soundfont, '/opt/soundfonts/FluidR3_GM.sf2');
  assert.equal(origins.get('audio.soundfont')?.where, 'FW16_SYNTH_SOUND_FONT');
});
