import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, test } from 'node:test';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { SEQUENCER_NODE } from '../../src/ffi/libasound.ts';
import { Home } from '../support/program.ts';

const hasSequencer = existsSync(SEQUENCER_NODE);
const home = new Home({
  FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
  FW16_SYNTH_AUDIO_DRIVER: 'file',
});
after(() => home.remove());

test('it plays with MIDI or without, and says once what would bring it', async (t) => {
  t.diagnostic(hasSequencer ? 'with the ALSA sequencer' : 'without a sequencer');
  const playing = await home.start('Ready', '--production');
  t.after(() => playing.child.kill('SIGKILL'));
  const { midi } = JSON.parse(home.run('status', '--json').out);
  assert.equal(midi.isOpen, hasSequencer);
  const said = playing.err.split('\n').filter((line) => line.includes('MIDI is not heard'));
  assert.equal(said.length, hasSequencer ? 0 : 1);
  if (!hasSequencer) assert.match(said[0] ?? '', /\/dev\/snd\/seq.*modprobe snd-seq/);
  assert.doesNotMatch(playing.err, /ALSA lib/);
  assert.match(home.run('status').out, hasSequencer ? /^MIDI / : /^MIDI .*not heard/m);
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});

test('devices tells of MIDI too, in plain words', () => {
  const { exit, err, out } = home.run('devices');
  assert.equal(exit, 0);
  assert.doesNotMatch(`${err}${out}`, /ALSA lib/);
  if (!hasSequencer) assert.match(err, /^No MIDI: this machine has no ALSA sequencer/m);
});

test('--midi and --midi-port set what they say, and a filter is looked at', () => {
  const env = home.env;
  env['FW16_SYNTH_MIDI_INPUT_ENABLED'] = 'false';
  const right = home.run('--validate-only', '--midi', '--midi-port', 'Piano|Pads');
  assert.equal(right.exit, 0, right.err);
  const wrong = home.run('--validate-only', '--midi-port', '(a+)+');
  assert.equal(wrong.exit, 78);
  assert.match(wrong.err, /--midi-port.*repeats/s);
  delete env['FW16_SYNTH_MIDI_INPUT_ENABLED'];
});
