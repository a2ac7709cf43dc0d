/** A sound at the press of one key. */
export interface Preset {
  readonly name: string;
  /** 0-127. */
  readonly program: number;
  /** 0-16383. */
  readonly bank: number;
  /** Left out, the octave, transpose and velocity stay as they are. */
  readonly octave?: number;
  readonly transpose?: number;
  readonly velocity?: number;
}

/** The twelve of F1 to F12 until a configuration says otherwise (General MIDI programs). */
export const TWELVE_PRESETS: readonly Preset[] = [
  { name: 'Grand Piano', program: 0, bank: 0 },
  { name: 'Electric Piano', program: 4, bank: 0 },
  { name: 'Drawbar Organ', program: 16, bank: 0 },
  { name: 'Nylon Guitar', program: 24, bank: 0 },
  { name: 'Synth Strings', program: 50, bank: 0 },
  { name: 'Choir Aahs', program: 52, bank: 0 },
  { name: 'Brass Section', program: 61, bank: 0 },
  { name: 'Tenor Sax', program: 66, bank: 0 },
  { name: 'Flute', program: 73, bank: 0 },
  { name: 'Saw Lead', program: 81, bank: 0 },
  { name: 'Warm Pad', program: 89, bank: 0 },
  { name: 'Atmosphere', program: 99, bank: 0 },
];
