import type { Synth } from '../core/synth.ts';
import type { FluidSynth, SynthPtr } from '../ffi/libfluidsynth.ts';
import { openFluidSynth } from '../ffi/libfluidsynth.ts';
import { filesInProcess } from '../ffi/libraries.ts';

/**
 * FluidSynth behind the port. A call that FluidSynth refuses, such as a note on a channel without
 * a program, adds one to `failures[0]`; a note-off is refused whenever its voice has already died
 * away, which is no failure.
 */
export function fluidSynthPort(
  fluidsynth: FluidSynth,
  synth: SynthPtr,
  failures: Int32Array,
): Synth {
  const count = (result: number): void => {
    if (result !== 0) failures[0] = (failures[0] ?? 0) + 1;
  };
  return {
    noteOn: (channel, note, velocity) => count(fluidsynth.noteOn(synth, channel, note, velocity)),
    noteOff: (channel, note) => {
      fluidsynth.noteOff(synth, channel, note);
    },
    control: (channel, controller, value) =>
      count(fluidsynth.control(synth, channel, controller, value)),
    program: (channel, bank, program) => {
      count(fluidsynth.bankSelect(synth, channel, bank));
      count(fluidsynth.programChange(synth, channel, program));
    },
    bend: (channel, value) => count(fluidsynth.pitchBend(synth, channel, value)),
    channelPressure: (channel, value) => count(fluidsynth.channelPressure(synth, channel, value)),
    keyPressure: (channel, note, value) =>
      count(fluidsynth.keyPressure(synth, channel, note, value)),
    soundOff: (channel) => count(fluidsynth.allSoundsOff(synth, channel)),
  };
}

/** Whether the FluidSynth of this machine was built to read compressed fonts (SF3). */
export function readsCompressedFonts(): boolean {
  return openFluidSynth().ok && filesInProcess('libsndfile').length > 0;
}
