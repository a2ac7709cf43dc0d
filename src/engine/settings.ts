import { equalTemperament } from '../core/music/tuning.ts';
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
  /** The cents of each of 128 notes, 100 a semitone; left out, equal temperament at `tuningHz`. */
  readonly tuning?: Float64Array;
}

/** What JACK calls us. */
export const JACK_NAME = 'fw16-synth';

const GAIN_MAX = 10;
const TUNING_BANK = 127;
const TUNING_PROGRAM = 127;
const CHANNELS = 16;
// Drums have no pitch that a scale could give them.
const DRUM_CHANNEL = 9;

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
  fluidsynth.setString(made, 'audio.jack.id', JACK_NAME);
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

/** Tunes a fresh synthesiser as its settings have it. */
export function tune(fluidsynth: FluidSynth, synth: SynthPtr, settings: EngineSettings): void {
  retune(fluidsynth, synth, settings.tuning ?? equalTemperament(settings.tuningHz));
}

/** Gives each note its cents; one that sounds keeps the pitch that it has. */
export function retune(fluidsynth: FluidSynth, synth: SynthPtr, cents: Float64Array): void {
  fluidsynth.keyTuning(synth, TUNING_BANK, TUNING_PROGRAM, 'fw16-synth', cents, 0);
  for (let channel = 0; channel < CHANNELS; channel++) {
    if (channel === DRUM_CHANNEL) continue;
    fluidsynth.activateTuning(synth, channel, TUNING_BANK, TUNING_PROGRAM, 0);
  }
}
