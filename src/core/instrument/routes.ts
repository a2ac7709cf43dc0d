/**
 * What can play upon what: the sources, the destinations, and a route between two of them, whose
 * curve is a table by the time anything moves.
 */
import {
  PAD_SOURCES,
  PAD_X,
  PAD_Y,
  PRESSURE,
  SECOND,
  SECOND_X,
  SECOND_Y,
  SLIDE_X,
  SLIDE_Y,
  SPREAD,
} from '../touch/gestures.ts';

/** The pitch that a finger asks for, in semitones of the wheel's whole way: it knows the scale. */
export const PITCH = PAD_SOURCES;
/** Loudness of the note that began last. */
export const VELOCITY = PITCH + 1;
export const LFO = VELOCITY + 1;
/** The first of 128 controllers from outside. */
export const CONTROLLERS = LFO + 1;
export const SOURCES = CONTROLLERS + 128;

export const BEND = 0;
export const FILTER = 1;
export const CHANNEL_PRESSURE = 2;
/** The first of 128 controllers. */
export const CONTROL = 3;
export const DESTINATIONS = CONTROL + 128;

const CC_MODULATION = 1;
const CC_VOLUME = 7;
const CC_EXPRESSION = 11;

/** What a configuration calls them, beside `cc0` to `cc127`. */
export const SOURCE_NAMES: Readonly<Record<string, number>> = {
  x: PAD_X,
  y: PAD_Y,
  slide_x: SLIDE_X,
  slide_y: SLIDE_Y,
  second_x: SECOND_X,
  second_y: SECOND_Y,
  spread: SPREAD,
  two_fingers: SECOND,
  pressure: PRESSURE,
  velocity: VELOCITY,
  lfo: LFO,
};

export const DESTINATION_NAMES: Readonly<Record<string, number>> = {
  bend: BEND,
  filter: FILTER,
  pressure: CHANNEL_PRESSURE,
  modulation: CONTROL + CC_MODULATION,
  volume: CONTROL + CC_VOLUME,
  expression: CONTROL + CC_EXPRESSION,
};

export const ROUTE_CURVES = ['linear', 'soft', 'hard'] as const;
export type RouteCurve = (typeof ROUTE_CURVES)[number];

export interface RouteSettings {
  readonly from: number;
  readonly to: number;
  /** -1 to 1: how much of the destination's whole way the source's whole way is. */
  readonly amount: number;
  /** Where the source changes nothing, 0 to 1 of its whole way. */
  readonly centre: number;
  readonly invert: boolean;
  readonly curve: RouteCurve;
  readonly smoothingUs: number;
  /** A source that says how much of it there is, 0 to 1, or -1. */
  readonly by: number;
}

/** A slide this long is the whole way of what begins at the touch. */
export const SLIDE_MM = 50;

/** Entries of a route's table, from the source's least to its most. */
export const TABLE_STEPS = 256;

const EXPONENT = { linear: 1, soft: 0.5, hard: 2 } as const;

/** The source of a name, such as `slide_x` or `cc11`. */
export function sourceOf(name: string): number | undefined {
  const controller = controllerOf(name);
  return controller === undefined ? named(SOURCE_NAMES, name) : CONTROLLERS + controller;
}

/** The destination of a name, such as `filter` or `cc74`. */
export function destinationOf(name: string): number | undefined {
  const controller = controllerOf(name);
  return controller === undefined ? named(DESTINATION_NAMES, name) : CONTROL + controller;
}

/** The least that a source tells; its most is {@link mostOf}. */
export function leastOf(source: number): number {
  if (isSlide(source)) return -SLIDE_MM;
  return source === LFO || source === PITCH ? -1 : 0;
}

export function mostOf(source: number): number {
  return isSlide(source) ? SLIDE_MM : 1;
}

/**
 * Where a source changes nothing unless someone says otherwise: what goes both ways in the middle;
 * else at the end where the destination is as bright, or as loud, as it can be, or not there at all.
 */
export function usualCentre(source: number, destination: number): number {
  if (leastOf(source) < 0) return 0.5;
  if (destination === BEND) return source === PAD_X || source === PAD_Y ? 0.5 : 0;
  const isFullAtRest =
    destination === FILTER ||
    destination === CONTROL + CC_VOLUME ||
    destination === CONTROL + CC_EXPRESSION;
  return isFullAtRest ? 1 : 0;
}

/** Whether a source begins at nothing with each touch. */
export function beginsAtTouch(source: number): boolean {
  return isSlide(source);
}

/**
 * Fills the table of a route, {@link TABLE_STEPS} + 1 entries of -1 to 1: what each value of the
 * source adds to the destination. The further end from the centre is worth the whole amount.
 */
export function fillRoute(table: Float64Array, at: number, route: RouteSettings): void {
  const furthest = Math.max(route.centre, 1 - route.centre);
  const sign = route.invert ? -1 : 1;
  for (let step = 0; step <= TABLE_STEPS; step++) {
    const way = (step / TABLE_STEPS - route.centre) / furthest;
    const bent = Math.sign(way) * Math.abs(way) ** EXPONENT[route.curve];
    table[at + step] = sign * route.amount * bent;
  }
}

function isSlide(source: number): boolean {
  return source >= SLIDE_X && source <= SPREAD;
}

function controllerOf(name: string): number | undefined {
  const number = Number(/^cc(\d{1,3})$/.exec(name)?.[1] ?? Number.NaN);
  return number <= 127 ? number : undefined;
}

function named(names: Readonly<Record<string, number>>, name: string): number | undefined {
  return Object.hasOwn(names, name) ? names[name] : undefined;
}
