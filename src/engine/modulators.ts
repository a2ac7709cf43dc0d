/**
 * What every voice does with bend and brightness, where FluidSynth's own way is not what a musician
 * means by it.
 */
import type { FluidSynth, ModulatorPtr, SynthPtr } from '../ffi/libfluidsynth.ts';
import { FLUID_FAILED } from '../ffi/libfluidsynth.ts';

// fluidsynth/mod.h and gen.h.
const PITCH_WHEEL = 14;
const PITCH_WHEEL_RANGE = 16;
const LINEAR_UNIPOLAR = 0;
const LINEAR_BIPOLAR = 2;
const FROM_CONTROLLER = 16;
const NO_SOURCE = 0;
const TO_CUTOFF = 8;
/** The generators of which FluidSynth takes one for the wheel, by its version: fine tune and pitch. */
const TO_PITCH = [52, 59];
const ADD = 1;

const CC_BRIGHTNESS = 74;
/** The whole way of the controller from its middle, as far as the pad's filter goes. */
const BRIGHTNESS_CENTS = 7200;
// FluidSynth counts the range of the wheel in 128ths and its effect in 127ths: a bend of an octave is
// nine cents flat. So it is 128ths of both.
const BEND_CENTS = 12_800;

/** Has bends reach the pitch they ask for, and the brightness controller heard in every font. */
export function setModulators(fluidsynth: FluidSynth, synth: SynthPtr): void {
  const modulator = fluidsynth.newModulator();
  if (modulator === null) return;
  correctBend(fluidsynth, synth, modulator);
  addBrightness(fluidsynth, synth, modulator);
  fluidsynth.deleteModulator(modulator);
}

function correctBend(fluidsynth: FluidSynth, synth: SynthPtr, modulator: ModulatorPtr): void {
  fluidsynth.modulatorSource(modulator, PITCH_WHEEL, LINEAR_BIPOLAR);
  fluidsynth.modulatorFactor(modulator, PITCH_WHEEL_RANGE, LINEAR_UNIPOLAR);
  fluidsynth.modulatorAmount(modulator, BEND_CENTS);
  for (const target of TO_PITCH) {
    fluidsynth.modulatorTarget(modulator, target);
    // A second one beside it would bend twice as far.
    if (fluidsynth.removeDefaultModulator(synth, modulator) === FLUID_FAILED) continue;
    fluidsynth.addDefaultModulator(synth, modulator, ADD);
  }
}

/** In the middle, where the controller is from the start, it changes nothing. */
function addBrightness(fluidsynth: FluidSynth, synth: SynthPtr, modulator: ModulatorPtr): void {
  fluidsynth.modulatorSource(modulator, CC_BRIGHTNESS, FROM_CONTROLLER | LINEAR_BIPOLAR);
  fluidsynth.modulatorFactor(modulator, NO_SOURCE, 0);
  fluidsynth.modulatorTarget(modulator, TO_CUTOFF);
  fluidsynth.modulatorAmount(modulator, BRIGHTNESS_CENTS);
  fluidsynth.addDefaultModulator(synth, modulator, ADD);
}
