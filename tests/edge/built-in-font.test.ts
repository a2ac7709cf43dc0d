import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { after, test } from 'node:test';
import { OfflineSynth, STEP_FRAMES } from '../../src/engine/offline.ts';
import { builtInFont, checkSoundFont } from '../../src/engine/soundfonts.ts';
import { centsOff, noteHz, onsetFrame, peakDb } from '../support/pitch.ts';

const RATE = 48_000;
const PURE_BANK = 1;
const offline = new OfflineSynth(
  {
    sampleRate: RATE,
    bufferSize: STEP_FRAMES,
    periods: 2,
    gainDb: -8,
    polyphony: 256,
    reverb: false,
    chorus: false,
    tuningHz: 440,
  },
  builtInFont(),
);
after(() => offline.close());
const { fluidsynth, synth } = offline;

function render(seconds: number): Float32Array {
  const samples = new Float32Array(Math.round((seconds * RATE) / STEP_FRAMES) * STEP_FRAMES);
  for (let frame = 0; frame < samples.length; frame++) {
    if (frame % STEP_FRAMES === 0) step = offline.step();
    samples[frame] = step[2 * (frame % STEP_FRAMES)]!;
  }
  return samples;
}
let step: Float32Array = new Float32Array(0);

function choose(bank: number, program: number): void {
  fluidsynth.bankSelect(synth, 0, bank);
  assert.equal(fluidsynth.programChange(synth, 0, program), 0);
}

function hush(): void {
  fluidsynth.allSoundsOff(synth, -1);
  render(0.02);
}

test('it is small and whole, with all programs of General MIDI, drums and references', () => {
  const font = checkSoundFont(builtInFont(), { sf3: false });
  assert.ok(font.ok);
  assert.equal(font.presets.filter(({ bank }) => bank === 0).length, 128);
  assert.equal(font.presets.filter(({ bank }) => bank === 128).length, 1);
  assert.ok(statSync(builtInFont()).size < 400_000);
});

test('every program is in tune within 5 cents over six octaves', () => {
  for (let program = 0; program < 128; program++) {
    choose(0, program);
    // Two notes a program, so that all registers are heard over the programs.
    for (const note of [36 + (program % 24), 60 + (program % 36)]) {
      fluidsynth.noteOn(synth, 0, note, 100);
      const cents = centsOff(render(0.4), RATE, noteHz(note), Math.round(RATE * 0.05));
      assert.ok(Math.abs(cents) < 5, `program ${program}, note ${note}: ${cents} cents`);
      hush();
    }
  }
});

test('the references sound within 2 ms and are silent 100 ms after their release', () => {
  for (const program of [0, 1]) {
    choose(PURE_BANK, program);
    fluidsynth.noteOn(synth, 0, 69, 100);
    const sounding = render(0.3);
    assert.ok(onsetFrame(sounding, 0.001) < RATE * 0.002);
    fluidsynth.noteOff(synth, 0, 69);
    assert.ok(peakDb(render(0.4), Math.round(RATE * 0.1)) < -90);
    assert.equal(offline.activeVoices, 0);
  }
});

test('eight keys struck as hard as can be stay below full scale', () => {
  for (const program of [0, 16, 19, 48, 56, 80, 90]) {
    choose(0, program);
    for (const note of [48, 52, 55, 60, 64, 67, 72, 76]) fluidsynth.noteOn(synth, 0, note, 127);
    const db = peakDb(render(1));
    assert.ok(db < 0 && db > -20, `program ${program} peaks at ${db} dBFS`);
    hush();
  }
});

test('every drum of General MIDI sounds', () => {
  fluidsynth.bankSelect(synth, 9, 128);
  fluidsynth.programChange(synth, 9, 0);
  for (let note = 35; note <= 81; note++) {
    fluidsynth.noteOn(synth, 9, note, 110);
    assert.ok(peakDb(render(0.1)) > -40, `drum ${note}`);
    hush();
  }
});
