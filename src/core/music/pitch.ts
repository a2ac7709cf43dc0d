/**
 * The pitch of a sound, by the McLeod Pitch Method: the lag at which the normalised square
 * difference function is highest first (P. McLeod and G. Wyvill, "A smarter way to find pitch",
 * Proceedings of the International Computer Music Conference 2005). The period is then followed
 * over as many of its repetitions as stay alike, which divides the error of a single one.
 */
export interface Pitch {
  readonly hz: number;
  /** How alike one period is to the next: 1 for a perfect tone, 0 for noise. */
  readonly clarity: number;
}

// The first peak that is nearly as high as the highest is the period; later ones are its multiples.
const NEARLY = 0.93;
const LOWEST_HZ = 25;
const HIGHEST_HZ = 5000;
// Samples that are compared; two periods of the lowest tone at 48 kHz.
const WINDOW = 4096;

/** Samples that {@link pitchAt} looks at, from its first on. */
export const PITCH_SAMPLES = 2 * WINDOW;

/** The pitch of the samples from `from` on; undefined where they are silent or run out. */
export function pitchAt(samples: Float32Array, rate: number, from = 0): Pitch | undefined {
  if (from < 0 || from + PITCH_SAMPLES > samples.length) return undefined;
  const likeness = (lag: number): number => likenessAt(samples, from, lag);
  const shortest = Math.floor(rate / HIGHEST_HZ);
  const longest = Math.min(WINDOW, Math.ceil(rate / LOWEST_HZ));
  const period = firstHighPeak(likeness, shortest, longest);
  if (period === undefined) return undefined;
  const clarity = likeness(Math.round(period));
  return { hz: rate / followed(likeness, period), clarity };
}

/**
 * How many cents `hz` is off the nearest octave of `expectedHz`, from -600 to 600: which octave a
 * sound is heard in is its maker's choice.
 */
export function centsOffOctaves(hz: number, expectedHz: number): number {
  const cents = 1200 * Math.log2(hz / expectedHz);
  return cents - 1200 * Math.round(cents / 1200);
}

/** Equation 9 of the paper: twice the products over the sum of the squares, -1 to 1. */
function likenessAt(samples: Float32Array, from: number, lag: number): number {
  let products = 0;
  let squares = 0;
  for (let at = from; at < from + WINDOW; at++) {
    const one = samples[at]!;
    const other = samples[at + lag]!;
    products += one * other;
    squares += one * one + other * other;
  }
  return squares === 0 ? 0 : (2 * products) / squares;
}

/** Between samples, where the first of the high peaks is. */
function firstHighPeak(
  likeness: (lag: number) => number,
  shortest: number,
  longest: number,
): number | undefined {
  const values = Float64Array.from({ length: longest + 1 }, (_, lag) => likeness(lag));
  const peaks: number[] = [];
  // The first hump belongs to lag 0 and is no period.
  let lag = values.findIndex((value) => value < 0);
  if (lag < 0) return undefined;
  for (lag = Math.max(lag, shortest, 1); lag < longest; lag++) {
    const value = values[lag]!;
    if (value > 0 && value > values[lag - 1]! && value >= values[lag + 1]!) peaks.push(lag);
  }
  const highest = Math.max(...peaks.map((peak) => values[peak]!));
  const first = peaks.find((peak) => values[peak]! >= NEARLY * highest);
  return first === undefined ? undefined : between(likeness, first);
}

/** The period, measured over twice as many repetitions again and again while they stay alike. */
function followed(likeness: (lag: number) => number, period: number): number {
  let best = period;
  const least = NEARLY * likeness(Math.round(period));
  for (let count = 2; count * best < WINDOW - 2; count *= 2) {
    const near = Math.round(count * best);
    const peak = [near - 1, near, near + 1].reduce((so, lag) =>
      likeness(lag) > likeness(so) ? lag : so,
    );
    if (likeness(peak) < least) break;
    best = between(likeness, peak) / count;
  }
  return best;
}

/** The top of the parabola through a peak and its neighbours. */
function between(likeness: (lag: number) => number, peak: number): number {
  const [before, at, after] = [likeness(peak - 1), likeness(peak), likeness(peak + 1)];
  const bend = before - 2 * at + after;
  return bend === 0 ? peak : peak + (before - after) / (2 * bend);
}
