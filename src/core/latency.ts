/** One stage of the way from the synthesiser to what is heard, and how long sound waits there. */
export interface LatencyStage {
  readonly stage: string;
  readonly known: LatencyKnown;
  readonly seconds: number;
}

/**
 * How a figure is known; a guess is never among them. `least` is measured, of a way that has more in
 * hand than it tells; `reported` is what a server says of itself.
 */
export type LatencyKnown = 'configured' | 'measured' | 'least' | 'reported';

/** All stages together, in milliseconds. */
export function latencyMs(stages: readonly LatencyStage[]): number {
  return 1000 * stages.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** Whether it may be more than the figures say. */
export function isLeast(stages: readonly LatencyStage[]): boolean {
  return stages.some(({ known }) => known === 'least');
}

/** Such as `at least 21.3 ms of buffer`. */
export function latencyWords(stages: readonly LatencyStage[]): string {
  return stages.map(words).join(', ');
}

function words({ stage, known, seconds }: LatencyStage): string {
  const ms = `${(1000 * seconds).toFixed(1)} ms`;
  if (known === 'reported') return `${ms} in the ${stage} by its own account`;
  if (known === 'configured') return `${ms} of ${stage} as configured`;
  return known === 'least' ? `at least ${ms} of ${stage}` : `${ms} of ${stage}`;
}
