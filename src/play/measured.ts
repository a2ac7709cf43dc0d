/** What the play thread leaves in shared memory about itself, as figures for the main thread. */
import type { Board } from './board.ts';
import { bucketEdgeUs, FIELD } from './board.ts';

export interface MeasuredPlay {
  /** Kernel event time to note: upper edges, rising, and how many notes each bucket holds. */
  readonly edgesUs: readonly number[];
  readonly counts: readonly number[];
  readonly sumUs: number;
  /** Turns of the loop; in a busy one it has not come back to its wait. */
  readonly turns: number;
  readonly isBusy: boolean;
}

let edgesUs: readonly number[] | undefined;

export function measuredPlay({ fields, histogram, sumUs }: Board): MeasuredPlay {
  edgesUs ??= Array.from(histogram, (_, bucket) => bucketEdgeUs(bucket));
  return {
    edgesUs,
    counts: [...histogram],
    sumUs: sumUs[0]!,
    turns: Atomics.load(fields, FIELD.heartbeat),
    isBusy: Atomics.load(fields, FIELD.busy) === 1,
  };
}

/** What two threads have counted, one after the other; how the later one turns. */
export function together(before: MeasuredPlay, now: MeasuredPlay): MeasuredPlay {
  return {
    ...now,
    counts: now.counts.map((count, bucket) => count + before.counts[bucket]!),
    sumUs: now.sumUs + before.sumUs,
  };
}
