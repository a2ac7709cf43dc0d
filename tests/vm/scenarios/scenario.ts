import type { Guest } from '../guest.ts';

/** One thing that is so on a real kernel. */
export interface Scenario {
  /** A sentence. */
  readonly name: string;
  /** Shows it; answers what was heard or seen, and throws when it is not so. */
  run(guest: Guest): Promise<string>;
}
