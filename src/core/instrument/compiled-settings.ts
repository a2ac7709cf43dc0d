/**
 * The settings that are tables, as one row of numbers: compiled where there is time, taken over by
 * an instrument that plays, without an allocation and without a note that ends.
 */
import { fillVelocityTable } from '../music/velocity-curve.ts';
import { CHORD_MOST, NO_KEY, setChordKey } from './arming.ts';
import type { Player, PlayerSettings } from './player.ts';
import {
  fillPresets,
  PRESET_BANK,
  PRESET_PROGRAM,
  PRESET_WORDS,
  PRESETS_MOST,
  type PresetTable,
} from './preset.ts';
import { VELOCITY_SOURCES } from './velocity.ts';

const ROWS = 3;
const VELOCITIES = 128;

const SOURCE = 0;
const ACCENT = 1;
const SOFT = 2;
const ROWS_AT = 3;
const TABLE_AT = ROWS_AT + ROWS;
const CHORD_AT = TABLE_AT + VELOCITIES;
const PRESETS_AT = CHORD_AT + CHORD_MOST;

/** Words of a row. */
export const COMPILED_WORDS = PRESETS_AT + PRESETS_MOST * PRESET_WORDS;

/** Writes the settings into `words`, {@link COMPILED_WORDS} long. */
export function compileSettings(words: Int16Array, settings: PlayerSettings): void {
  const { velocity, presets } = settings.instrument;
  words[SOURCE] = VELOCITY_SOURCES.indexOf(velocity.source);
  words[ACCENT] = velocity.accent;
  words[SOFT] = velocity.soft;
  words.set(velocity.rows, ROWS_AT);
  const table = new Uint8Array(VELOCITIES);
  fillVelocityTable(table, velocity.min, velocity.max, velocity.curve);
  words.set(table, TABLE_AT);
  for (let at = 0; at < CHORD_MOST; at++) words[CHORD_AT + at] = settings.armingChord[at] ?? NO_KEY;
  fillPresets(words.subarray(PRESETS_AT), presets);
}

/** The player goes by these settings from now on; what is held and what sounds stays. */
export function adoptSettings(player: Player, words: Int16Array): void {
  const { velocity, presets } = player.instrument;
  velocity.source = VELOCITY_SOURCES[words[SOURCE]!] ?? velocity.source;
  velocity.accent = words[ACCENT]!;
  velocity.soft = words[SOFT]!;
  for (let row = 0; row < ROWS; row++) velocity.rows[row] = words[ROWS_AT + row]!;
  for (let at = 0; at < VELOCITIES; at++) velocity.table[at] = words[TABLE_AT + at]!;
  for (let at = 0; at < presets.length; at++) presets[at] = words[PRESETS_AT + at]!;
  if (!isChosen(player, presets)) player.instrument.preset = -1;
  adoptChord(player, words);
  player.instrument.revision++;
}

function adoptChord({ arming }: Player, words: Int16Array): void {
  let changed = false;
  for (let at = 0; at < CHORD_MOST; at++) {
    // Numbers above 32767 stand as negative ones in the row.
    const code = words[CHORD_AT + at]! & 0xffff;
    changed ||= arming.chord[at] !== code;
    setChordKey(arming, at, code);
  }
  if (changed) arming.chordDown = 0;
}

/** Whether the preset that was chosen last is still what sounds. */
function isChosen({ instrument }: Player, presets: PresetTable): boolean {
  const at = instrument.preset * PRESET_WORDS;
  return (
    presets[at + PRESET_PROGRAM] === instrument.program &&
    presets[at + PRESET_BANK] === instrument.bank
  );
}
