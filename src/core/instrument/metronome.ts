import type { Synth } from '../synth.ts';
import { METRONOME_HOLDER } from './holders.ts';
import type { Ledger } from './ledger.ts';
import { press } from './ledger.ts';

// The wood blocks of every General MIDI kit.
const HIGH = 76;
const LOW = 77;
/** Where General MIDI has its drums. */
export const DRUM_CHANNEL = 9;

export interface MetronomeSettings {
  readonly on: boolean;
  /** Beats to the bar; the first of them is the higher click. */
  readonly beats: number;
  /** The velocity of the first beat, 1-127; the others are a little softer. */
  readonly level: number;
}

/** A click on every beat. */
export interface Metronome {
  on: boolean;
  beats: number;
  readonly level: number;
  /** Beats since it began. */
  step: number;
  /** The tick it began at, in one cell. */
  readonly startTick: Float64Array;
}

export function createMetronome({ on, beats, level }: MetronomeSettings): Metronome {
  return { on, beats, level, step: 0, startTick: new Float64Array(1) };
}

export function click(metronome: Metronome, ledger: Ledger, synth: Synth): void {
  const isFirst = metronome.step % metronome.beats === 0;
  const velocity = isFirst ? metronome.level : Math.max(1, (metronome.level * 3) >> 2);
  press(ledger, synth, METRONOME_HOLDER, DRUM_CHANNEL, isFirst ? HIGH : LOW, velocity);
}
