/** The instruments of the built-in font, and which of them stands in for each General MIDI program. */
import type { Spectrum, Tone } from './tones.ts';

const rolloff =
  (power: number): Spectrum =>
  (harmonic) =>
    harmonic ** -power;
const odd =
  (power: number, even = 0): Spectrum =>
  (harmonic) =>
    (harmonic % 2 === 1 ? 1 : even) * harmonic ** -power;
const listed =
  (...levels: readonly number[]): Spectrum =>
  (harmonic) =>
    levels[harmonic - 1] ?? 0;
/** Louder around some frequencies, whatever the pitch, as a voice or a wooden body is. */
const formants =
  (power: number, ...peaks: readonly (readonly [hz: number, width: number])[]): Spectrum =>
  (harmonic, hz) => {
    const bodies = peaks.map(([at, width]) => Math.exp(-(((harmonic * hz - at) / width) ** 2)));
    return harmonic ** -power * (0.15 + bodies.reduce((sum, body) => sum + body, 0));
  };
/** A string struck or plucked at a share of its length lacks what has a node there. */
const plucked =
  (share: number, power: number): Spectrum =>
  (harmonic) =>
    Math.abs(Math.sin(Math.PI * harmonic * share)) * harmonic ** -power;

const struck = { sustainDb: 100, releaseMs: 250 };

export const TONES = {
  piano: {
    name: 'Piano',
    spectrum: plucked(1 / 8, 1.5),
    envelope: {
      ...struck,
      decayMs: 9000,
      filterHz: 900,
      filterFallCents: 3600,
      filterFallMs: 5000,
    },
  },
  electricPiano: {
    name: 'Electric piano',
    spectrum: listed(1, 0.25, 0.12, 0.35, 0.05, 0.02, 0.12),
    envelope: {
      ...struck,
      decayMs: 8000,
      filterHz: 1000,
      filterFallCents: 3000,
      filterFallMs: 2500,
      chorus: 300,
    },
  },
  harpsichord: {
    name: 'Harpsichord',
    spectrum: plucked(1 / 11, 0.7),
    envelope: { ...struck, decayMs: 5000, releaseMs: 120, quieterDb: 3 },
  },
  mallet: {
    name: 'Mallet',
    spectrum: listed(1, 0, 0, 0.4, 0, 0, 0, 0, 0, 0.15),
    envelope: { ...struck, decayMs: 2500, releaseMs: 500 },
  },
  bell: {
    name: 'Bell',
    spectrum: listed(1, 0.1, 0.5, 0, 0.3, 0, 0.25, 0, 0.15, 0, 0.2),
    envelope: { ...struck, decayMs: 7000, releaseMs: 1500, reverb: 300 },
  },
  organ: {
    name: 'Organ',
    spectrum: listed(1, 0.9, 0.6, 0.6, 0, 0.35, 0, 0.4),
    envelope: { attackMs: 4, releaseMs: 60, chorus: 150 },
  },
  churchOrgan: {
    name: 'Church organ',
    spectrum: listed(1, 0.8, 0.3, 0.7, 0.1, 0.3, 0.05, 0.5, 0, 0.1, 0, 0.2),
    envelope: { attackMs: 12, releaseMs: 250, reverb: 400 },
  },
  reedOrgan: {
    name: 'Reed organ',
    spectrum: odd(0.9, 0.7),
    envelope: { attackMs: 25, releaseMs: 90, filterHz: 4000, chorus: 200 },
  },
  guitar: {
    name: 'Guitar',
    spectrum: plucked(1 / 5, 1.2),
    envelope: {
      ...struck,
      decayMs: 4500,
      filterHz: 1200,
      filterFallCents: 3000,
      filterFallMs: 1500,
    },
  },
  drivenGuitar: {
    name: 'Driven guitar',
    spectrum: odd(0.75, 0.8),
    envelope: { decayMs: 9000, sustainDb: 12, releaseMs: 150, filterHz: 3500, quieterDb: 3 },
  },
  bass: {
    name: 'Bass',
    spectrum: plucked(1 / 4, 1.3),
    envelope: {
      ...struck,
      decayMs: 5000,
      releaseMs: 120,
      filterHz: 500,
      filterFallCents: 3000,
      filterFallMs: 900,
    },
  },
  pluck: {
    name: 'Pluck',
    spectrum: plucked(1 / 7, 1),
    envelope: {
      ...struck,
      decayMs: 1500,
      filterHz: 1500,
      filterFallCents: 3000,
      filterFallMs: 600,
    },
  },
  strings: {
    name: 'Strings',
    spectrum: formants(0.9, [500, 300], [1200, 600], [2800, 1000]),
    envelope: { attackMs: 70, releaseMs: 300, filterHz: 5000, reverb: 300, chorus: 500 },
  },
  soloString: {
    name: 'Solo string',
    spectrum: formants(0.8, [450, 250], [1100, 500], [3000, 900]),
    envelope: { attackMs: 45, releaseMs: 180, reverb: 250 },
  },
  voice: {
    name: 'Voice',
    spectrum: formants(0.7, [700, 130], [1100, 150], [2700, 250]),
    envelope: { attackMs: 90, releaseMs: 300, reverb: 350, chorus: 500 },
  },
  brass: {
    name: 'Brass',
    spectrum: formants(0.6, [900, 700]),
    envelope: {
      attackMs: 30,
      releaseMs: 150,
      filterHz: 2500,
      filterFallCents: 1200,
      filterFallMs: 400,
    },
  },
  reed: {
    name: 'Reed',
    spectrum: formants(0.6, [600, 300], [1500, 500], [3000, 700]),
    envelope: { attackMs: 25, releaseMs: 120, filterHz: 5000 },
  },
  clarinet: {
    name: 'Clarinet',
    spectrum: odd(1.1, 0.08),
    envelope: { attackMs: 30, releaseMs: 120, filterHz: 4000 },
  },
  flute: {
    name: 'Flute',
    spectrum: listed(1, 0.35, 0.12, 0.04, 0.02),
    envelope: { attackMs: 40, releaseMs: 130, reverb: 250 },
  },
  squareLead: {
    name: 'Square lead',
    spectrum: odd(1),
    envelope: { releaseMs: 80, filterHz: 6000, quieterDb: 2 },
  },
  sawLead: {
    name: 'Saw lead',
    spectrum: rolloff(1),
    envelope: { releaseMs: 80, filterHz: 7000, chorus: 250, quieterDb: 2 },
  },
  pad: {
    name: 'Pad',
    spectrum: rolloff(1.4),
    envelope: { attackMs: 250, releaseMs: 900, filterHz: 3000, reverb: 400, chorus: 600 },
  },
} as const satisfies Readonly<Record<string, Tone>>;

export type ToneName = keyof typeof TONES;

/** References for measuring: no filter, no effects, sounding from the first sample. */
export const PURE: readonly Tone[] = [
  { name: 'Pure sine', spectrum: listed(1), envelope: { releaseMs: 100, reverb: 0, chorus: 0 } },
  { name: 'Pure square', spectrum: odd(1), envelope: { releaseMs: 100, reverb: 0, chorus: 0 } },
];

/** From each program on, up to the next that is listed. */
export const PROGRAMS: readonly (readonly [from: number, tone: ToneName])[] = [
  [0, 'piano'],
  [4, 'electricPiano'],
  [6, 'harpsichord'],
  [8, 'bell'],
  [11, 'mallet'],
  [14, 'bell'],
  [15, 'pluck'],
  [16, 'organ'],
  [19, 'churchOrgan'],
  [20, 'reedOrgan'],
  [24, 'guitar'],
  [29, 'drivenGuitar'],
  [31, 'guitar'],
  [32, 'bass'],
  [40, 'soloString'],
  [44, 'strings'],
  [45, 'pluck'],
  [47, 'mallet'],
  [48, 'strings'],
  [52, 'voice'],
  [55, 'brass'],
  [64, 'reed'],
  [71, 'clarinet'],
  [72, 'flute'],
  [80, 'squareLead'],
  [81, 'sawLead'],
  [82, 'flute'],
  [84, 'sawLead'],
  [85, 'voice'],
  [86, 'sawLead'],
  [88, 'pad'],
  [91, 'voice'],
  [92, 'pad'],
  [98, 'bell'],
  [99, 'pad'],
  [104, 'pluck'],
  [109, 'reed'],
  [110, 'soloString'],
  [111, 'reed'],
  [112, 'bell'],
  [114, 'mallet'],
  [119, 'pad'],
  [123, 'flute'],
  [124, 'bell'],
  [125, 'pad'],
  [127, 'mallet'],
];
