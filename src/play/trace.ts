import type { Moment } from '../core/event.ts';
import { SOURCES, type Source } from '../core/order.ts';

/**
 * The latest notes in shared memory, for whoever looks into latency: when each began, how long after
 * the kernel's stamp, and what kind of device it came from. Never which key. The play thread writes
 * over the oldest; the main thread reads when it is asked to.
 */
export interface Trace {
  readonly memory: SharedArrayBuffer;
  /** The count of notes so far, then the cells of a ring. */
  readonly words: Int32Array;
}

export interface TracedNote {
  /** Microseconds of CLOCK_MONOTONIC. */
  readonly timeUs: number;
  readonly lateUs: number;
  readonly source: Source;
}

// Two hands play some 30 notes a second: this holds minutes of them.
const CELLS = 8192;
const WORDS = 4;
const COUNT = 0;
const HEADER = 1;

/** @param isOn a trace that is off has no room, and costs a look at its length */
export function createTrace(isOn: boolean): Trace {
  const words = isOn ? HEADER + CELLS * WORDS : 0;
  return traceIn(new SharedArrayBuffer(words * Int32Array.BYTES_PER_ELEMENT));
}

export function traceIn(memory: SharedArrayBuffer): Trace {
  return { memory, words: new Int32Array(memory) };
}

/**
 * Writes down that `notes` notes began now.
 *
 * @param source a number of {@link SOURCES}
 */
export function traceNotes(
  words: Int32Array,
  now: Moment,
  lateUs: number,
  source: number,
  notes: number,
): void {
  const seconds = Math.trunc(now[0]! / 1e6) | 0;
  const microseconds = Math.trunc(now[0]! - seconds * 1e6) | 0;
  for (let note = 0; note < notes; note++) {
    const count = words[COUNT]!;
    const at = HEADER + (count & (CELLS - 1)) * WORDS;
    words[at] = seconds;
    words[at + 1] = microseconds;
    words[at + 2] = lateUs;
    words[at + 3] = source;
    Atomics.store(words, COUNT, (count + 1) | 0);
  }
}

/** The notes that began at `sinceUs` or later, the oldest first. */
export function tracedNotes({ words }: Trace, sinceUs: number): TracedNote[] {
  if (words.length === 0) return [];
  const end = Atomics.load(words, COUNT) >>> 0;
  const copy = words.slice();
  // What was written over while it was copied is not what it seems; one more may be half written.
  const written = Atomics.load(words, COUNT) >>> 0;
  const first = Math.max(0, written - CELLS + 1);
  const notes: TracedNote[] = [];
  for (let count = first; count < end; count++) {
    const at = HEADER + (count & (CELLS - 1)) * WORDS;
    const timeUs = copy[at]! * 1e6 + copy[at + 1]!;
    const source = SOURCES[copy[at + 3]!] ?? 'keyboard';
    if (timeUs >= sinceUs) notes.push({ timeUs, lateUs: copy[at + 2]!, source });
  }
  return notes;
}
