/** How something stands: `warn` still plays, `fail` does not or soon will not. */
export type Standing = 'pass' | 'warn' | 'fail';

/** One thing looked at, for health, `--test-mode` and `doctor` alike. */
export interface Check {
  /** What and of which part: `audio:progress`, `font:loaded`. */
  readonly name: string;
  readonly standing: Standing;
  /** What was seen, where it is a figure, in `unit`. */
  readonly value?: number | undefined;
  readonly unit?: string | undefined;
  /** What was seen, in a sentence. */
  readonly says: string;
  /** What to do, one sentence each, the best first; none where all is well. */
  readonly advice: readonly string[];
}

const RANK: Readonly<Record<Standing, number>> = { pass: 0, warn: 1, fail: 2 };

/** The worst of several. */
export function worst(checks: readonly Pick<Check, 'standing'>[]): Standing {
  return checks.reduce<Standing>(
    (so, { standing }) => (RANK[standing] > RANK[so] ? standing : so),
    'pass',
  );
}
