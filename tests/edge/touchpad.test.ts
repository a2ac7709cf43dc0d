/** What fingers on the pad do to the sound, listened to: recordings in, pitch and brightness out. */
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import type { PlayedNote } from '../../src/app/note-log.ts';
import { KEY } from '../../src/core/keys/key-codes.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { libinputRecordOf, type Moves } from '../support/pad-recording.ts';
import { centsOff, noteHz, onsetFrame, peakDb, readWav } from '../support/pitch.ts';
import { Home, projectFile } from '../support/program.ts';

const FONTS = [
  ['/usr/share/sounds/sf2/TimGM6mb.sf2', 'timgm6mb-soundfont'],
  ['/usr/share/sounds/sf2/FluidR3_GM.sf2', 'fluid-soundfont-gm'],
] as const;
const C4 = 60;
const FAR = 70;
const NEAR = 6;
// A tenth of a second of a slide is as good as its middle.
const LOOK_SECONDS = 0.1;

const home = new Home({
  FW16_SYNTH_AUDIO_REVERB: 'false',
  FW16_SYNTH_AUDIO_CHORUS: 'false',
});
after(() => home.remove());

/** A pure square of bank 1, so that a pitch is measured to a cent. */
const SQUARE = {
  FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
  FW16_SYNTH_KEYBOARD_BANK: '1',
  FW16_SYNTH_KEYBOARD_PROGRAM: '1',
};

function render(recording: string, env: Readonly<Record<string, string>> = {}) {
  const before = { ...home.env };
  Object.assign(home.env, env);
  const { exit, out, err } = home.run('render', recording, '-o', 'out.wav', '--json');
  for (const name of Object.keys(env)) delete home.env[name];
  Object.assign(home.env, before);
  assert.equal(exit, 0, err);
  const notes: readonly PlayedNote[] = JSON.parse(out).notes;
  return { ...readWav(home.path('out.wav')), notes };
}

/** A held C while the fingers move. */
function renderHeld(untilMs: number, moves: Moves, env: Readonly<Record<string, string>>) {
  writeFileSync(home.path('pad.yml'), libinputRecordOf(KEY.KEY_Q, untilMs, moves));
  return render(home.path('pad.yml'), env);
}

/** Cents off `expected` (cents off the note) around `seconds`. */
function off(
  { samples, rate }: ReturnType<typeof render>,
  note: number,
  seconds: number,
  expected: number,
) {
  const hz = noteHz(note) * 2 ** (expected / 1200);
  const from = Math.round((seconds - LOOK_SECONDS / 2) * rate);
  return centsOff(samples, rate, hz, from, LOOK_SECONDS);
}

test('a slide of a known length bends the pitch by as much, within 3 cents all the way', () => {
  // 30 mm in three seconds are three semitones at 10 mm each.
  const moves: Moves = [
    [1000, [40, FAR]],
    [1500, [40, FAR]],
    [4500, [70, FAR]],
    [5000, [70, FAR]],
    [5500, null],
  ];
  const sound = renderHeld(6500, moves, { ...SQUARE, FW16_SYNTH_TOUCHPAD_MAGNET: '0' });
  for (let seconds = 0.3; seconds < 5.3; seconds += 0.1) {
    const way = Math.min(1, Math.max(0, (seconds - 1.5) / 3));
    const cents = off(sound, C4, seconds, 300 * way);
    assert.ok(Math.abs(cents) < 3, `at ${seconds.toFixed(1)} s it is ${cents} cents off`);
  }
  for (const seconds of [5.8, 6.2]) {
    const cents = off(sound, C4, seconds, 0);
    assert.ok(Math.abs(cents) < 1, `after the lift it is ${cents} cents off`);
  }
});

test('a touch alone leaves the pitch where it is, wherever it lands', () => {
  const moves: Moves = [5, 31, 62, 99, 119].flatMap(
    (xMm, index): Moves => [
      [500 + 400 * index, [xMm, FAR]],
      [700 + 400 * index, null],
    ],
  );
  const sound = renderHeld(2800, moves, SQUARE);
  for (let seconds = 0.2; seconds < 2.6; seconds += 0.05) {
    const cents = off(sound, C4, seconds, 0);
    assert.ok(Math.abs(cents) < 1, `at ${seconds.toFixed(2)} s it is ${cents} cents off`);
  }
});

test('the lift brings the note back without a click', () => {
  const moves: Moves = [
    [500, [40, FAR]],
    [700, [60, FAR]],
    [900, [60, FAR]],
    [1200, null],
  ];
  const { samples, rate } = renderHeld(1800, moves, {
    ...SQUARE,
    FW16_SYNTH_KEYBOARD_PROGRAM: '0',
  });
  let steepest = 0;
  let steepestInReturn = 0;
  for (let frame = 1; frame < samples.length; frame++) {
    const step = Math.abs(samples[frame]! - samples[frame - 1]!);
    if (frame < 0.5 * rate) steepest = Math.max(steepest, step);
    else if (frame > 1.15 * rate && frame < 1.4 * rate)
      steepestInReturn = Math.max(steepestInReturn, step);
  }
  // Two semitones up, the same wave is steeper by an eighth.
  assert.ok(steepestInReturn < steepest * 1.2, `${steepestInReturn}, and ${steepest} before`);
});

test('the magnet holds a slide on the notes of the scale', () => {
  const moves: Moves = [
    [500, [40, FAR]],
    [600, [40, FAR]],
    // 1.7 semitones are nearer to D than half the way from C.
    [1600, [57, FAR]],
    [2600, [57, FAR]],
    [2700, null],
  ];
  const sound = renderHeld(3000, moves, {
    ...SQUARE,
    FW16_SYNTH_SCALE_MODE: 'snap',
    FW16_SYNTH_SCALE_NAME: 'major',
  });
  for (const seconds of [0.8, 2, 2.4]) {
    const cents = off(sound, C4, seconds, seconds < 1 ? 0 : 200);
    // FluidSynth has no finer step than a cent.
    assert.ok(Math.abs(cents) < 1.5, `at ${seconds} s it is ${cents} cents off`);
  }
});

test('a theremin plays the recorded pad by itself, in tune where it is touched', () => {
  const slide = projectFile('assets/recordings/slide.evemu');
  const sound = render(slide, { ...SQUARE, FW16_SYNTH_TOUCHPAD_MODE: 'theremin' });
  assert.deepEqual(
    sound.notes.map(({ note }) => note),
    [C4 - 3, C4 + 4],
  );
  const [first, second] = sound.notes;
  assert.ok(Math.abs(off(sound, C4 - 3, first!.on + 0.2, 0)) < 1);
  // The finger slides 50 mm: five semitones, and rests there.
  assert.ok(Math.abs(off(sound, C4 - 3, first!.off - 0.1, 500)) < 3);
  assert.ok(Math.abs(off(sound, C4 + 4, second!.on + 0.2, 0)) < 1);
  assert.ok(peakDb(sound.samples, Math.ceil((second!.off + 0.2) * sound.rate)) < -90);
});

for (const [font, debian] of FONTS) {
  const skip = existsSync(font) ? false : `needs a SoundFont: apt install ${debian}`;
  for (const [name, program] of [
    ['saw lead', 81],
    ['strings', 48],
    ['brass', 61],
    ['organ', 16],
  ] as const) {
    test(`the pad takes more than 12 dB of brightness from a ${name} (${debian})`, { skip }, () => {
      const env = {
        FW16_SYNTH_AUDIO_SOUNDFONT: font,
        FW16_SYNTH_KEYBOARD_PROGRAM: String(program),
      };
      const [bright, dark] = [FAR, NEAR].map((yMm) =>
        brightnessDb(
          renderHeld(
            2000,
            [
              [300, [60, yMm]],
              [1900, [60, yMm]],
            ],
            env,
          ),
        ),
      );
      assert.ok(bright! - dark! > 12, `${bright} dB, and ${dark} dB`);
    });
  }
}

/** The energy from 1.5 to 6 kHz of half a second in which the finger rests, in dB. */
function brightnessDb({ samples, rate }: ReturnType<typeof render>): number {
  const from = onsetFrame(samples, 1e-4) + Math.round(1.2 * rate);
  const length = Math.round(rate / 4);
  let energy = 0;
  for (let hz = 1500; hz <= 6000; hz += 4) {
    let [cosine, sine] = [0, 0];
    for (let at = 0; at < length; at++) {
      const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / length);
      const angle = (2 * Math.PI * hz * at) / rate;
      cosine += window * samples[from + at]! * Math.cos(angle);
      sine += window * samples[from + at]! * Math.sin(angle);
    }
    energy += cosine * cosine + sine * sine;
  }
  return 10 * Math.log10(energy);
}
