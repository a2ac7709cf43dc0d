import type { Check, Standing } from '../core/check.ts';

/** A check of a figure, with advice only where it is not well. */
export function figure(
  name: string,
  value: number,
  unit: string,
  standing: Standing,
  words: Pick<Check, 'says' | 'advice'>,
): Check {
  const { says, advice } = words;
  return { name, standing, value, unit, says, advice: standing === 'pass' ? [] : advice };
}

/** How a figure stands that is the worse the higher it is. */
export function rising(value: number, warn: number, fail: number): Standing {
  if (value > fail) return 'fail';
  return value > warn ? 'warn' : 'pass';
}

/** How a figure stands that is the worse the lower it is. */
export function falling(value: number, warn: number, fail: number): Standing {
  if (value < fail) return 'fail';
  return value < warn ? 'warn' : 'pass';
}

/** To three digits: more of them would only be noise. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
