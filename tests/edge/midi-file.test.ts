import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import type { PlayedNote } from '../../src/app/note-log.ts';
import { CONTROL, message, NOTE_OFF, NOTE_ON, PROGRAM } from '../../src/core/midi/message.ts';
import { writeMidiFile } from '../../src/core/midi/midi-file-writer.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { centsOff, noteHz, onsetFrame, peakDb, readWav } from '../support/pitch.ts';
import { Home } from '../support/program.ts';

// The pure square sounds from its first sample and is silent 100 ms after its release.
const [SQUARE_BANK, SQUARE] = [1, 1];
const RELEASE_SECONDS = 0.1;
const AUDIBLE = 10 ** (-60 / 20);
const NOTES = [60, 64, 67, 72, 45, 81];
const EVERY_US = 700_000;
const LONG_US = 500_000;

const home = new Home({
  FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
  FW16_SYNTH_AUDIO_REVERB: 'false',
  FW16_SYNTH_AUDIO_CHORUS: 'false',
});
after(() => home.remove());

/** Writes a file of messages and when they are due, in microseconds. */
function midi(name: string, ...events: readonly (readonly [number, number])[]): string {
  const inOrder = [...events].sort(([a], [b]) => a - b);
  const timesUs = Float64Array.from(inOrder, ([timeUs]) => timeUs);
  const messages = Int32Array.from(inOrder, ([, each]) => each);
  writeFileSync(home.path(name), writeMidiFile({ timesUs, messages }, name));
  return name;
}

function render(file: string): { notes: PlayedNote[]; samples: Float32Array; rate: number } {
  const { exit, out, err } = home.run('render', file, '-o', 'out.wav', '--json');
  assert.equal(exit, 0, err);
  return { notes: JSON.parse(out).notes, ...readWav(home.path('out.wav')) };
}

function scale(channel: number): string {
  return midi(
    'scale.mid',
    [0, message(PROGRAM, channel, SQUARE, SQUARE_BANK)],
    ...NOTES.flatMap((note, index) => [
      [index * EVERY_US, message(NOTE_ON, channel, note, 100)] as const,
      [index * EVERY_US + LONG_US, message(NOTE_OFF, channel, note, 0)] as const,
    ]),
  );
}

test('each note of a MIDI file has its pitch, begins in time, and is followed by silence', () => {
  const { notes, samples, rate } = render(scale(5));
  assert.deepEqual(
    notes.map(({ channel, note, velocity }) => [channel, note, velocity]),
    NOTES.map((note) => [5, note, 100]),
  );
  let silentFrom = 0;
  for (const [index, note] of NOTES.entries()) {
    const on = (index * EVERY_US) / 1e6;
    const began = onsetFrame(samples, AUDIBLE, silentFrom);
    assert.ok(Math.abs(began / rate - on) < 0.002, `note ${note}: ${began / rate} s, not ${on} s`);
    const cents = centsOff(samples, rate, noteHz(note), began + Math.round(rate * 0.05));
    assert.ok(Math.abs(cents) < 5, `note ${note} is ${cents} cents off`);
    silentFrom = Math.ceil((on + LONG_US / 1e6 + RELEASE_SECONDS) * rate);
    assert.ok(peakDb(samples, silentFrom, silentFrom + 1000) < -90, `note ${note} does not end`);
  }
});

test('channel 10 plays drums, with a program and without', () => {
  const hit = [0, message(NOTE_ON, 9, 36, 120)] as const;
  const bare = render(midi('bare.mid', hit)).samples;
  const named = render(midi('named.mid', [0, message(PROGRAM, 9, 0, 0)], hit)).samples;
  const melodic = render(midi('melodic.mid', [0, message(NOTE_ON, 8, 36, 120)])).samples;
  assert.ok(peakDb(bare) > -40);
  assert.deepEqual(named, bare);
  assert.notDeepEqual(melodic.subarray(0, 4800), bare.subarray(0, 4800));
});

test('a file that ends with notes held and the pedal down ends in silence', () => {
  const { samples, notes } = render(
    midi(
      'held.mid',
      [0, message(PROGRAM, 0, SQUARE, SQUARE_BANK)],
      [0, message(CONTROL, 0, 64, 127)],
      [0, message(NOTE_ON, 0, 60, 100)],
      [300_000, message(NOTE_ON, 0, 64, 100)],
    ),
  );
  assert.ok(peakDb(samples.subarray(-2000)) < -90);
  assert.deepEqual(
    notes.map(({ off }) => Math.round(off * 10) / 10),
    [0.3, 0.3],
  );
});

test('two renders are the same, bit by bit', () => {
  const file = scale(0);
  for (const wav of ['one.wav', 'two.wav']) home.run('render', file, '-o', wav);
  assert.ok(readFileSync(home.path('one.wav')).equals(readFileSync(home.path('two.wav'))));
});

test('live, it plays itself to its end', async () => {
  const file = scale(5);
  const wav = home.path('live.wav');
  home.env['FW16_SYNTH_AUDIO_FILE_NAME'] = wav;
  const { exit } = await home.runBeside('--driver', 'file', '--input', file);
  assert.equal(exit, 0);
  const { samples, rate } = readWav(wav);
  const first = onsetFrame(samples, AUDIBLE);
  let silentFrom = first;
  for (const [index, note] of NOTES.entries()) {
    const began = onsetFrame(samples, AUDIBLE, silentFrom);
    const onMs = ((began - first) / rate) * 1000;
    assert.ok(Math.abs(onMs - (index * EVERY_US) / 1000) < 60, `note ${note} at ${onMs} ms`);
    const cents = centsOff(samples, rate, noteHz(note), began + Math.round(rate * 0.05));
    assert.ok(Math.abs(cents) < 5, `note ${note} is ${cents} cents off`);
    silentFrom = began + Math.round(rate * (LONG_US / 1e6 + RELEASE_SECONDS + 0.02));
  }
});

test('a damaged file is exit 65 with its byte, and no file stays', () => {
  const whole = readFileSync(home.path(scale(0)));
  writeFileSync(home.path('half.mid'), whole.subarray(0, 60));
  const { exit, err } = home.run('render', 'half.mid', '-o', 'none.wav');
  assert.equal(exit, 65);
  assert.match(err, /half\.mid: byte 60: it ends within a chunk/);
  assert.throws(() => readFileSync(home.path('none.wav')), { code: 'ENOENT' });
});
