import type { FluidSynth, SettingsPtr, SynthPtr } from '../ffi/libfluidsynth.ts';

/** What the engine is told of the configuration. */
export interface EngineSettings {
  /** 8000-96000 Hz; fixed for a synthesiser's life. */
  readonly sampleRate: number;
  /** Frames of a period, 64-8192. */
  readonly bufferSize: number;
  readonly periods: number;
  readonly gainDb: number;
  /** 1-4096 voices. */
  readonly polyphony: number;
  readonly reverb: boolean;
  readonly chorus: boolean;
  /** The pitch of A4 in Hz. */
  readonly tuningHz: number;
}

const GAIN_MAX = 10;
const TUNING_BANK = 127;
const TUNING_PROGRAM = 127;
const CHANNELS = 16;

/** FluidSynth's settings object for ours; the caller deletes it after everything made from it. */
export function makeSettings(fluidsynth: FluidSynth, settings: EngineSettings): SettingsPtr {
  const made = fluidsynth.newSettings();
  if (made === null) throw new Error('new_fluid_settings found no memory');
  fluidsynth.setNumber(made, 'synth.sample-rate', settings.sampleRate);
  fluidsynth.setInt(made, 'synth.polyphony', settings.polyphony);
  fluidsynth.setNumber(made, 'synth.gain', linearGain(settings.gainDb));
  fluidsynth.setInt(made, 'synth.reverb.active', settings.reverb ? 1 : 0);
  fluidsynth.setInt(made, 'synth.chorus.active', settings.chorus ? 1 : 0);
  // More cores lose at the voice counts and periods of an instrument (docs/benchmarks.md).
  fluidsynth.setInt(made, 'synth.cpu-cores', 1);
  setBuffer(fluidsynth, made, settings);
  fluidsynth.setInt(made, 'audio.jack.autoconnect', 1);
  fluidsynth.setString(made, 'audio.jack.id', 'fw16-synth');
  // PipeWire of FluidSynth 2.6 doubles the latency when it renders asynchronously.
  fluidsynth.setInt(made, 'audio.pipewire.async', 0);
  return made;
}

/** What a driver that is opened from now on keeps in hand. */
export function setBuffer(
  fluidsynth: FluidSynth,
  made: SettingsPtr,
  { bufferSize, periods }: EngineSettings,
): void {
  fluidsynth.setInt(made, 'audio.period-size', bufferSize);
  fluidsynth.setInt(made, 'audio.periods', periods);
}

/** Decibels to the factor that FluidSynth multiplies by, 0-10. */
export function linearGain(gainDb: number): number {
  return Math.min(GAIN_MAX, 10 ** (gainDb / 20));
}

/** Moves every note so that A4 is `tuningHz`; equal temperament stays. */
export function tune(fluidsynth: FluidSynth, synth: SynthPtr, tuningHz: number): void {
  const shift = 1200 * Math.log2(tuningHz / 440);
  const cents = Float64Array.from({ length: 128 }, (_, note) => note * 100 + shift);
  fluidsynth.keyTuning(synth, TUNING_BANK, TUNING_PROGRAM, 'fw16-synth', cents, 1);
  for (let channel = 0; channel < CHANNELS; channel++) {
    fluidsynth.activateTuning(synth, channel, TUNING_BANK, TUNING_PROGRAM, 1);
  }
}
