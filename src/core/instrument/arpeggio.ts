/** Held notes one after the other, on the beat: which of them comes next. */
import { pick } from '../random.ts';
import type { NoteSet } from './note-set.ts';
import { addNote, createNoteSet, removeNoteAt, removeNotes } from './note-set.ts';

/**
 * The ways through the held notes. `up-down` turns at its ends, `up-and-down` sounds them twice;
 * `played` is the order of the fingers, `steps` one of the player's own.
 */
export const PATTERNS = [
  'up',
  'down',
  'up-down',
  'up-and-down',
  'random',
  'played',
  'chord',
  'steps',
] as const;
export type Pattern = (typeof PATTERNS)[number];

const [, DOWN, UP_DOWN, UP_AND_DOWN, RANDOM, PLAYED, CHORD] = [0, 1, 2, 3, 4, 5, 6] as const;
const OCTAVE = 12;

/** More steps no pattern of the player's own has, nor higher ones. */
export const STEPS_MAX = 32;
export const STEP_MAX = 16;
/** Notes that one step may sound. */
export const STEP_NOTES_MAX = 32;

export interface ArpeggioSettings {
  readonly on: boolean;
  /** A number of {@link PATTERNS}. */
  readonly pattern: number;
  /** A number of NOTE_VALUES: how long a step is. */
  readonly value: number;
  /** How much of a step its note sounds, 1-100 %. */
  readonly gate: number;
  /** Where the second of two steps comes between the first and the next first, 50-75 %. */
  readonly swing: number;
  /** 1-4. */
  readonly octaves: number;
  readonly latch: boolean;
  /** Whether its first note waits for the beat. */
  readonly sync: boolean;
  /** Of `steps`: which of the held notes, counted from 1 at the lowest; 0 is a rest. */
  readonly steps: readonly number[];
  readonly seed: number;
}

export interface Arpeggio {
  on: boolean;
  pattern: number;
  value: number;
  gate: number;
  swing: number;
  octaves: number;
  latch: boolean;
  sync: boolean;
  readonly steps: Uint8Array;
  readonly random: Int32Array;
  /** What is held under it, in the order of the fingers; latched notes are {@link LATCHED}'s. */
  readonly held: NoteSet;
  /** The held notes from low to high, each pitch once, as places in `held`; and by the fingers. */
  readonly rising: Uint8Array;
  readonly played: Uint8Array;
  /** How many pitches are held. */
  pitches: number;
  /** Steps of the pattern since its first. */
  position: number;
  /** Steps in time since `startTick`. */
  step: number;
  /** The tick that steps are counted from, in one cell. */
  readonly startTick: Float64Array;
  /** What the step that sounds now is made of: places in `held`, and the octaves above. */
  readonly chosen: Uint8Array;
  readonly lifts: Uint8Array;
}

/** The holder of notes whose keys are up. */
export const LATCHED = 0xffff;

export function createArpeggio(settings: ArpeggioSettings): Arpeggio {
  const held = createNoteSet();
  return {
    on: settings.on,
    pattern: settings.pattern,
    value: settings.value,
    gate: settings.gate,
    swing: settings.swing,
    octaves: settings.octaves,
    latch: settings.latch,
    sync: settings.sync,
    steps: Uint8Array.from(settings.steps.slice(0, STEPS_MAX)),
    random: Int32Array.of(settings.seed | 1),
    held,
    rising: new Uint8Array(held.notes.length),
    played: new Uint8Array(held.notes.length),
    pitches: 0,
    position: 0,
    step: 0,
    startTick: new Float64Array(1),
    chosen: new Uint8Array(STEP_NOTES_MAX),
    lifts: new Uint8Array(STEP_NOTES_MAX),
  };
}

/** A key goes down; of latched notes it takes the place. False when too many are held. */
export function holdUnder(
  arpeggio: Arpeggio,
  holder: number,
  note: number,
  velocity: number,
  layers: number,
): boolean {
  const { held } = arpeggio;
  if (held.count > 0 && !isFingered(held)) held.count = 0;
  const isHeld = addNote(held, holder, note, velocity, layers);
  sort(arpeggio);
  return isHeld;
}

/** A key comes up: its notes leave, or stay behind latched. */
export function letGoUnder(arpeggio: Arpeggio, holder: number): void {
  const { held } = arpeggio;
  if (held.count === 0) return;
  if (arpeggio.latch) {
    for (let at = 0; at < held.count; at++) {
      if (held.holders[at] === holder) held.holders[at] = LATCHED;
    }
  } else if (removeNotes(held, holder)) sort(arpeggio);
}

/** What no key holds leaves. */
export function unlatch(arpeggio: Arpeggio): void {
  const { held } = arpeggio;
  for (let at = held.count - 1; at >= 0; at--) {
    if (held.holders[at] === LATCHED) removeNoteAt(held, at);
  }
  sort(arpeggio);
}

export function forgetHeld(arpeggio: Arpeggio): void {
  arpeggio.held.count = 0;
  arpeggio.pitches = 0;
}

/** Chooses what the next step sounds into `chosen` and `lifts`; answers how many notes, 0 a rest. */
export function choose(arpeggio: Arpeggio): number {
  const { pitches, pattern, octaves, rising, played, chosen, lifts } = arpeggio;
  const step = arpeggio.position++;
  if (pitches === 0) return 0;
  if (pattern === CHORD) return chooseChord(arpeggio, step);
  const places = pattern === PLAYED ? played : rising;
  const total = pitches * octaves;
  const place = pattern <= PLAYED ? placeOf(arpeggio, step, total) : ownStep(arpeggio, step);
  if (place < 0) return 0;
  chosen[0] = places[place % pitches]!;
  lifts[0] = ((place / pitches) | 0) * OCTAVE;
  return 1;
}

function placeOf(arpeggio: Arpeggio, step: number, total: number): number {
  switch (arpeggio.pattern) {
    case DOWN:
      return total - 1 - (step % total);
    case UP_DOWN: {
      const turn = step % Math.max(1, 2 * total - 2);
      return turn < total ? turn : 2 * total - 2 - turn;
    }
    case UP_AND_DOWN: {
      const turn = step % (2 * total);
      return turn < total ? turn : 2 * total - 1 - turn;
    }
    case RANDOM:
      return pick(arpeggio.random, total);
    default:
      return step % total;
  }
}

/** A step of the player's own; beyond the highest note it goes on an octave above. */
function ownStep({ steps, pitches }: Arpeggio, step: number): number {
  return steps.length === 0 ? step % pitches : steps[step % steps.length]! - 1;
}

function chooseChord({ pitches, octaves, rising, chosen, lifts }: Arpeggio, step: number): number {
  const count = Math.min(pitches, STEP_NOTES_MAX);
  for (let note = 0; note < count; note++) {
    chosen[note] = rising[note]!;
    lifts[note] = (step % octaves) * OCTAVE;
  }
  return count;
}

function isFingered(held: NoteSet): boolean {
  for (let at = 0; at < held.count; at++) if (held.holders[at] !== LATCHED) return true;
  return false;
}

function sort(arpeggio: Arpeggio): void {
  const { held, rising, played } = arpeggio;
  let pitches = 0;
  for (let at = 0; at < held.count; at++) {
    const note = held.notes[at]!;
    let place = pitches;
    while (place > 0 && held.notes[rising[place - 1]!]! > note) place--;
    if (place > 0 && held.notes[rising[place - 1]!] === note) continue;
    for (let above = pitches; above > place; above--) rising[above] = rising[above - 1]!;
    rising[place] = at;
    played[pitches++] = at;
  }
  arpeggio.pitches = pitches;
}
