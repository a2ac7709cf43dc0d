/**
 * Checks and plays damaged fonts in a process of its own, since a FluidSynth that crashes takes its
 * process along: `soundfont-player SEED FROM TO FOLDER`. A line before each, and one after.
 */
import { writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { FontShelf } from '../../src/engine/font-shelf.ts';
import { checkSoundFont } from '../../src/engine/soundfonts.ts';
import { present } from '../../src/ffi/check.ts';
import { openFluidSynth } from '../../src/ffi/libfluidsynth.ts';
import { openShim } from '../../src/ffi/shim.ts';
import { damagedFont } from './soundfont-damage.ts';

const [seed = 0, from = 0, to = 0] = process.argv.slice(2, 5).map(Number);
const path = join(process.argv[5] ?? '.', `damaged-${from}.sf2`);
const say = (line: string): void => {
  // At once, or a crash would take it along.
  writeSync(1, `${line}\n`);
};

const { fluidsynth } = present(openFluidSynth());
const settings = fluidsynth.newSettings()!;
fluidsynth.setNumber(settings, 'synth.sample-rate', 48_000);
fluidsynth.setInt(settings, 'synth.polyphony', 24);
fluidsynth.setInt(settings, 'synth.reverb.active', 0);
fluidsynth.setInt(settings, 'synth.chorus.active', 0);
const synth = fluidsynth.newSynth(settings)!;
const shelf = new FontShelf(fluidsynth, present(openShim()).shim);
const samples = new Float32Array(128);
const PROGRAMS = [
  [0, 0],
  [1, 5],
  [128, 0],
] as const;

function render(steps: number): void {
  for (let step = 0; step < steps; step++) {
    fluidsynth.writeFloat(synth, 64, samples, 0, 2, samples, 1, 2);
  }
}

function play(): void {
  for (const [bank, program] of PROGRAMS) {
    fluidsynth.bankSelect(synth, 0, bank);
    fluidsynth.programChange(synth, 0, program);
    for (const note of [0, 60, 61, 127]) fluidsynth.noteOn(synth, 0, note, 100);
    fluidsynth.noteOn(synth, 0, 62, 1);
    fluidsynth.control(synth, 0, 1, 127);
    fluidsynth.control(synth, 0, 2, 127);
    fluidsynth.pitchBend(synth, 0, 16_383);
    fluidsynth.channelPressure(synth, 0, 127);
    render(4);
    fluidsynth.allNotesOff(synth, 0);
    fluidsynth.pitchBend(synth, 0, 8192);
    render(2);
    fluidsynth.allSoundsOff(synth, 0);
    render(1);
  }
}

for (let index = from; index < to; index++) {
  const bytes = damagedFont(seed, index);
  writeFileSync(path, bytes);
  const checked = checkSoundFont(path, { sf3: true });
  if (!checked.ok) {
    say(`refused ${index} ${checked.why}`);
    continue;
  }
  say(`loading ${index}`);
  const font = shelf.loadNow(path);
  if (font === null) {
    say(`unaccepted ${index}`);
    continue;
  }
  fluidsynth.addFont(synth, font);
  play();
  fluidsynth.removeFont(synth, font);
  await shelf.discard(font);
  say(`played ${index} ${process.memoryUsage().rss}`);
}
fluidsynth.deleteSynth(synth);
shelf.close();
fluidsynth.deleteSettings(settings);
say('done');
