import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { PlayedNote } from '../../src/app/note-log.ts';
import { NOTE_ON } from '../../src/core/midi/message.ts';
import { parseMidiFile } from '../../src/core/midi/midi-file.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { HeadlessPipeWire, pipeWireMissing } from '../support/headless-pipewire.ts';
import { onsetFrame, readWav } from '../support/pitch.ts';
import { Home, projectFile, type Started } from '../support/program.ts';
import { until } from '../support/until.ts';

const AUDIBLE = 10 ** (-60 / 20);
const SCALE = projectFile('assets/recordings/scale.evemu');
const BANK = 1;
const PROGRAM = 1;

const SOUND = {
  FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
  FW16_SYNTH_AUDIO_REVERB: 'false',
  FW16_SYNTH_AUDIO_CHORUS: 'false',
  FW16_SYNTH_KEYBOARD_BANK: `${BANK}`,
  FW16_SYNTH_KEYBOARD_PROGRAM: `${PROGRAM}`,
  FW16_SYNTH_KEYBOARD_START_ARMED: 'true',
  FW16_SYNTH_RECORDING_FOLDER: '~/takes',
};
const home = new Home(SOUND);
let playing: Started;
before(async () => {
  // It plays by itself, and goes on when the recording is over.
  playing = await home.start('Ready', '--production', '--driver', 'file', '--input', SCALE);
});
after(() => home.remove());

function notesOf(file: string): PlayedNote[] {
  const { exit, out, err } = home.run('render', file, '-o', 'out.wav', '--json');
  assert.equal(exit, 0, err);
  return JSON.parse(out).notes;
}

/** Notes from the first one on, in order: what both must have, wherever they begin. */
function shape(notes: readonly PlayedNote[]): [note: number, velocity: number, ms: number][] {
  const first = notes[0]?.on ?? 0;
  return notes.map(({ note, velocity, on }) => [note, velocity, Math.round((on - first) * 1000)]);
}

async function over(): Promise<void> {
  await until('the recording is over', () => {
    const { input } = JSON.parse(home.run('status', '--json').out);
    return input.detail.includes('at its end');
  });
}

test('what was played is kept though nobody recorded it, with its sound and in time', async () => {
  await over();
  const { exit, err } = home.run('keep', '-o', 'kept.mid');
  assert.equal(exit, 0, err);
  assert.match(err, /kept\.mid: \d+\.\d s\n/);
  const kept = shape(notesOf('kept.mid'));
  const meant = shape(notesOf(SCALE));
  assert.deepEqual(
    kept.map(([note, velocity]) => [note, velocity]),
    meant.map(([note, velocity]) => [note, velocity]),
  );
  const late = kept.map(([, , ms], index) => Math.abs(ms - meant[index]![2]));
  assert.ok(Math.max(...late) < 100, `${Math.max(...late)} ms from where it was played`);
  const { messages } = parseMidiFile(readFileSync(home.path('kept.mid')), 'kept.mid');
  assert.equal(messages[0], 0xc0 | (PROGRAM << 8) | (BANK << 15), 'its program comes first');
});

test('without a file it goes where recordings go, and never over one that is there', () => {
  for (let time = 0; time < 2; time++) assert.equal(home.run('keep').exit, 0);
  const files = readdirSync(home.path('takes'));
  assert.equal(files.length, 2);
  for (const file of files)
    assert.match(file, /^fw16-synth \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d( 2)?\.mid$/);
});

test('a recording begins and ends once, and needs something to record', () => {
  assert.equal(home.run('record', 'stop').exit, 1);
  assert.equal(home.run('record', 'pause').exit, 2);
  assert.equal(home.run('record', 'start', '-o', 'silence.mid').exit, 0);
  const again = home.run('record', 'start', '-o', 'other.mid');
  assert.equal(again.exit, 1);
  assert.match(again.err, /silence\.mid is being recorded already\n.*record stop/);
  assert.match(home.run('record', 'stop').err, /No note was played/);
  assert.ok(!existsSync(home.path('silence.mid')));
  writeFileSync(home.path('a-file'), '');
  assert.equal(home.run('record', 'start', '-o', 'a-file/take.mid').exit, 74);
});

test('while the sound goes into a WAV already, the notes alone are recorded', async () => {
  const wav = home.run('record', 'start', '-o', 'second.wav');
  assert.equal(wav.exit, 69);
  assert.match(wav.err, /the sound goes into a WAV already\n.*FILE\.mid/);
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});

test('an end in the middle of a recording keeps it', async () => {
  const again = await home.start(
    'Ready',
    '--production',
    '--driver',
    'file',
    '--input',
    'kept.mid',
  );
  const { exit, err } = home.run('record', 'start', '-o', 'cut-off.mid');
  assert.equal(exit, 0, err);
  await until('some notes were played', () => {
    return JSON.parse(home.run('status', '--json').out).playing.notesBegun > 5;
  });
  assert.equal((await again.end('SIGTERM')).exit, 0);
  assert.ok(notesOf('cut-off.mid').length > 1);
  assert.ok(onsetFrame(readWav(home.path('out.wav')).samples, AUDIBLE) >= 0);
});

test('notes and sound are recorded together, and fit', { skip: pipeWireMissing() }, async () => {
  const server = await HeadlessPipeWire.start(256);
  const other = new Home({ ...server.env, ...SOUND, XDG_DATA_DIRS: home.folder });
  try {
    const started = await other.start('Ready', '--production', '--input', SCALE);
    assert.equal(other.run('record', 'start', '-o', 'take').exit, 0);
    await until('some notes were played', () => {
      return JSON.parse(other.run('status', '--json').out).playing.notesBegun > 6;
    });
    const { exit, err } = other.run('record', 'stop');
    assert.equal(exit, 0, err);
    assert.match(err, /take\.mid and .*take\.wav: \d+\.\d s/);
    const { samples, rate } = readWav(other.path('take.wav'));
    const { timesUs, messages } = parseMidiFile(readFileSync(other.path('take.mid')), 'take.mid');
    const firstNote = messages.findIndex((each) => (each & 0xf0) === NOTE_ON);
    // What sounded as it began is in the sound and not among the notes.
    const noteMs = timesUs[firstNote]! / 1000;
    const silentFrom = Math.max(0, Math.round(((noteMs - 60) / 1000) * rate));
    const heardMs = (onsetFrame(samples, AUDIBLE, silentFrom) / rate) * 1000;
    assert.ok(Math.abs(heardMs - noteMs) < 80, `heard at ${heardMs} ms, written at ${noteMs} ms`);
    assert.equal((await started.end('SIGTERM')).exit, 0);
  } finally {
    other.remove();
    await server.stop();
  }
});

test('where minutes to keep are none, nothing is kept', async () => {
  home.env['FW16_SYNTH_RECORDING_KEEP_MINUTES'] = '0';
  const started = await home.start(
    'Ready',
    '--production',
    '--driver',
    'file',
    '--input',
    'kept.mid',
  );
  const { exit, err } = home.run('keep');
  assert.equal(exit, 1);
  assert.match(err, /recording\.keep_minutes is 0/);
  assert.equal((await started.end('SIGTERM')).exit, 0);
});
