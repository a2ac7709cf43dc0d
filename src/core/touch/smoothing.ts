/**
 * A finger on a pad trembles and its positions come some 140 times a second, in steps. Smoothing is
 * a filter of first order: of the distance to where the finger is, a share remains after a time that
 * the time constant says, however often it is looked at in between. What a finger held goes back
 * after its lift along half a cosine, without a corner, since a corner in a pitch is heard.
 */

/** Whatever is smoothed, each at its own place of the arrays: numbers that move must not be boxed. */
export interface Smoothed {
  readonly constantUs: Float64Array;
  /** Where each is asked to be now, by whoever holds it. */
  readonly wanted: Float64Array;
  /** Where it is on its way to: what is wanted, and what is left of what was held before. */
  readonly target: Float64Array;
  readonly value: Float64Array;
  readonly residual: Float64Array;
  /** When the residual was left to itself, and how long it takes to go. */
  readonly leftUs: Float64Array;
  readonly returnUs: Float64Array;
}

/** The `smoothing` of the configuration is what remains of the distance after this time. */
const SMOOTHING_US = 1000;

// A thousandth of a whole bend of an octave is a cent; less than a tenth of that is there.
const THERE = 1e-4;

/**
 * The time constant of a `smoothing` from 0 up to but not including 1: -1 ms / ln(smoothing). 0.85
 * is 6.2 ms, which is also how far a steady slide is behind; 0 follows at once, 0.99 takes 99.5 ms.
 */
export function timeConstantUs(smoothing: number): number {
  return smoothing <= 0 ? 0 : -SMOOTHING_US / Math.log(smoothing);
}

/** @param returnUs how long a residual takes to go; Infinity keeps it */
export function createSmoothed(constantsUs: readonly number[], returnUs: number): Smoothed {
  const cells = () => new Float64Array(constantsUs.length);
  return {
    constantUs: Float64Array.from(constantsUs),
    wanted: cells(),
    target: cells(),
    value: cells(),
    residual: cells(),
    leftUs: cells(),
    returnUs: Float64Array.of(returnUs),
  };
}

/** `elapsedUs[0]` have passed in which it was on its way to its target. */
export function approach(smoothed: Smoothed, at: number, elapsedUs: Float64Array): void {
  const { value, target, constantUs } = smoothed;
  const distance = value[at]! - target[at]!;
  const constant = constantUs[at]!;
  if (distance === 0 || constant === 0) value[at] = target[at]!;
  else value[at] = target[at]! + distance * Math.exp(-elapsedUs[0]! / constant);
}

/** Nobody holds it any more at `now`: what was held is a residual. */
export function leave(smoothed: Smoothed, at: number, now: Float64Array): void {
  smoothed.residual[at] = smoothed.target[at]!;
  smoothed.leftUs[at] = now[0]!;
}

/** Aims at what is wanted at `now`; false once it is there and stays. */
export function aim(smoothed: Smoothed, at: number, now: Float64Array): boolean {
  const { wanted, target, value, residual, leftUs, constantUs } = smoothed;
  const returnUs = smoothed.returnUs[0]!;
  let moves = false;
  target[at] = wanted[at]!;
  if (residual[at] !== 0) {
    const way = (now[0]! - leftUs[at]!) / returnUs;
    if (way >= 1) residual[at] = 0;
    else {
      target[at] = wanted[at]! + residual[at]! * (0.5 + 0.5 * Math.cos(Math.PI * way));
      moves = returnUs !== Number.POSITIVE_INFINITY;
    }
  }
  if (constantUs[at] !== 0 && Math.abs(target[at]! - value[at]!) >= THERE) return true;
  value[at] = target[at]!;
  return moves;
}

/** It is at what is wanted, at once. */
export function arrive(smoothed: Smoothed, at: number): void {
  smoothed.residual[at] = 0;
  smoothed.target[at] = smoothed.wanted[at]!;
  smoothed.value[at] = smoothed.wanted[at]!;
}
