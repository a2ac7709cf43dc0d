import type { Moment } from '../event.ts';
import type { CurveName, CurvePoints } from '../music/velocity-curve.ts';
import { fillVelocityTable } from '../music/velocity-curve.ts';

export const VELOCITY_SOURCES = ['fixed', 'position', 'timing', 'pressure', 'combined'] as const;
export type VelocitySource = (typeof VELOCITY_SOURCES)[number];

export interface VelocitySettings {
  readonly source: VelocitySource;
  /** The velocity of `fixed`, 1-127. */
  readonly fixed: number;
  readonly min: number;
  readonly max: number;
  readonly curve: CurveName | CurvePoints;
  /** The velocities of the low, the middle and the high row, 1-127. */
  readonly rows: readonly [number, number, number];
  /** Added while the accent key is held. */
  readonly accent: number;
  /** Taken off while the soft key is held. */
  readonly soft: number;
}

/** What decides how loud the next note is. */
export interface Velocity {
  source: VelocitySource;
  fixed: number;
  readonly rows: Uint8Array;
  readonly table: Uint8Array;
  /** What the velocity keys have added, in steps of {@link VELOCITY_STEP}. */
  offset: number;
  accent: number;
  soft: number;
  accented: boolean;
  softened: boolean;
  /** 0-127 from a device that has pressure, or -1: the stock touchpad has none. */
  pressure: number;
  /** Microseconds of the last onset, and the velocity that its interval gave. */
  readonly onset: Float64Array;
}

export const VELOCITY_STEP = 10;

const LAST_US = 0;
const LAST_TIMED = 1;
// The firmware's debounce gathers what was struck within 5 ms into one report, and a hand spreads
// a chord over 10 to 30 ms, faster than it could strike twice: one gesture, one velocity.
const CHORD_US = 30_000;
const FASTEST_US = 60_000;
const SLOWEST_US = 1_000_000;
const FASTEST_VELOCITY = 120;
const SLOWEST_VELOCITY = 48;
const OCTAVES_OF_SPEED = Math.log2(SLOWEST_US / FASTEST_US);

export function createVelocity(settings: VelocitySettings): Velocity {
  const table = new Uint8Array(128);
  fillVelocityTable(table, settings.min, settings.max, settings.curve);
  return {
    source: settings.source,
    fixed: settings.fixed,
    rows: Uint8Array.from(settings.rows),
    table,
    offset: 0,
    accent: settings.accent,
    soft: settings.soft,
    accented: false,
    softened: false,
    pressure: -1,
    onset: Float64Array.of(Number.NEGATIVE_INFINITY, SLOWEST_VELOCITY),
  };
}

/**
 * The velocity, 1-127, of a key struck in `row` (0 low to 2 high) at `now`.
 *
 * `timing` listens to the pace: onsets 60 ms apart or closer give 120, a second or more 48, and
 * between them the velocity falls evenly with the logarithm of the interval. `combined` takes
 * pressure where a device has it, else the mean of timing and row; `pressure` without a device
 * that has it is `fixed`.
 */
export function strike(velocity: Velocity, row: number, now: Moment): number {
  const timed = pace(velocity, now);
  const byRow = velocity.rows[row] ?? velocity.fixed;
  let raw = velocity.fixed;
  switch (velocity.source) {
    case 'position':
      raw = byRow;
      break;
    case 'timing':
      raw = timed;
      break;
    case 'pressure':
      if (velocity.pressure >= 0) raw = velocity.pressure;
      break;
    case 'combined':
      raw = velocity.pressure >= 0 ? velocity.pressure : (timed + byRow) >> 1;
      break;
    case 'fixed':
      break;
  }
  const touched =
    (velocity.table[clamp(raw + velocity.offset)] ?? 1) +
    (velocity.accented ? velocity.accent : 0) -
    (velocity.softened ? velocity.soft : 0);
  return Math.max(1, clamp(touched));
}

function pace(velocity: Velocity, now: Moment): number {
  const onset = velocity.onset;
  const interval = now[0]! - onset[LAST_US]!;
  if (interval >= CHORD_US) {
    const bounded = Math.min(SLOWEST_US, Math.max(FASTEST_US, interval));
    const slowness = Math.log2(bounded / FASTEST_US) / OCTAVES_OF_SPEED;
    onset[LAST_TIMED] = Math.round(
      FASTEST_VELOCITY - (FASTEST_VELOCITY - SLOWEST_VELOCITY) * slowness,
    );
    onset[LAST_US] = now[0]!;
  }
  return onset[LAST_TIMED]! | 0;
}

function clamp(value: number): number {
  return Math.min(127, Math.max(0, value));
}

/** What is struck with the soft pedal down: FluidSynth itself knows no such pedal. */
export function softly(velocity: number): number {
  return Math.max(1, Math.round(velocity * 0.65));
}
