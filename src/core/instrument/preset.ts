/** A sound at the press of one key. */
export interface Preset {
  readonly name: string;
  /** 0-127. */
  readonly program: number;
  /** 0-16383. */
  readonly bank: number;
  /** Left out, the octave, transpose, layout, velocity and voice mode stay as they are. */
  readonly octave?: number;
  readonly transpose?: number;
  readonly velocity?: number;
  /** A number of the layouts. */
  readonly layout?: number;
  /** A number of VOICE_MODES. */
  readonly mode?: number;
  /** 0-127 each; left out, those that the first layer began with. */
  readonly level?: number;
  readonly reverb?: number;
  readonly chorus?: number;
}

/** All there are by their places, the first that of F1; a place may be free. */
export type Presets = readonly (Preset | undefined)[];

/** As many as there are keys for at a time. */
export const PRESET_BANK_SIZE = 12;
export const PRESET_BANKS = 10;
export const PRESETS_MOST = PRESET_BANK_SIZE * PRESET_BANKS;

/** Presets as numbers: {@link PRESET_WORDS} each, in the order below. */
export type PresetTable = Int16Array;

export const PRESET_PROGRAM = 0;
export const PRESET_BANK = 1;
export const PRESET_OCTAVE = 2;
export const PRESET_TRANSPOSE = 3;
export const PRESET_VELOCITY = 4;
export const PRESET_LAYOUT = 5;
export const PRESET_MODE = 6;
export const PRESET_LEVEL = 7;
export const PRESET_REVERB = 8;
export const PRESET_CHORUS = 9;
export const PRESET_WORDS = 10;

/** In place of what a preset leaves as it is, and of the program of one that there is not. */
export const LEFT_OUT = -128;

export function createPresets(presets: Presets): PresetTable {
  const table = new Int16Array(PRESETS_MOST * PRESET_WORDS);
  fillPresets(table, presets);
  return table;
}

export function fillPresets(table: PresetTable, presets: Presets): void {
  table.fill(LEFT_OUT);
  presets.slice(0, PRESETS_MOST).forEach((preset, index) => {
    if (preset === undefined) return;
    const at = index * PRESET_WORDS;
    table[at + PRESET_PROGRAM] = preset.program;
    table[at + PRESET_BANK] = preset.bank;
    table[at + PRESET_OCTAVE] = preset.octave ?? LEFT_OUT;
    table[at + PRESET_TRANSPOSE] = preset.transpose ?? LEFT_OUT;
    table[at + PRESET_VELOCITY] = preset.velocity ?? LEFT_OUT;
    table[at + PRESET_LAYOUT] = preset.layout ?? LEFT_OUT;
    table[at + PRESET_MODE] = preset.mode ?? LEFT_OUT;
    table[at + PRESET_LEVEL] = preset.level ?? LEFT_OUT;
    table[at + PRESET_REVERB] = preset.reverb ?? LEFT_OUT;
    table[at + PRESET_CHORUS] = preset.chorus ?? LEFT_OUT;
  });
}

export function hasPreset(table: PresetTable, index: number): boolean {
  return (table[index * PRESET_WORDS + PRESET_PROGRAM] ?? LEFT_OUT) !== LEFT_OUT;
}

/** The first preset with this sound, or -1. */
export function presetOf(table: PresetTable, bank: number, program: number): number {
  for (let index = 0; index < PRESETS_MOST; index++) {
    const at = index * PRESET_WORDS;
    if (table[at + PRESET_PROGRAM] === program && table[at + PRESET_BANK] === bank) return index;
  }
  return -1;
}

/** The twelve that a preset belongs to; the first for none. */
export function presetBankOf(preset: number): number {
  return preset < 0 ? 0 : Math.trunc(preset / PRESET_BANK_SIZE);
}

/** From `bank` the next that has a preset, `step` 1 upwards or -1 downwards, and round. */
export function nextPresetBank(table: PresetTable, bank: number, step: 1 | -1): number {
  for (let away = 1; away < PRESET_BANKS; away++) {
    const next = (bank + away * step + PRESET_BANKS) % PRESET_BANKS;
    const from = next * PRESET_BANK_SIZE;
    for (let index = from; index < from + PRESET_BANK_SIZE; index++) {
      if (hasPreset(table, index)) return next;
    }
  }
  return bank;
}

/** The place of the preset that is called so, whatever the case of its letters; -1 for none. */
export function presetNamed(presets: Presets, name: string): number {
  const wanted = name.toLowerCase();
  return presets.findIndex((preset) => preset?.name.toLowerCase() === wanted);
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
