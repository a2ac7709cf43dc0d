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

export const PRESETS_MOST = 12;

/** Presets as numbers: {@link PRESET_WORDS} each, in the order below. */
export type PresetTable = Int16Array;

export const PRESET_PROGRAM = 0;
export const PRESET_BANK = 1;
export const PRESET_OCTAVE = 2;
export const PRESET_TRANSPOSE = 3;
export const PRESET_VELOCITY = 4;
export const PRESET_WORDS = 5;

/** In place of what a preset leaves as it is, and of the program of one that there is not. */
export const LEFT_OUT = -128;

export function createPresets(presets: readonly Preset[]): PresetTable {
  const table = new Int16Array(PRESETS_MOST * PRESET_WORDS);
  fillPresets(table, presets);
  return table;
}

export function fillPresets(table: PresetTable, presets: readonly Preset[]): void {
  table.fill(LEFT_OUT);
  presets.slice(0, PRESETS_MOST).forEach((preset, index) => {
    const at = index * PRESET_WORDS;
    table[at + PRESET_PROGRAM] = preset.program;
    table[at + PRESET_BANK] = preset.bank;
    table[at + PRESET_OCTAVE] = preset.octave ?? LEFT_OUT;
    table[at + PRESET_TRANSPOSE] = preset.transpose ?? LEFT_OUT;
    table[at + PRESET_VELOCITY] = preset.velocity ?? LEFT_OUT;
  });
}

/** The first preset with this sound, or -1. */
export function presetOf(table: PresetTable, bank: number, program: number): number {
  for (let index = 0; index < PRESETS_MOST; index++) {
    const at = index * PRESET_WORDS;
    if (table[at + PRESET_PROGRAM] === program && table[at + PRESET_BANK] === bank) return index;
  }
  return -1;
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
