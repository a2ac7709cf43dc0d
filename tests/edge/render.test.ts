import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import type { PlayedNote } from '../../src/app/note-log.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { centsOff, noteHz, onsetFrame, peakDb, readWav } from '../support/pitch.ts';
import { Home, projectFile } from '../support/program.ts';

// The pure square sounds from its first sample and is silent 100 ms after its release.
const RELEASE_SECONDS = 0.1;
const AUDIBLE = 10 ** (-60 / 20);
const home = new Home({
  FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
  FW16_SYNTH_AUDIO_REVERB: 'false',
  FW16_SYNTH_AUDIO_CHORUS: 'false',
  FW16_SYNTH_KEYBOARD_BANK: '1',
  FW16_SYNTH_KEYBOARD_PROGRAM: '1',
});
after(() => home.remove());

function render(recording: string, wav = 'out.wav'): readonly PlayedNote[] {
  const { exit, out, err } = home.run(
    'render',
    projectFile(`assets/recordings/${recording}`),
    '-o',
    wav,
    '--json',
  );
  assert.equal(exit, 0, err);
  return JSON.parse(out).notes;
}

test('each note of the scale has its pitch, begins in time, and is followed by silence', () => {
  const notes = render('scale.evemu');
  const { samples, rate } = readWav(home.path('out.wav'));
  assert.ok(notes.length >= 15);
  let silentFrom = 0;
  for (const { note, on, off } of notes) {
    const began = onsetFrame(samples, AUDIBLE, silentFrom);
    assert.ok(Math.abs(began / rate - on) < 0.002, `note ${note}: ${began / rate} s, not ${on} s`);
    const cents = centsOff(samples, rate, noteHz(note), began + Math.round(rate * 0.05));
    assert.ok(Math.abs(cents) < 5, `note ${note} is ${cents} cents off`);
    silentFrom = Math.ceil((off + RELEASE_SECONDS) * rate);
    assert.ok(peakDb(samples, silentFrom, silentFrom + 1000) < -90, `note ${note} does not end`);
  }
  assert.ok(peakDb(samples, silentFrom) < -90);
});

for (const recording of ['demo.evemu', 'two-keyboards.yml']) {
  test(`${recording} begins in time and ends in silence`, () => {
    const notes = render(recording);
    const { samples, rate } = readWav(home.path('out.wav'));
    const first = Math.min(...notes.map(({ on }) => on));
    const last = Math.max(...notes.map(({ off }) => off));
    assert.ok(Math.abs(onsetFrame(samples, AUDIBLE) / rate - first) < 0.002);
    assert.ok(peakDb(samples, Math.ceil((last + RELEASE_SECONDS) * rate)) < -90);
  });
}

test('two renders are the same, bit by bit, with reverb and chorus too', () => {
  home.env['FW16_SYNTH_AUDIO_REVERB'] = 'true';
  home.env['FW16_SYNTH_AUDIO_CHORUS'] = 'true';
  render('demo.evemu', 'one.wav');
  render('demo.evemu', 'two.wav');
  assert.ok(readFileSync(home.path('one.wav')).equals(readFileSync(home.path('two.wav'))));
});

test('what is no recording is refused with exit 65, what is missing with 66, and no file stays', () => {
  assert.equal(home.run('render', projectFile('package.json'), '-o', 'none.wav').exit, 65);
  assert.equal(home.run('render', 'nothing.evemu', '-o', 'none.wav').exit, 66);
  assert.throws(() => readFileSync(home.path('none.wav')), { code: 'ENOENT' });
});

test('a SoundFont that a flag names is the only one that will do', () => {
  writeFileSync(home.path('half.sf2'), readFileSync(builtInFont()).subarray(0, 5000));
  const scale = projectFile('assets/recordings/scale.evemu');
  for (const [font, exit, why] of [
    [home.path('half.sf2'), 65, /half\.sf2: truncated: .* missing\n {2}Get it anew/],
    [home.path('missing.sf2'), 66, /missing\.sf2: there is no such file/],
    ['No Such Font', 66, /No Such Font: there is no such SoundFont/],
  ] as const) {
    const answer = home.run('render', scale, '-o', 'none.wav', '--soundfont', font);
    assert.equal(answer.exit, exit, answer.err);
    assert.match(answer.err, why);
  }
  assert.throws(() => readFileSync(home.path('none.wav')), { code: 'ENOENT' });
});

test('for one that a configuration names the next best plays, and that is said', () => {
  const { FW16_SYNTH_AUDIO_SOUNDFONT: configured } = home.env;
  home.env['FW16_SYNTH_AUDIO_SOUNDFONT'] = home.path('half.sf2');
  const scale = projectFile('assets/recordings/scale.evemu');
  const { exit, err } = home.run('render', scale, '-o', 'other.wav');
  home.env['FW16_SYNTH_AUDIO_SOUNDFONT'] = configured;
  assert.equal(exit, 0, err);
  assert.match(err, /half\.sf2: truncated: .* Playing .*\.sf[23] instead/);
  assert.ok(peakDb(readWav(home.path('other.wav')).samples) > -60);
});
