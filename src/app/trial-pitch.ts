/** The pitch of a note as it was heard, and as FluidSynth makes it when nothing else is in the way. */
import type { Config } from '../config/schema.ts';
import type { PlayerSettings } from '../core/instrument/player.ts';
import type { Pitch } from '../core/music/pitch.ts';
import { PITCH_SAMPLES, pitchAt } from '../core/music/pitch.ts';
import { fluidSynthPort } from '../engine/fluid-synth.ts';
import { OfflineSynth, STEP_FRAMES } from '../engine/offline.ts';
import { tunedSettings } from './engine-settings.ts';

// After the attack, which has none.
const FROM_MS = 150;
const PITCHES = 5;
const EVERY_MS = 60;

/** How long a note has to be heard for its pitch. */
export function pitchMs(rate: number): number {
  return FROM_MS + PITCHES * EVERY_MS + (1000 * PITCH_SAMPLES) / rate;
}

/** The middle one of several, so that vibrato and chorus swing about it. */
export function steadyPitch(samples: Float32Array, rate: number, began: number): Pitch | undefined {
  const pitches: Pitch[] = [];
  for (let nth = 0; nth < PITCHES; nth++) {
    const ms = FROM_MS + nth * EVERY_MS;
    const pitch = pitchAt(samples, rate, began + Math.round((ms * rate) / 1000));
    if (pitch !== undefined) pitches.push(pitch);
  }
  pitches.sort((a, b) => a.hz - b.hz);
  return pitches[pitches.length >> 1];
}

/** The pitch of a note where nothing but FluidSynth plays it, with the same font and settings. */
export function pitchAlone(
  config: Config,
  { instrument }: PlayerSettings,
  font: string,
  note: number,
): Pitch | undefined {
  const offline = new OfflineSynth(tunedSettings(config), font);
  try {
    const { sampleRate } = config.audio;
    const port = fluidSynthPort(offline.fluidsynth, offline.synth, new Int32Array(1));
    port.program(instrument.channel, instrument.bank, instrument.program);
    port.noteOn(instrument.channel, note, config.velocity.fixed);
    const steps = Math.ceil((sampleRate * pitchMs(sampleRate)) / 1000 / STEP_FRAMES);
    const samples = new Float32Array(steps * STEP_FRAMES);
    for (let step = 0; step < steps; step++) {
      const both = offline.step();
      for (let frame = 0; frame < STEP_FRAMES; frame++) {
        samples[step * STEP_FRAMES + frame] = both[frame * 2]!;
      }
    }
    return steadyPitch(samples, sampleRate, 0);
  } finally {
    offline.close();
  }
}
