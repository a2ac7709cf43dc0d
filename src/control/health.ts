/** How the instrument has been, look after look: one odd look is no news. */
import type { Check, Standing } from '../core/check.ts';
import { worst } from '../core/check.ts';

/** A check with what came of the looks before. */
export interface HealthCheck extends Check {
  /** What counts; `seen` is what the last look saw. */
  readonly standing: Standing;
  readonly seen: Standing;
  /** Unix seconds of the last look, and of the one since which it stands so. */
  readonly at: number;
  readonly since: number;
}

export interface HealthReport {
  readonly status: Standing;
  /** Whether anybody looks: the checks can be switched off. */
  readonly watched: boolean;
  readonly checks: readonly HealthCheck[];
}

const ORDER: readonly Standing[] = ['pass', 'warn', 'fail'];

export class Health {
  #checks: readonly HealthCheck[] = [];

  /**
   * Takes in a look. A standing counts once two looks in a row were at least that bad, or at least
   * that good; a check that is new counts at once.
   *
   * @param at Unix seconds
   */
  look(checks: readonly Check[], at: number): void {
    const before = new Map(this.#checks.map((check) => [check.name, check]));
    this.#checks = checks.map((check) => {
      const last = before.get(check.name);
      const seen = check.standing;
      if (last === undefined) return { ...check, seen, at, since: at };
      const standing = middle(last.standing, last.seen, seen);
      return { ...check, standing, seen, at, since: standing === last.standing ? last.since : at };
    });
  }

  report(): HealthReport {
    return { status: worst(this.#checks), watched: true, checks: this.#checks };
  }
}

/** What can be said when nobody looks. */
export function unwatched(ready: boolean): HealthReport {
  return { status: ready ? 'pass' : 'fail', watched: false, checks: [] };
}

/** Two looks outvote what counted before only where they agree. */
function middle(...standings: readonly [Standing, Standing, Standing]): Standing {
  const [, between] = standings.map((each) => ORDER.indexOf(each)).sort((a, b) => a - b);
  return ORDER[between!]!;
}
