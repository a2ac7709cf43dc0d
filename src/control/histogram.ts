import type { Sample } from './exposition.ts';

/** Counts in buckets by their upper edges, both rising; not summed up. */
export interface Counted {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
}

/**
 * Finely counted values as a histogram of coarser buckets, summed up as Prometheus wants them. What
 * straddles two of them is counted in the upper one: nothing looks better than it was.
 */
export function histogram(
  edges: readonly number[],
  { edges: fine, counts, sum }: Counted,
  labels: Sample['labels'],
): Sample[] {
  let count = 0;
  let next = 0;
  const buckets = [...edges, Number.POSITIVE_INFINITY].map((edge): Sample => {
    for (; next < counts.length && (fine[next] ?? Number.POSITIVE_INFINITY) <= edge; next++) {
      count += counts[next] ?? 0;
    }
    const le = edge === Number.POSITIVE_INFINITY ? '+Inf' : String(edge);
    return { suffix: '_bucket', labels: { ...labels, le }, value: count };
  });
  return [
    ...buckets,
    { suffix: '_sum', labels, value: sum },
    { suffix: '_count', labels, value: count },
  ];
}
