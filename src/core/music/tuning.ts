import type { ScalaMapping, ScalaScale } from '../formats/scala.ts';

/** Cents of the A above middle C, counted as FluidSynth does: 100 a semitone from note 0 on. */
export const A4_CENTS = 6900;
const MIDDLE_C = 60;
// What lies beyond cannot be heard, and a synthesiser may not take it.
const CENTS_MAX = 13_500;

/** Equal temperament, in which A4 has `tuningHz`: the cents of each note. */
export function equalTemperament(tuningHz: number): Float64Array {
  return Float64Array.from(
    { length: 128 },
    (_, note) => note * 100 + centsOfHz(tuningHz) - A4_CENTS,
  );
}

/**
 * The cents of each note in a scale. Without a mapping its root is middle C, as equal temperament has
 * it, and each key is the next degree. Notes that a mapping leaves out stay in equal temperament.
 */
export function tunedNotes(
  { degrees }: ScalaScale,
  mapping: ScalaMapping | undefined,
  tuningHz: number,
): Float64Array {
  const cents = equalTemperament(tuningHz);
  const period = degrees.at(-1) ?? 1200;
  const centsOf = (degree: number): number => {
    const turns = Math.floor(degree / degrees.length);
    const within = degree - turns * degrees.length;
    return turns * period + (within === 0 ? 0 : degrees[within - 1]!);
  };
  const degreeOf = (note: number): number | undefined =>
    mapping === undefined ? note - MIDDLE_C : mappedDegree(mapping, degrees.length, note);
  const referenceKey = mapping?.referenceKey ?? MIDDLE_C;
  const reference = mapping === undefined ? cents[MIDDLE_C]! : centsOfHz(mapping.referenceHz);
  // A reference that has no degree itself stands on the root.
  const root = reference - centsOf(degreeOf(referenceKey) ?? 0);
  for (let note = mapping?.first ?? 0; note <= (mapping?.last ?? 127); note++) {
    const degree = degreeOf(note);
    if (degree === undefined) continue;
    cents[note] = Math.min(CENTS_MAX, Math.max(0, root + centsOf(degree)));
  }
  return cents;
}

/** The frequency of so many cents. */
export function hzOfCents(cents: number): number {
  return 440 * 2 ** ((cents - A4_CENTS) / 1200);
}

function centsOfHz(hz: number): number {
  return A4_CENTS + 1200 * Math.log2(hz / 440);
}

function mappedDegree(
  { middle, octaveDegree, degrees }: ScalaMapping,
  scaleSize: number,
  note: number,
): number | undefined {
  const step = note - middle;
  if (degrees.length === 0) return step;
  const turns = Math.floor(step / degrees.length);
  const degree = degrees[step - turns * degrees.length];
  return degree === undefined ? undefined : degree + turns * (octaveDegree || scaleSize);
}
