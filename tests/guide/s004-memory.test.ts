import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { serve } from '../support/http.ts';
import { served } from './printed-requests.ts';

const GB = 1e9;
const FONT = '/usr/share/sounds/sf2/TimGM6mb.sf2';

test('with a SoundFont of 6 MB it takes a small part of the 4 GB that the guide asks for', {
  skip: existsSync(FONT) ? false : 'needs a SoundFont: apt install timgm6mb-soundfont',
}, async () => {
  const serving = await serve({ FW16_SYNTH_AUDIO_SOUNDFONT: FONT });
  try {
    const bytes = await served(serving, 'process_resident_memory_bytes');
    assert.ok(bytes < 0.2 * GB, `${bytes / 1e6} MB`);
  } finally {
    await serving.stop();
  }
});
