/**
 * A seeded generator of 32-bit numbers (Mulberry32, Tommy Ettinger, public domain), so that two
 * renders and two runs of a test are the same.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The same kind of number, from 0 up to but not including `count`, for the play path: its state is a
 * cell, so that nothing is boxed (xorshift, George Marsaglia 2003).
 *
 * @param state one cell, not 0
 */
export function pick(state: Int32Array, count: number): number {
  let mixed = state[0]!;
  mixed ^= mixed << 13;
  mixed ^= mixed >>> 17;
  mixed ^= mixed << 5;
  state[0] = mixed;
  return (mixed >>> 1) % count;
}
