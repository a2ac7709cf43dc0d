/**
 * Instruments of sustained tones: one cycle of a spectrum, repeated, with an envelope around it.
 * Each A from 55 to 3520 Hz has a cycle of its own, cut off below half the sample rate. 44,000
 * samples a second make every one of these cycles a whole number of samples, so that pitch is exact.
 */
import type { FontInstrument, Generators, Sample, Zone } from './soundfont-writer.ts';
import { GENERATOR } from './soundfont-writer.ts';

const RATE = 44_000;
const LOWEST_A = 33;
const LOWEST_A_HZ = 55;
const OCTAVES = 7;
// FluidSynth wants a loop of at least some dozens of samples.
const LOOP_SAMPLES_MIN = 200;
const HEADROOM = 0.7;

/** The loudness of each harmonic, 1 the fundamental, at a pitch of `hz`. */
export type Spectrum = (harmonic: number, hz: number) => number;

export interface Envelope {
  readonly attackMs?: number;
  /** How long the fall from full to the sustained level takes; 0 holds on. */
  readonly decayMs?: number;
  /** How far below full the sustained level is; 100 is silence. */
  readonly sustainDb?: number;
  readonly releaseMs: number;
  /** Cut-off of the low-pass filter, and how far above it the sound begins. */
  readonly filterHz?: number;
  readonly filterFallCents?: number;
  readonly filterFallMs?: number;
  /** Shares sent to reverb and chorus, in per mille. */
  readonly reverb?: number;
  readonly chorus?: number;
  readonly quieterDb?: number;
}

export interface Tone {
  readonly name: string;
  readonly spectrum: Spectrum;
  readonly envelope: Envelope;
}

export function toneInstrument({ name, spectrum, envelope }: Tone): FontInstrument {
  const zones = Array.from({ length: OCTAVES }, (_, octave): Zone => {
    const root = LOWEST_A + 12 * octave;
    const keys = [octave === 0 ? 0 : root - 6, octave === OCTAVES - 1 ? 127 : root + 5] as const;
    return {
      keys,
      sample: cycle(name, spectrum, root, LOWEST_A_HZ * 2 ** octave),
      generators: generatorsOf(envelope),
    };
  });
  return { name, zones };
}

function cycle(name: string, spectrum: Spectrum, root: number, hz: number): Sample {
  const period = Math.round(RATE / hz);
  const wave = new Float64Array(period);
  // A note half an octave above the root must not fold over either.
  const harmonics = Math.floor(RATE / 2 / (hz * Math.SQRT2));
  for (let harmonic = 1; harmonic <= harmonics; harmonic++) {
    const level = spectrum(harmonic, hz);
    if (level === 0) continue;
    for (let at = 0; at < period; at++) {
      wave[at]! += level * Math.sin((2 * Math.PI * harmonic * at) / period);
    }
  }
  normalise(wave);
  const cycles = Math.ceil(LOOP_SAMPLES_MIN / period);
  const samples = Float64Array.from({ length: period * cycles }, (_, at) => wave[at % period]!);
  return { name: `${name} ${root}`, samples, rate: RATE, root, loopFrom: 0 };
}

/** To equal loudness as far as the peak allows: what rings together is heard by its power. */
function normalise(wave: Float64Array): void {
  const peak = wave.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  const power = Math.sqrt(wave.reduce((sum, value) => sum + value * value, 0) / wave.length);
  const factor = Math.min(HEADROOM / peak, 0.3 / Math.max(power, 1e-9));
  for (let at = 0; at < wave.length; at++) wave[at]! *= factor;
}

function generatorsOf(envelope: Envelope): Generators {
  const { attackMs, decayMs, sustainDb, filterHz, filterFallCents, filterFallMs } = envelope;
  const generators: (readonly [number, number])[] = [
    [GENERATOR.release, timecents(envelope.releaseMs)],
  ];
  const say = (generator: number, amount: number | undefined): void => {
    if (amount !== undefined) generators.push([generator, Math.round(amount)]);
  };
  say(GENERATOR.attack, attackMs === undefined ? undefined : timecents(attackMs));
  say(GENERATOR.decay, decayMs === undefined ? undefined : timecents(decayMs));
  say(GENERATOR.sustain, sustainDb === undefined ? undefined : Math.min(1000, sustainDb * 10));
  say(GENERATOR.filterCutoff, filterHz === undefined ? undefined : absoluteCents(filterHz));
  say(GENERATOR.modulationToFilter, filterFallCents);
  if (filterFallMs !== undefined) {
    say(GENERATOR.modulationDecay, timecents(filterFallMs));
    say(GENERATOR.modulationSustain, 1000);
  }
  say(GENERATOR.reverb, envelope.reverb ?? 120);
  say(GENERATOR.chorus, envelope.chorus);
  say(
    GENERATOR.attenuation,
    envelope.quieterDb === undefined ? undefined : envelope.quieterDb * 10,
  );
  return generators;
}

/** Seconds as powers of two in cents, as the specification counts time. */
export function timecents(ms: number): number {
  return Math.round(1200 * Math.log2(ms / 1000));
}

/** A frequency in cents above 8.176 Hz. */
function absoluteCents(hz: number): number {
  return Math.round(1200 * Math.log2(hz / 8.176));
}
