/** The configuration changes while somebody plays. */
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { KEY } from '../../src/core/keys/key-codes.ts';
import type { Status } from '../../src/core/status.ts';
import { TONE_HZ, toneFont } from '../support/fonts.ts';
import { centsOff, onsetFrame, peakDb, readWav } from '../support/pitch.ts';
import { Home, type Started } from '../support/program.ts';
import { recordingOf } from '../support/strokes.ts';
import { until } from '../support/until.ts';

const RATE = 48_000;
const PRESETS = [
  { bank: 0, program: 0 },
  { bank: 0, program: 40 },
];
const SILENT_ROOM = 'audio: { reverb: false, chorus: false, soundfont: SOUNDFONT }';

/** A program that plays by a file, and hands to change the file. */
class Scene {
  readonly home = new Home();
  readonly font = this.file('font.sf2', toneFont('Font', PRESETS, 60));

  file(name: string, bytes: Uint8Array): string {
    writeFileSync(this.home.path(name), bytes);
    return this.home.path(name);
  }

  /** Writes it as editors do: beside it, then in its place. */
  configure(...lines: readonly string[]): void {
    const folder = this.home.path('.config/fw16-synth');
    mkdirSync(folder, { recursive: true });
    const text = lines.join('\n').replaceAll('SOUNDFONT', JSON.stringify(this.font));
    writeFileSync(`${folder}/config.yaml~`, `${text}\n`);
    renameSync(`${folder}/config.yaml~`, `${folder}/config.yaml`);
  }

  play(...args: readonly string[]): Promise<Started> {
    return this.home.start('Ready', '--production', '--driver', 'file', ...args);
  }

  status(): Status {
    return JSON.parse(this.home.run('status', '--json').out);
  }
}

const scene = new Scene();
after(() => scene.home.remove());

test('a file that is saved is played by at once, and what is held sounds on', async () => {
  scene.configure(SILENT_ROOM);
  const strokes = recordingOf([[KEY.KEY_Q, 0.2, 60]]);
  const recording = scene.file('held.evemu', Buffer.from(strokes));
  scene.home.env['FW16_SYNTH_KEYBOARD_START_ARMED'] = 'true';
  const playing = await scene.play('--input', recording);
  while (scene.status().playing.sounding === 0);
  scene.configure(
    SILENT_ROOM.replace('audio: {', 'audio: { buffer_size: 256, polyphony: 32,'),
    'keyboard: { octave: 2, transpose: -3, layout: guide-rows, program: 40, grab: false }',
    'velocity: { source: position, rows: [1, 2, 3], fixed: 70 }',
    'presets: [{ name: One, program: 40 }]',
  );
  await playing.says('Changed: ');
  for (const key of ['audio.buffer_size', 'keyboard.octave', 'velocity.rows', 'presets']) {
    assert.ok(playing.err.includes(key), key);
  }
  const { playing: state, audio } = scene.status();
  const { octave, transpose, layout, program, sounding, notesEnded } = state;
  assert.deepEqual(
    { octave, transpose, layout, program, sounding, notesEnded },
    ...[
      { octave: 2, transpose: -3, layout: 'guide-rows', program: 40, sounding: 1, notesEnded: 0 },
    ],
  );
  assert.equal(audio.periodFrames, 256);
  assert.equal((await playing.end('SIGTERM')).exit, 0);
  const { samples } = readWav(scene.home.path('fw16-synth.wav'));
  const from = onsetFrame(samples, 0.001) + 0.05 * RATE;
  const level = peakDb(samples, from, from + 4800);
  for (let at = from; at < samples.length - 0.1 * RATE; at += 480) {
    assert.ok(Math.abs(peakDb(samples, at, at + 480) - level) < 1, `at ${at / RATE} s`);
  }
});

test('loudness, tuning and font change under the hands', async () => {
  const other = scene.file('other.sf2', toneFont('Other', PRESETS, 55));
  scene.configure(SILENT_ROOM);
  const strokes = [0, 1, 2].map((n) => [KEY.KEY_Q, 0.2 + n * 4, 3.2 + n * 4] as const);
  const recording = scene.file('three.evemu', Buffer.from(recordingOf(strokes)));
  const playing = await scene.play('--input', recording);
  while (scene.status().playing.notesBegun < 1);
  await new Promise((resolve) => setTimeout(resolve, 500));
  scene.configure(SILENT_ROOM.replace('audio: {', 'audio: { gain_db: -20, tuning_hz: 430,'));
  await playing.says('audio.gain_db');
  await new Promise((resolve) => setTimeout(resolve, 500));
  scene.configure(`audio: { reverb: false, chorus: false, soundfont: ${JSON.stringify(other)} }`);
  await playing.says(`${other} plays`);
  assert.equal(scene.status().font.path, other);
  assert.equal(scene.status().font.why, 'configured');
  while (scene.status().playing.notesBegun < 2);
  await new Promise((resolve) => setTimeout(resolve, 700));
  assert.equal((await playing.end('SIGTERM')).exit, 0);
  const { samples } = readWav(scene.home.path('fw16-synth.wav'));
  const began = onsetFrame(samples, 0.001);
  const loud = peakDb(samples, began + 2400, began + 9600);
  const quiet = lowestDb(samples, began, began + 3 * RATE);
  assert.ok(Math.abs(loud - quiet - 12) < 1, `${loud} dB became ${quiet} dB`);
  const end = samples.length - 0.6 * RATE;
  const cents = centsOff(samples, RATE, TONE_HZ * 2 ** (5 / 12), end);
  assert.ok(Math.abs(cents) < 5, `${cents} cents off the other font`);
});

test('what is wrong changes nothing, is told with its place, and is mended by saving again', async () => {
  scene.configure(SILENT_ROOM, 'keyboard: { octave: 3 }');
  const playing = await scene.play();
  scene.configure(SILENT_ROOM, 'keyboard: { octave: 33 }');
  await playing.says('The configuration stays as it was');
  assert.match(playing.err, /config\.yaml:2:\d+ \(keyboard\.octave\)/);
  assert.equal(scene.status().playing.octave, 3);
  scene.configure(SILENT_ROOM, 'keyboard: { octave: 5 }');
  await playing.says('Changed: keyboard.octave');
  assert.equal(scene.status().playing.octave, 5);
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});

test('what hands have set stays, until its own setting is another', async () => {
  scene.configure(SILENT_ROOM, 'keyboard: { octave: 3 }');
  const playing = await scene.play();
  assert.equal(scene.home.run('send', 'octave', '6').exit, 0);
  scene.configure(SILENT_ROOM, 'keyboard: { octave: 3, transpose: 2 }');
  await playing.says('Changed: keyboard.transpose');
  const { octave, transpose } = scene.status().playing;
  assert.deepEqual([octave, transpose], [6, 2]);
  scene.configure(SILENT_ROOM, 'keyboard: { octave: 4, transpose: 2 }');
  await playing.says('Changed: keyboard.octave');
  assert.equal(scene.status().playing.octave, 4);
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});

test('SIGHUP reads it again, and says what waits for the next start', async () => {
  scene.configure(SILENT_ROOM);
  const playing = await scene.play();
  playing.child.kill('SIGHUP');
  await playing.says('nothing that plays has changed');
  scene.configure(SILENT_ROOM.replace('audio: {', 'audio: { sample_rate: 44100,'));
  await playing.says('At the next start: audio.sample_rate');
  assert.equal(scene.status().audio.sampleRate, RATE);
  scene.configure(SILENT_ROOM.replace('audio: {', 'audio: { sample_rate: 44100, gain_db: -9,'));
  await playing.says('Changed: audio.gain_db');
  assert.equal(playing.err.split('At the next start').length, 2, 'it is said once');
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});

test('the folder of the file may go and come', async () => {
  scene.configure(SILENT_ROOM, 'keyboard: { octave: 3 }');
  scene.home.env['FW16_SYNTH_AUDIO_SOUNDFONT'] = scene.font;
  const playing = await scene.play();
  rmSync(scene.home.path('.config'), { recursive: true });
  await playing.says('Changed: ');
  assert.equal(scene.status().playing.octave, 4);
  scene.configure('keyboard: { octave: 7 }');
  await until('the folder that came is read', () => scene.status().playing.octave === 7);
  assert.equal((await playing.end('SIGTERM')).exit, 0);
  delete scene.home.env['FW16_SYNTH_AUDIO_SOUNDFONT'];
});

test('another arming chord arms, and the one before does not', async () => {
  delete scene.home.env['FW16_SYNTH_KEYBOARD_START_ARMED'];
  scene.configure(SILENT_ROOM);
  const chord = (second: number) =>
    [KEY.KEY_F11, KEY.KEY_F12].map((code) => [code, second, second + 0.1] as const);
  // The default one while the other is set, then the other.
  const defaults = [KEY.KEY_LEFTCTRL, KEY.KEY_LEFTALT, KEY.KEY_SPACE];
  const before = defaults.map((code) => [code, 5, 5.1] as const);
  const text = recordingOf([...before, ...chord(6)]);
  const playing = await scene.play('--input', scene.file('chords.evemu', Buffer.from(text)));
  scene.configure(SILENT_ROOM, 'keyboard: { arming_chord: [F11, F12] }');
  await playing.says('Changed: keyboard.arming_chord');
  assert.equal(scene.status().playing.armed, false);
  await until('it is over', () => scene.status().input.detail.includes('at its end'));
  assert.equal(scene.status().playing.armed, true);
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});

/** The quietest tenth of a second from `from` to `to`. */
function lowestDb(samples: Float32Array, from: number, to: number): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (let at = from + 2400; at + 4800 < to; at += 480) {
    lowest = Math.min(lowest, peakDb(samples, at, at + 4800));
  }
  return lowest;
}
