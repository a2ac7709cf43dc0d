import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWith } from './machine.ts';

const LINE = 'export DEFAULT_SOUNDFONT="/opt/soundfonts/FluidR3_GM.sf2"';

test('the variable DEFAULT_SOUNDFONT names the SoundFont to use when nothing else does', () => {
  const { config, origins } = loadWith(LINE);
  assert.equal(config.audio.soundfont, '/opt/soundfonts/FluidR3_GM.sf2');
  assert.equal(origins.get('audio.soundfont')?.where, 'DEFAULT_SOUNDFONT');
  const chosen = loadWith(`${LINE}\nexport FW16_SYNTH_SOUND_FONT="/srv/piano.sf2"`);
  assert.equal(chosen.config.audio.soundfont, '/srv/piano.sf2');
});
