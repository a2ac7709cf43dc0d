import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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
