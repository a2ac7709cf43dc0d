/** The part of the board that says how the instrument is set up, beyond what screens show. */
import { CHORD_NAMES } from '../core/instrument/chords.ts';
import type { Instrument } from '../core/instrument/instrument.ts';
import { CHORD_NOTES_MAX } from '../core/music/chord.ts';
import { pitchClassName } from '../core/music/note.ts';
import { NOTE_VALUES } from '../core/music/note-value.ts';
import type { Scale } from '../core/music/scales.ts';
import type { Setup } from '../core/snapshot.ts';

/** Fields of the board from the first of its own on. */
const AT = 68;
const VELOCITY_OFFSET = AT;
const SCALE = AT + 1;
const SCALE_ROOT = AT + 2;
const CHORD_KIND = AT + 3;
const INVERSION = AT + 4;
const STRUM = AT + 5;
const GATE = AT + 6;
const SWING = AT + 7;
const OCTAVES = AT + 8;
const SYNC = AT + 9;
const REPEAT_RATE = AT + 10;
const REMEMBERED = AT + 11;
const MEMORY = AT + 12;

/** The first field behind them. */
export const SETUP_END = MEMORY + CHORD_NOTES_MAX;

export function publishSetup(fields: Int32Array, instrument: Instrument): void {
  const { velocity, scale, chords, arpeggio, repeat } = instrument;
  fields[VELOCITY_OFFSET] = velocity.offset;
  fields[SCALE] = scale.scale;
  fields[SCALE_ROOT] = scale.root;
  fields[CHORD_KIND] = chords.kind;
  fields[INVERSION] = chords.inversion;
  fields[STRUM] = chords.strumMs;
  fields[GATE] = arpeggio.gate;
  fields[SWING] = arpeggio.swing;
  fields[OCTAVES] = arpeggio.octaves;
  fields[SYNC] = arpeggio.sync ? 1 : 0;
  fields[REPEAT_RATE] = repeat.value;
  fields[REMEMBERED] = chords.remembered;
  for (let at = 0; at < CHORD_NOTES_MAX; at++) fields[MEMORY + at] = chords.memory[at]!;
}

export function readSetup(fields: Int32Array, scales: readonly Scale[]): Setup {
  return {
    velocityOffset: fields[VELOCITY_OFFSET]!,
    scaleName: scales[fields[SCALE]!]?.name ?? '',
    scaleRoot: pitchClassName(fields[SCALE_ROOT]!),
    chordKind: CHORD_NAMES[fields[CHORD_KIND]!] ?? '',
    chordMemory: Array.from(fields.subarray(MEMORY, MEMORY + fields[REMEMBERED]!)),
    inversion: fields[INVERSION]!,
    strum: fields[STRUM]!,
    gate: fields[GATE]!,
    swing: fields[SWING]!,
    octaves: fields[OCTAVES]!,
    sync: fields[SYNC] === 1,
    repeatRate: NOTE_VALUES[fields[REPEAT_RATE]!] ?? '',
  };
}
