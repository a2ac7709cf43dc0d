import { BEGUN, ENDED, SOUNDING } from '../core/instrument/ledger.ts';
import type { Player } from '../core/instrument/player.ts';
import { GAPS, KEY_EVENTS } from '../core/instrument/player.ts';
import { LAYOUTS } from '../core/keys/layouts.ts';
import { SOURCES } from '../core/order.ts';
import type { Snapshot } from '../core/snapshot.ts';

/**
 * The shared memory that the play thread writes and the main thread reads: fields of 32 bits, the
 * state among them guarded by a sequence number that is odd while it is being written, then from
 * kernel event time to note a sum and a histogram for each source.
 */
const FIELD = {
  sequence: 0,
  armed: 1,
  octave: 2,
  transpose: 3,
  bank: 4,
  program: 5,
  preset: 6,
  layout: 7,
  sustain: 8,
  sounding: 9,
  notesBegun: 10,
  notesEnded: 11,
  lastVelocity: 12,
  keyEvents: 13,
  gaps: 14,
  nodes: 15,
  grabbed: 16,
  grabRefused: 17,
  realtimePriority: 18,
  /** Turns of the loop; it stands still only while the thread waits or hangs. */
  heartbeat: 19,
  /** 1 while the thread is between wake-up and wait. */
  busy: 20,
  /** 1 once the recording has been played to its end. */
  recordingDone: 21,
  engineFailures: 22,
  threadId: 23,
  /** 1 once the thread listens. */
  ready: 24,
  velocity: 25,
  velocityOffset: 26,
  /** How many events of the recording have been played. */
  recordingNext: 27,
  /** Written by the main thread: 1 once another thread plays in place of this one. */
  givenUp: 28,
  /** The ping that was answered last, and how late the thread woke for it. */
  pong: 29,
  lagUs: 30,
  /** The change of settings that was taken over last. */
  settingsTaken: 31,
  /** Garbage collections of the thread, and their microseconds, as counted last. */
  collections: 32,
  collectionUs: 33,
} as const;

const FIELDS = 40;
const NODES = 32;
const SUB_BUCKETS = 8;
/** Buckets of one histogram. */
export const BUCKETS = 24 * SUB_BUCKETS;
const SUMS_AT = (FIELDS + NODES) * 4;
const HISTOGRAMS_AT = SUMS_AT + SOURCES.length * 8;
const BOARD_BYTES = HISTOGRAMS_AT + SOURCES.length * BUCKETS * 4;

/** States of a node as the play thread leaves them for the main thread. */
export const NODE_FREE = 0;
export const NODE_OPEN = 1;
/** Its device went away; the main thread may close the descriptor. */
export const NODE_GONE = 2;

/** Where the time of a ping begins anew, so that it fits a number of an order. */
export const PING_CLOCK_US = 2 ** 31;

export interface Board {
  readonly memory: SharedArrayBuffer;
  readonly fields: Int32Array;
  readonly nodes: Int32Array;
  /** Microseconds of all notes of a source. */
  readonly sumsUs: Float64Array;
  /** Notes of each bucket, {@link BUCKETS} a source. */
  readonly histograms: Uint32Array;
}

export { FIELD };

export function createBoard(memory = new SharedArrayBuffer(BOARD_BYTES)): Board {
  return {
    memory,
    fields: new Int32Array(memory, 0, FIELDS),
    nodes: new Int32Array(memory, FIELDS * 4, NODES),
    sumsUs: new Float64Array(memory, SUMS_AT, SOURCES.length),
    histograms: new Uint32Array(memory, HISTOGRAMS_AT, SOURCES.length * BUCKETS),
  };
}

/** Puts the player's state where the main thread sees it whole. */
export function publish(board: Board, player: Player): void {
  const { fields } = board;
  const { instrument } = player;
  Atomics.add(fields, FIELD.sequence, 1);
  fields[FIELD.armed] = player.arming.armed ? 1 : 0;
  fields[FIELD.octave] = instrument.octave;
  fields[FIELD.transpose] = instrument.transpose;
  fields[FIELD.bank] = instrument.bank;
  fields[FIELD.program] = instrument.program;
  fields[FIELD.preset] = instrument.preset;
  fields[FIELD.layout] = instrument.layout;
  fields[FIELD.sustain] = instrument.pedals.down ? 1 : 0;
  fields[FIELD.sounding] = instrument.ledger.counts[SOUNDING]!;
  fields[FIELD.notesBegun] = instrument.ledger.counts[BEGUN]!;
  fields[FIELD.notesEnded] = instrument.ledger.counts[ENDED]!;
  fields[FIELD.lastVelocity] = instrument.lastVelocity;
  fields[FIELD.velocity] = instrument.velocity.fixed;
  fields[FIELD.velocityOffset] = instrument.velocity.offset;
  fields[FIELD.keyEvents] = player.counts[KEY_EVENTS]!;
  fields[FIELD.gaps] = player.counts[GAPS]!;
  Atomics.add(fields, FIELD.sequence, 1);
}

/** The state as one whole, read again while it is being written. */
export function snapshot(board: Board): Snapshot {
  for (;;) {
    const before = Atomics.load(board.fields, FIELD.sequence);
    const state = readFields(board.fields);
    if ((before & 1) === 0 && Atomics.load(board.fields, FIELD.sequence) === before) return state;
  }
}

function readFields(fields: Int32Array): Snapshot {
  return {
    armed: fields[FIELD.armed] === 1,
    octave: fields[FIELD.octave]!,
    transpose: fields[FIELD.transpose]!,
    bank: fields[FIELD.bank]!,
    program: fields[FIELD.program]!,
    preset: fields[FIELD.preset]!,
    layout: LAYOUTS[fields[FIELD.layout]!]?.name ?? '',
    sustain: fields[FIELD.sustain] === 1,
    sounding: fields[FIELD.sounding]!,
    notesBegun: fields[FIELD.notesBegun]! >>> 0,
    notesEnded: fields[FIELD.notesEnded]! >>> 0,
    lastVelocity: fields[FIELD.lastVelocity]!,
    keyEvents: fields[FIELD.keyEvents]! >>> 0,
    gaps: fields[FIELD.gaps]! >>> 0,
    nodes: fields[FIELD.nodes]!,
    grabbed: fields[FIELD.grabbed]!,
    grabRefused: fields[FIELD.grabRefused]!,
    engineFailures: fields[FIELD.engineFailures]!,
    realtimePriority: fields[FIELD.realtimePriority]!,
  };
}

/**
 * Counts a note and its latency: eight buckets to the octave, from 0 us to about 67 s.
 *
 * @param source a number of {@link SOURCES}
 */
export function countLatency(board: Board, source: number, us: number): void {
  const whole = us < 0 ? 0 : us > 0x3ffffff ? 0x3ffffff : us | 0;
  const bucket = source * BUCKETS + bucketOf(whole);
  board.histograms[bucket] = board.histograms[bucket]! + 1;
  board.sumsUs[source] = board.sumsUs[source]! + whole;
}

function bucketOf(us: number): number {
  if (us < SUB_BUCKETS) return us;
  const octave = 31 - Math.clz32(us);
  return (octave - 2) * SUB_BUCKETS + ((us >> (octave - 3)) & (SUB_BUCKETS - 1));
}

/** The upper edge of a bucket in microseconds. */
export function bucketEdgeUs(bucket: number): number {
  if (bucket < SUB_BUCKETS) return bucket + 1;
  const octave = Math.floor(bucket / SUB_BUCKETS) + 2;
  return (SUB_BUCKETS + (bucket % SUB_BUCKETS) + 1) * 2 ** (octave - 3);
}
