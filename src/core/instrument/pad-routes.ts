/** What a touchpad moves until someone thinks of more: a route for each of its axes. */
import { ACTION } from '../keys/bindings.ts';
import { PAD_X, PAD_Y, PRESSURE, SECOND_Y } from '../touch/gestures.ts';
import { BEND, destinationOf, PITCH, type RouteSettings, usualCentre } from './routes.ts';

/** What an axis may move: `pitch` knows the scale, the others are destinations by name. */
export const PAD_TARGETS = [
  'none',
  'pitch',
  'filter',
  'modulation',
  'expression',
  'volume',
  'pressure',
] as const;
export type PadTarget = (typeof PAD_TARGETS)[number];

export const CLICKS = ['hold', 'accent', 'none'] as const;
export type Click = (typeof CLICKS)[number];

export interface PadTargets {
  readonly x: PadTarget;
  readonly y: PadTarget;
  readonly twoFingers: PadTarget;
  readonly pressure: PadTarget;
}

/** The routes of the targets; the pitch has one source, whichever axis it follows. */
export function padRoutes(targets: PadTargets, smoothingUs: number): RouteSettings[] {
  const axes = [
    [PAD_X, targets.x],
    [PAD_Y, targets.y],
    [SECOND_Y, targets.twoFingers],
    [PRESSURE, targets.pressure],
  ] as const;
  return axes.flatMap(([axis, target]) => {
    const from = target === 'pitch' ? PITCH : axis;
    const to = target === 'pitch' ? BEND : destinationOf(target);
    return to === undefined ? [] : [plainRoute(from, to, smoothingUs)];
  });
}

/** A route that moves the whole of a destination by the whole of a source. */
export function plainRoute(from: number, to: number, smoothingUs: number): RouteSettings {
  return {
    from,
    to,
    amount: 1,
    centre: usualCentre(from, to),
    invert: false,
    curve: 'linear',
    smoothingUs,
    by: -1,
  };
}

/** The action that a click has. */
export function clickAction(click: Click): number {
  return { hold: ACTION.sustain, accent: ACTION.accent, none: ACTION.none }[click];
}
