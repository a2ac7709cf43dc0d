/** How long to wait between tries, and how often to try at all. */
export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}

// Many that wait for one server should not come back to it all at once.
const JITTER = 0.2;

/**
 * How long to wait before try number `tries` (0 is the first): twice as long each time, up to the
 * most, less a part of it by chance.
 *
 * @param random from 0 up to 1
 */
export function waitMs({ firstMs, mostMs }: Backoff, tries: number, random: () => number): number {
  return Math.min(mostMs, firstMs * 2 ** tries) * (1 - JITTER * random());
}

/** Whether one more fits among those before, of which `most` may be within `withinMs`. */
export function mayAgain(
  before: readonly number[],
  nowMs: number,
  most: number,
  withinMs: number,
): boolean {
  return before.filter((ms) => nowMs - ms < withinMs).length < most;
}
