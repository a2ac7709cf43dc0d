import { SOURCES } from '../core/order.ts';

/**
 * From kernel event time to note, in shared memory: for each of {@link SOURCES} a histogram of eight
 * buckets to the octave, from 0 us to about 67 s, and the sum of what it counted.
 */
export interface Latencies {
  /** Microseconds of all notes of a source. */
  readonly sumsUs: Float64Array;
  /** Notes of each bucket, {@link BUCKETS} a source. */
  readonly histograms: Uint32Array;
}

const SUB_BUCKETS = 8;
/** Buckets of one histogram. */
export const BUCKETS = 24 * SUB_BUCKETS;
const MOST_US = 0x3ffffff;

const SUM_BYTES = SOURCES.length * Float64Array.BYTES_PER_ELEMENT;
const HISTOGRAM_WORDS = SOURCES.length * BUCKETS;

export const LATENCY_BYTES = SUM_BYTES + HISTOGRAM_WORDS * Uint32Array.BYTES_PER_ELEMENT;

/** @param at a multiple of eight */
export function latenciesIn(memory: SharedArrayBuffer, at: number): Latencies {
  return {
    sumsUs: new Float64Array(memory, at, SOURCES.length),
    histograms: new Uint32Array(memory, at + SUM_BYTES, HISTOGRAM_WORDS),
  };
}

/**
 * Counts a note and its latency.
 *
 * @param source a number of {@link SOURCES}
 */
export function countLatency({ sumsUs, histograms }: Latencies, source: number, us: number): void {
  const whole = us < 0 ? 0 : us > MOST_US ? MOST_US : us | 0;
  const bucket = source * BUCKETS + bucketOf(whole);
  histograms[bucket] = histograms[bucket]! + 1;
  sumsUs[source] = sumsUs[source]! + whole;
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
