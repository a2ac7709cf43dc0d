/** What play threads leave in shared memory about themselves, as figures for the main thread. */
import type { KeyToNote, MeasuredMidi, MeasuredThread } from '../core/measurements.ts';
import { SOURCES } from '../core/order.ts';
import type { Board } from './board.ts';
import { FIELD } from './board.ts';
import { BUCKETS, bucketEdgeUs } from './latencies.ts';

/** Figures that only rise. */
export interface MeasuredPlay {
  /** From kernel event time to note: notes of each bucket, {@link BUCKETS} a source. */
  readonly histograms: Float64Array;
  /** The same summed up, in microseconds, a number a source. */
  readonly sumsUs: Float64Array;
  readonly collections: number;
  readonly collectionUs: number;
  readonly midi: MeasuredMidi;
}

/** Whether the loop turns: in a busy turn it has not come back to its wait. */
export interface Turning {
  readonly turns: number;
  readonly isBusy: boolean;
}

export function turning({ fields }: Board): Turning {
  return {
    turns: Atomics.load(fields, FIELD.heartbeat),
    isBusy: Atomics.load(fields, FIELD.busy) === 1,
  };
}

export function nothingMeasured(): MeasuredPlay {
  return {
    histograms: new Float64Array(SOURCES.length * BUCKETS),
    sumsUs: new Float64Array(SOURCES.length),
    collections: 0,
    collectionUs: 0,
    midi: { messages: 0, losses: 0 },
  };
}

/** What a board says, on top of what was measured before. */
export function measuredPlay(
  { fields, latencies: { sumsUs, histograms } }: Board,
  before: MeasuredPlay,
): MeasuredPlay {
  return {
    histograms: before.histograms.map((count, at) => count + histograms[at]!),
    sumsUs: before.sumsUs.map((sum, at) => sum + sumsUs[at]!),
    collections: before.collections + Atomics.load(fields, FIELD.collections),
    collectionUs: before.collectionUs + Atomics.load(fields, FIELD.collectionUs),
    midi: {
      messages: before.midi.messages + (fields[FIELD.midiMessages]! >>> 0),
      losses: before.midi.losses + fields[FIELD.midiLosses]!,
    },
  };
}

const EDGES_S = Array.from({ length: BUCKETS }, (_, bucket) => bucketEdgeUs(bucket) / 1e6);

/** For Measurements: each source that notes have come from, and `expected` in any case. */
export function keyToNote({ histograms, sumsUs }: MeasuredPlay, expected: string): KeyToNote[] {
  return SOURCES.map((device, source) => ({
    device,
    edges: EDGES_S,
    counts: [...histograms.subarray(source * BUCKETS, (source + 1) * BUCKETS)],
    sumSeconds: sumsUs[source]! / 1e6,
  })).filter(({ device, counts }) => device === expected || counts.some((count) => count > 0));
}

/** For Measurements: the thread that plays, and how late it woke at worst. */
export function measuredThread(
  { collections, collectionUs }: MeasuredPlay,
  lagUs: number,
): MeasuredThread {
  return {
    thread: 'play',
    lagSeconds: lagUs / 1e6,
    collections,
    collectionSeconds: collectionUs / 1e6,
  };
}

/** The latency that a share `quantile` of the notes stayed under, in microseconds; 0 before any. */
export function latencyQuantileUs({ histograms }: MeasuredPlay, quantile: number): number {
  const total = histograms.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    for (let source = 0; source < SOURCES.length; source++) {
      seen += histograms[source * BUCKETS + bucket]!;
    }
    if (total > 0 && seen >= total * quantile) return bucketEdgeUs(bucket);
  }
  return 0;
}
