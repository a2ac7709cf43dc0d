/** Measuring what was heard. */
import { readFileSync } from 'node:fs';
import { readWavHeader } from '../../src/core/formats/wav.ts';

/** The left side of a WAV of floats. */
export function readWav(path: string): { samples: Float32Array; rate: number } {
  const bytes = readFileSync(path);
  const { dataOffset, frames, channels, rate, sample } = readWavHeader(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = sample === 'float32' ? 4 : 2;
  const samples = Float32Array.from({ length: frames }, (_, frame) => {
    const at = dataOffset + frame * channels * size;
    return sample === 'float32' ? view.getFloat32(at, true) : view.getInt16(at, true) / 32_768;
  });
  return { samples, rate };
}

/**
 * How many cents a steady tone is off `hz`: by how far its phase turns between two windows against
 * a tone of exactly `hz`. It must be within half a turn, so within about 20 cents at 440 Hz.
 *
 * @param from the first frame of `seconds` that are steady
 */
export function centsOff(
  samples: Float32Array,
  rate: number,
  hz: number,
  from = 0,
  seconds = 0.3,
): number {
  const length = Math.round((rate * seconds * 2) / 3);
  const gap = Math.round((rate * seconds) / 3);
  const turn =
    phaseAt(samples, rate, hz, from + gap, length) - phaseAt(samples, rate, hz, from, length);
  const wrapped = turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI));
  return 1200 * Math.log2(1 + wrapped / (2 * Math.PI) / (gap / rate) / hz);
}

/**
 * The same for sound that was captured live, where a machine that is too busy drops a period now
 * and then: by the longest stretch of whole cycles within 0.3 s. A cycle is whole when it is within
 * 100 cents of what is expected.
 */
export function centsOffLive(
  samples: Float32Array,
  rate: number,
  hz: number,
  from: number,
): number {
  const wanted = rate / hz;
  let longest = { cycles: 0, frames: Number.NaN };
  let stretch = { cycles: 0, frames: 0 };
  let last = Number.NaN;
  for (let frame = from + 1; frame < from + rate * 0.3; frame++) {
    const [before, after] = [samples[frame - 1] ?? 0, samples[frame] ?? 0];
    if (before >= 0 || after < 0) continue;
    const crossing = frame - after / (after - before);
    const length = crossing - last;
    last = crossing;
    const isWhole = Math.abs(1200 * Math.log2(length / wanted)) < 100;
    stretch = isWhole
      ? { cycles: stretch.cycles + 1, frames: stretch.frames + length }
      : { cycles: 0, frames: 0 };
    if (stretch.cycles > longest.cycles) longest = stretch;
  }
  return 1200 * Math.log2((wanted * longest.cycles) / longest.frames);
}

/** The first frame from `from` on that is louder than `level`, or -1. */
export function onsetFrame(samples: Float32Array, level: number, from = 0): number {
  for (let frame = from; frame < samples.length; frame++) {
    if (Math.abs(samples[frame]!) > level) return frame;
  }
  return -1;
}

/** The highest peak from `from` up to `to` in dBFS; -Infinity is silence. */
export function peakDb(samples: Float32Array, from = 0, to = samples.length): number {
  let peak = 0;
  for (let frame = from; frame < to; frame++) peak = Math.max(peak, Math.abs(samples[frame]!));
  return 20 * Math.log10(peak);
}

/** The frequency of a MIDI note at A4 = 440 Hz. */
export function noteHz(note: number): number {
  return 440 * 2 ** ((note - 69) / 12);
}

function phaseAt(
  samples: Float32Array,
  rate: number,
  hz: number,
  from: number,
  length: number,
): number {
  let cosine = 0;
  let sine = 0;
  for (let at = 0; at < length; at++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / length);
    const angle = (2 * Math.PI * hz * (from + at)) / rate;
    const value = window * (samples[from + at] ?? 0);
    cosine += value * Math.cos(angle);
    sine -= value * Math.sin(angle);
  }
  return Math.atan2(sine, cosine);
}
