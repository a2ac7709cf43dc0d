import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { HeadlessPipeWire, pipeWireMissing, SINK } from '../support/headless-pipewire.ts';
import { centsOffLive, noteHz, onsetFrame, peakDb, readWav } from '../support/pitch.ts';
import { Home, projectFile } from '../support/program.ts';

const skip = pipeWireMissing();
// A busy machine keeps up with this one; what 64 frames are worth is for bench/sound to tell.
const QUANTUM = 256;
const AUDIBLE = 10 ** (-60 / 20);
const PURE_SQUARE = {
  FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
  FW16_SYNTH_AUDIO_REVERB: 'false',
  FW16_SYNTH_AUDIO_CHORUS: 'false',
  FW16_SYNTH_KEYBOARD_BANK: '1',
  FW16_SYNTH_KEYBOARD_PROGRAM: '1',
};

test('recorded key presses come out of the sink at their pitch', { skip }, async () => {
  const server = await HeadlessPipeWire.start(QUANTUM);
  const home = new Home({ ...server.env, ...PURE_SQUARE });
  try {
    const wav = join(server.folder, 'heard.wav');
    const capture = await server.capture(wav);
    const scale = projectFile('assets/recordings/scale.evemu');
    const rendered = home.run('render', scale, '-o', join(server.folder, 'made.wav'), '--json');
    const { exit, err } = home.run('--input', scale);
    await capture.stop();
    assert.equal(exit, 0, err);
    assert.match(err, new RegExp(`^Audio +pipewire into ${SINK}, ${QUANTUM} frames`, 'm'));
    const { samples, rate } = readWav(wav);
    const { notes } = JSON.parse(rendered.out);
    let from = 0;
    for (const { note, on, off } of notes) {
      const began = onsetFrame(samples, AUDIBLE, from);
      assert.ok(began > 0, `note ${note} is not heard`);
      const cents = centsOffLive(samples, rate, noteHz(note), began + Math.round(rate * 0.05));
      assert.ok(Math.abs(cents) < 5, `note ${note} is ${cents} cents off`);
      from = began + Math.round((off - on + 0.12) * rate);
    }
    assert.ok(peakDb(samples, from) < -90, 'silence follows');
  } finally {
    home.remove();
    await server.stop();
  }
});

test('a driver that was asked for and cannot run is an error with a remedy', () => {
  const home = new Home(PURE_SQUARE);
  try {
    const { exit, err } = home.run('--driver', 'pipewire', '--input', 'demo');
    assert.equal(exit, 69);
    assert.match(err, /no PipeWire is running/);
    assert.match(err, /apt install pipewire/);
  } finally {
    home.remove();
  }
});
