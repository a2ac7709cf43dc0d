/** Note values as musicians write them, in ticks of which a beat, a quarter note, has 960. */
export const TICKS_A_BEAT = 960;

const WHOLE = 4 * TICKS_A_BEAT;
const PARTS = [1, 2, 4, 8, 16, 32];

/** `1/8` is an eighth, `1/8T` one of a triplet, `1/8.` a dotted one. */
export const NOTE_VALUES: readonly string[] = PARTS.flatMap((part) => [
  `1/${part}.`,
  `1/${part}`,
  `1/${part}T`,
]);

/** Ticks of each of {@link NOTE_VALUES}, all of them whole. */
export const VALUE_TICKS: Int32Array = Int32Array.from(
  PARTS.flatMap((part) => [(WHOLE / part) * 1.5, WHOLE / part, (WHOLE / part / 3) * 2]),
);

/** The number of a note value by its name, or -1. */
export function valueNumber(name: string): number {
  return NOTE_VALUES.indexOf(name);
}

/**
 * How many ticks after the first the step `step` comes. Swing moves every second one: to the middle of
 * its two neighbours with 50 %, to where a triplet has it with 67, to the nearest tick.
 */
export function stepTicks(value: number, swing: number, step: number): number {
  const two = 2 * VALUE_TICKS[value]!;
  const swung = ((step & 1) * two * swing + 50) / 100;
  return ((step >> 1) * two + swung) | 0;
}
