/** A chord under one finger: of a kind that there is, or one that a hand has shown. */
import type { Moment } from '../event.ts';
import {
  CHORD_KINDS,
  CHORD_NOTES_MAX,
  NO_CHORD,
  recogniseChord,
  recogniseHeld,
  spellChord,
} from '../music/chord.ts';
import { cancel, DUE } from './agenda.ts';
import type { Instrument } from './instrument.ts';
import type { NoteSet } from './note-set.ts';
import { addNote, createNoteSet, NOTE_SET_MAX, removeNoteAt } from './note-set.ts';

/** In which order a strum goes through its strings. */
export const STRUMS = ['up', 'down', 'alternate'] as const;
export type Strum = (typeof STRUMS)[number];

const DOWN = 1;
const ALTERNATE = 2;

/** The kind after the last of CHORD_KINDS: what a hand has shown. */
export const MEMORY = CHORD_KINDS.length;
export const CHORD_NAMES: readonly string[] = [...CHORD_KINDS.map(({ name }) => name), 'memory'];

export interface ChordSettings {
  readonly on: boolean;
  /** A number of {@link CHORD_NAMES}. */
  readonly kind: number;
  readonly inversion: number;
  /** The chord of the kind `memory`, in semitones from the key. */
  readonly memory: readonly number[];
  /** From string to string; 0 is all at once. */
  readonly strumMs: number;
  /** A number of {@link STRUMS}. */
  readonly strum: number;
}

/** One key is one note. */
export const NO_CHORDS: ChordSettings = {
  on: false,
  kind: 0,
  inversion: 0,
  memory: [0, 7, 12, 16],
  strumMs: 0,
  strum: 0,
};

export interface Chords {
  on: boolean;
  kind: number;
  inversion: number;
  readonly memory: Int8Array;
  /** How many notes it has. */
  remembered: number;
  strumMs: number;
  readonly strum: number;
  /** Whether the strum before went down; `alternate` turns it. */
  wentDown: boolean;
  /** The notes of the chord that is struck, in the order of the strings. */
  readonly notes: Uint8Array;
  /** Strings that are still to be struck, and when each is, in microseconds. */
  readonly waiting: NoteSet;
  readonly dueUs: Float64Array;
}

export function createChords(settings: ChordSettings): Chords {
  const memory = settings.memory.slice(0, CHORD_NOTES_MAX);
  const chords: Chords = {
    on: settings.on,
    kind: settings.kind,
    inversion: settings.inversion,
    memory: new Int8Array(CHORD_NOTES_MAX),
    remembered: memory.length,
    strumMs: settings.strumMs,
    strum: settings.strum,
    wentDown: settings.strum !== DOWN,
    notes: new Uint8Array(CHORD_NOTES_MAX),
    waiting: createNoteSet(),
    dueUs: new Float64Array(NOTE_SET_MAX),
  };
  chords.memory.set(memory);
  return chords;
}

/** Writes the notes that a key strikes into `notes`, in the order of a strum; answers how many. */
export function spell(chords: Chords, note: number): number {
  const { on, notes, kind, inversion } = chords;
  if (!on) {
    notes[0] = note;
    return 1;
  }
  const count = kind === MEMORY ? remember(chords, note) : spellChord(notes, note, kind, inversion);
  if (isDown(chords)) reverse(notes, count);
  return count;
}

/** A string, counted from 0, is struck that many strings' time after `now`; false when too many wait. */
export function waitFor(
  { waiting, dueUs, strumMs }: Chords,
  string: number,
  holder: number,
  note: number,
  velocity: number,
  layers: number,
  now: Moment,
): boolean {
  dueUs[waiting.count] = now[0]! + string * strumMs * 1000;
  return addNote(waiting, holder, note, velocity, layers);
}

/** The place of the string that is due first, or -1. */
export function firstWaiting({ waiting, dueUs }: Chords): number {
  let first = waiting.count - 1;
  for (let at = first - 1; at >= 0; at--) if (dueUs[at]! <= dueUs[first]!) first = at;
  return first;
}

/** A string is struck, or will not be. */
export function stopWaiting({ waiting, dueUs }: Chords, at: number): void {
  dueUs.copyWithin(at, at + 1, waiting.count);
  removeNoteAt(waiting, at);
}

/** The strings of a key that came up are not struck any more. */
export function forgetStrings(chords: Chords, holder: number): void {
  const { holders } = chords.waiting;
  for (let at = chords.waiting.count - 1; at >= 0; at--) {
    if (holders[at] === holder) stopWaiting(chords, at);
  }
}

/** Has the strum go on when its next string is due. */
export function planStrum({ chords, agenda }: Instrument): void {
  const first = firstWaiting(chords);
  if (first < 0) cancel(agenda, DUE.strum);
  else agenda.us[DUE.strum] = chords.dueUs[first]!;
}

export function setChords(instrument: Instrument, on: boolean): void {
  instrument.chords.on = on;
  instrument.revision++;
}

/** @param kind a number of {@link CHORD_NAMES}; it plays from the next key on */
export function setChordKind(instrument: Instrument, kind: number): void {
  instrument.chords.on = true;
  instrument.chords.kind = kind % CHORD_NAMES.length;
  instrument.revision++;
}

export function setInversion(instrument: Instrument, inversion: number): void {
  instrument.chords.inversion = Math.min(CHORD_NOTES_MAX, Math.max(0, inversion));
  instrument.revision++;
}

export function setStrum(instrument: Instrument, ms: number): void {
  instrument.chords.strumMs = ms;
  instrument.revision++;
}

/** The chord of the kind `memory`: so many notes, the semitones of which are the bytes of `low` and `high`. */
export function setChordMemory(
  { chords }: Instrument,
  count: number,
  low: number,
  high: number,
): void {
  chords.remembered = Math.min(CHORD_NOTES_MAX, Math.max(0, count));
  for (let at = 0; at < CHORD_NOTES_MAX; at++) {
    // Int8Array takes the lowest byte, with its sign.
    chords.memory[at] = at < 4 ? low >> (8 * at) : high >> (8 * (at - 4));
  }
}

/** What sounds on the first layer by hands is the chord of every key from now on, if it is one. */
export function learnChord(instrument: Instrument): void {
  const { chords, ledger, channel } = instrument;
  let lowest = -1;
  let count = 0;
  for (let note = 0; note < 128 && count < CHORD_NOTES_MAX; note++) {
    if (ledger.holders[channel * 128 + note] === 0) continue;
    if (lowest < 0) lowest = note;
    chords.memory[count++] = note - lowest;
  }
  if (count < 2) return;
  chords.remembered = count;
  setChordKind(instrument, MEMORY);
}

/** The chord that is held, for chordName; NO_CHORD when it is none. */
export function heldChord({ arpeggio, ledger, channel }: Instrument): number {
  const { held } = arpeggio;
  if (held.count === 0) return recogniseHeld(ledger.holders, channel * 128);
  let pitchClasses = 0;
  let bass = 128;
  for (let at = 0; at < held.count; at++) {
    pitchClasses |= 1 << (held.notes[at]! % 12);
    bass = Math.min(bass, held.notes[at]!);
  }
  return bass > 127 ? NO_CHORD : recogniseChord(pitchClasses, bass % 12);
}

function remember({ memory, remembered, notes }: Chords, note: number): number {
  let count = 0;
  for (let at = 0; at < remembered; at++) {
    const each = note + memory[at]!;
    if (each >= 0 && each <= 127) notes[count++] = each;
  }
  return count;
}

function isDown(chords: Chords): boolean {
  chords.wentDown = chords.strum === ALTERNATE ? !chords.wentDown : chords.strum === DOWN;
  return chords.wentDown;
}

function reverse(notes: Uint8Array, count: number): void {
  for (let low = 0, high = count - 1; low < high; low++, high--) {
    const note = notes[low]!;
    notes[low] = notes[high]!;
    notes[high] = note;
  }
}
