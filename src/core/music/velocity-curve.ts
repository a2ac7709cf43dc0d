/** How a raw velocity bends on its way out. */
export type CurveName = 'linear' | 'soft' | 'hard';

/** Points `[in, out]` of a curve of one's own, both 0-127, joined by straight lines. */
export type CurvePoints = readonly (readonly [number, number])[];

// Half of the way in comes out at 0.71 (soft: a light touch sounds) or 0.35 (hard: it takes force).
const EXPONENT = { linear: 1, soft: 0.5, hard: 1.5 } as const;

/**
 * Fills a table of 128 outputs, each from `min` to `max`. No strike is softer than 1, which gives
 * `min`; 127 gives `max`. It never falls as its input rises, unless points do.
 *
 * @param min 1 to 127
 * @param max `min` to 127
 */
export function fillVelocityTable(
  table: Uint8Array,
  min: number,
  max: number,
  curve: CurveName | CurvePoints,
): void {
  for (let input = 0; input < 128; input++) {
    // A strike is 1 to 127, so that from 1 to 127 in a straight line changes nothing.
    const struck = Math.max(0, input - 1) / 126;
    const bent =
      typeof curve === 'string' ? struck ** EXPONENT[curve] : (along(curve, input) - 1) / 126;
    table[input] = Math.min(max, Math.max(min, Math.round(min + (max - min) * bent)));
  }
}

function along(points: CurvePoints, input: number): number {
  let [fromIn, fromOut] = [0, 0];
  for (const [toIn, toOut] of points) {
    if (input <= toIn) {
      const span = toIn - fromIn;
      return span === 0 ? toOut : fromOut + ((toOut - fromOut) * (input - fromIn)) / span;
    }
    [fromIn, fromOut] = [toIn, toOut];
  }
  return fromIn >= 127 ? fromOut : fromOut + ((127 - fromOut) * (input - fromIn)) / (127 - fromIn);
}
