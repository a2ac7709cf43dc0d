/** The drum kit: each sound is made once, and its neighbours are the same at another pitch. */
import { seededRandom } from '../../src/core/random.ts';
import type { FontInstrument, Sample, Zone } from './soundfont-writer.ts';
import { GENERATOR } from './soundfont-writer.ts';
import { timecents } from './tones.ts';

const RATE = 24_000;
const ROOT = 60;

/** A sample at each moment in seconds, given noise of -1 to 1. */
type Sound = (seconds: number, noise: number) => number;

const fall = (seconds: number, tau: number): number => Math.exp(-seconds / tau);
const ring = (hz: number, seconds: number): number => Math.sin(2 * Math.PI * hz * seconds);
/** A pitch that falls from `from` to `to` Hz within `tau` seconds. */
const sweep = (from: number, to: number, tau: number, seconds: number): number =>
  Math.sin(2 * Math.PI * (to * seconds + (from - to) * tau * (1 - fall(seconds, tau))));
const metal = (seconds: number): number =>
  [2017, 2791, 3511, 4253, 5407, 6983].reduce((sum, hz) => sum + Math.sign(ring(hz, seconds)), 0) /
  6;

const SOUNDS: Readonly<Record<string, readonly [seconds: number, sound: Sound]>> = {
  kick: [0.4, (s, n) => sweep(180, 48, 0.03, s) * fall(s, 0.11) + 0.2 * n * fall(s, 0.004)],
  snare: [0.3, (s, n) => 0.6 * n * fall(s, 0.07) + 0.5 * sweep(260, 180, 0.02, s) * fall(s, 0.06)],
  stick: [0.06, (s, n) => (0.7 * ring(1700, s) + 0.3 * n) * fall(s, 0.01)],
  clap: [0.3, (s, n) => n * (s < 0.03 ? fall(s % 0.01, 0.004) : fall(s - 0.03, 0.06))],
  tom: [0.5, (s, n) => sweep(150, 90, 0.06, s) * fall(s, 0.16) + 0.1 * n * fall(s, 0.01)],
  closed: [0.09, (s, n) => (0.5 * n + 0.5 * metal(s)) * fall(s, 0.018)],
  open: [0.6, (s, n) => (0.5 * n + 0.5 * metal(s)) * fall(s, 0.16)],
  crash: [1.4, (s, n) => (0.7 * n + 0.3 * metal(s)) * fall(s, 0.4)],
  ride: [1, (s, n) => (0.2 * n + 0.4 * metal(s) + 0.4 * ring(3120, s)) * fall(s, 0.3)],
  bell: [0.3, (s) => (0.6 * ring(562, s) + 0.4 * ring(845, s)) * fall(s, 0.08)],
  shaker: [0.1, (s, n) => n * Math.min(1, s / 0.02) * fall(s, 0.025)],
  block: [0.1, (s) => (ring(880, s) + 0.4 * ring(2210, s)) * fall(s, 0.02)],
};

/** Notes of the General MIDI drum map: sound, how many semitones from it, and what cuts it off. */
const KIT: readonly (readonly [note: number, sound: string, semitones?: number, cut?: number])[] = [
  [35, 'kick', -2],
  [36, 'kick'],
  [37, 'stick'],
  [38, 'snare'],
  [39, 'clap'],
  [40, 'snare', 3],
  [41, 'tom', -5],
  [42, 'closed', 0, 1],
  [43, 'tom', -3],
  [44, 'closed', -2, 1],
  [45, 'tom', 0],
  [46, 'open', 0, 1],
  [47, 'tom', 3],
  [48, 'tom', 6],
  [49, 'crash'],
  [50, 'tom', 9],
  [51, 'ride'],
  [52, 'crash', -3],
  [53, 'ride', 5],
  [54, 'shaker', 5],
  [55, 'crash', 5],
  [56, 'bell'],
  [57, 'crash', 2],
  [58, 'shaker', -7],
  [59, 'ride', 2],
  [60, 'tom', 14],
  [61, 'tom', 11],
  [62, 'tom', 16],
  [63, 'tom', 13],
  [64, 'tom', 8],
  [65, 'tom', 17],
  [66, 'tom', 12],
  [67, 'bell', 7],
  [68, 'bell', 2],
  [69, 'shaker', -2],
  [70, 'shaker'],
  [71, 'bell', 19],
  [72, 'bell', 17],
  [73, 'shaker', 9],
  [74, 'shaker', 4],
  [75, 'stick', 5],
  [76, 'block', 2],
  [77, 'block', -3],
  [78, 'block', 9],
  [79, 'block', 4],
  [80, 'bell', 24],
  [81, 'bell', 22],
];

export function drumKit(): FontInstrument {
  const samples = new Map(
    Object.entries(SOUNDS).map(([name, [seconds, sound]]) => [name, drum(name, seconds, sound)]),
  );
  const zones = KIT.map(([note, sound, semitones = 0, cut]): Zone => {
    const sample = samples.get(sound);
    if (sample === undefined) throw new Error(`there is no drum ${sound}`);
    return {
      keys: [note, note],
      sample,
      generators: [
        [GENERATOR.reverb, 150],
        [GENERATOR.release, timecents(2000)],
        ...(cut === undefined ? [] : [[GENERATOR.exclusiveClass, cut] as const]),
        [GENERATOR.rootKey, note - semitones],
      ],
    };
  });
  return { name: 'Drum kit', zones };
}

function drum(name: string, seconds: number, sound: Sound): Sample {
  const random = seededRandom(name.length * 7919 + name.charCodeAt(0));
  const samples = Float64Array.from({ length: Math.round(seconds * RATE) }, (_, at) =>
    sound(at / RATE, random() * 2 - 1),
  );
  const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const fade = samples.length / 10;
  for (let at = 0; at < samples.length; at++) {
    samples[at]! *= (0.6 / peak) * Math.min(1, (samples.length - at) / fade);
  }
  return { name, samples, rate: RATE, root: ROOT };
}
