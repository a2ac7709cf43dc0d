/**
 * What was played once, again and again: notes with their places in a loop that goes by the clock,
 * in passes of which the last can be taken back. Nothing is allocated after it is made.
 */
import { LOOP_NOTES_MAX, LOOPER_HOLDERS } from './holders.ts';

export const LOOP_STATES = ['empty', 'recording', 'playing', 'overdubbing', 'stopped'] as const;
export type LoopState = (typeof LOOP_STATES)[number];

export const EMPTY = 0;
export const RECORDING = 1;
export const PLAYING = 2;
export const OVERDUBBING = 3;
export const STOPPED = 4;

/** What the length of a loop is a multiple of. */
export const LOOP_SYNCS = ['off', 'beat', 'bar'] as const;

export const LOOP_PASSES_MAX = 16;

/** Cells of `at`, all in ticks: when it began, how long it is, up to where it was played, and now. */
export const LOOP_START = 0;
export const LOOP_LENGTH = 1;
export const LOOP_CURSOR = 2;
export const LOOP_NOW = 3;

const SILENT = Number.POSITIVE_INFINITY;

export interface Looper {
  /** A number of {@link LOOP_STATES}. */
  state: number;
  /** A number of {@link LOOP_SYNCS}. */
  readonly sync: number;
  readonly at: Float64Array;
  /** Of each note, in ticks: its place in the loop, its length, when it was played by hand, and its end. */
  readonly places: Float64Array;
  readonly lengths: Float64Array;
  readonly begun: Float64Array;
  readonly ends: Float64Array;
  readonly notes: Uint8Array;
  readonly velocities: Uint8Array;
  /** A bit for each layer. */
  readonly layers: Uint8Array;
  /** Who holds it while it is recorded; and 1 for as long as that is. */
  readonly holders: Uint16Array;
  readonly held: Uint8Array;
  heldCount: number;
  count: number;
  /** The first note of each pass. */
  readonly passes: Uint16Array;
  passCount: number;
}

/** @param sync a number of {@link LOOP_SYNCS} */
export function createLooper(sync: number): Looper {
  return {
    state: EMPTY,
    sync,
    at: new Float64Array(4),
    places: new Float64Array(LOOP_NOTES_MAX),
    lengths: new Float64Array(LOOP_NOTES_MAX),
    begun: new Float64Array(LOOP_NOTES_MAX),
    ends: new Float64Array(LOOP_NOTES_MAX).fill(SILENT),
    notes: new Uint8Array(LOOP_NOTES_MAX),
    velocities: new Uint8Array(LOOP_NOTES_MAX),
    layers: new Uint8Array(LOOP_NOTES_MAX),
    holders: new Uint16Array(LOOP_NOTES_MAX),
    held: new Uint8Array(LOOP_NOTES_MAX),
    heldCount: 0,
    count: 0,
    passes: new Uint16Array(LOOP_PASSES_MAX),
    passCount: 0,
  };
}

/** The holder that a note of the loop is. */
export function loopHolder(index: number): number {
  return LOOPER_HOLDERS + index;
}

export function isRecording({ state }: Looper): boolean {
  return state === RECORDING || state === OVERDUBBING;
}

/** A note sounds now, by whoever but the loop itself; false when there is no room for it. */
export function hearNote(
  looper: Looper,
  holder: number,
  note: number,
  velocity: number,
  layers: number,
): boolean {
  if (holder >= LOOPER_HOLDERS && holder < LOOPER_HOLDERS + LOOP_NOTES_MAX) return true;
  const index = looper.count;
  if (index === LOOP_NOTES_MAX) return false;
  const { at } = looper;
  const since = Math.max(0, at[LOOP_NOW]! - at[LOOP_START]!);
  looper.begun[index] = at[LOOP_NOW]!;
  looper.places[index] = looper.state === RECORDING ? since : since % at[LOOP_LENGTH]!;
  looper.ends[index] = SILENT;
  looper.notes[index] = note;
  looper.velocities[index] = velocity;
  looper.layers[index] = layers;
  looper.holders[index] = holder;
  looper.held[index] = 1;
  looper.heldCount++;
  looper.count = index + 1;
  return true;
}

/** What the holder has sound ends now. */
export function hearEnd(looper: Looper, holder: number): void {
  for (let index = looper.count - 1; index >= 0 && looper.heldCount > 0; index--) {
    if (looper.held[index] === 1 && looper.holders[index] === holder) hearEndOf(looper, index);
  }
}

/** All that is still held counts as ended now. */
export function hearEndOfAll(looper: Looper): void {
  for (let index = looper.count - 1; index >= 0 && looper.heldCount > 0; index--) {
    if (looper.held[index] === 1) hearEndOf(looper, index);
  }
}

/** Nothing of the loop sounds any more: another has ended its notes. */
export function forgetSounding(looper: Looper): void {
  looper.ends.fill(SILENT, 0, looper.count);
}

/** The notes from `from` on are gone; whoever calls it has ended them. */
export function forgetNotes(looper: Looper, from: number): void {
  for (let index = from; index < looper.count; index++) {
    if (looper.held[index] === 1) looper.heldCount--;
    looper.held[index] = 0;
    looper.ends[index] = SILENT;
  }
  looper.count = from;
}

function hearEndOf(looper: Looper, index: number): void {
  looper.held[index] = 0;
  looper.heldCount--;
  looper.lengths[index] = Math.max(1, looper.at[LOOP_NOW]! - looper.begun[index]!);
}
