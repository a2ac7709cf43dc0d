import { clickAction, padRoutes } from '../core/instrument/pad-routes.ts';
import type { RouteSettings } from '../core/instrument/routes.ts';
import { destinationOf, sourceOf, usualCentre, VELOCITY } from '../core/instrument/routes.ts';
import type { RoutingSettings } from '../core/instrument/routing.ts';
import type { TouchpadSettings } from '../core/instrument/touchpad.ts';
import { timeConstantUs } from '../core/touch/smoothing.ts';
import type { Config } from './schema.ts';

/** What the play thread and `render` are told of the touchpad. */
export function touchpadSettings({ touchpad }: Config): TouchpadSettings {
  return {
    on: touchpad.enabled,
    grab: touchpad.grab,
    mode: touchpad.mode,
    pitchIsUpright: touchpad.y === 'pitch',
    semitoneMm: touchpad.semitoneMm,
    magnet: touchpad.magnet,
    pressureThreshold: touchpad.pressureThreshold,
    click: clickAction(touchpad.click),
  };
}

/** And of what plays upon what. */
export function routingSettings({ touchpad, routes }: Config): RoutingSettings {
  const smoothingUs = timeConstantUs(touchpad.smoothing);
  return {
    routes: [
      ...padRoutes(touchpad, smoothingUs),
      ...routes.map((route) => routeSettings(route, smoothingUs)),
    ],
    bendRange: touchpad.bendRange,
    // What a theremin's note is at when the finger lifts, it dies away at.
    returnUs: touchpad.mode === 'theremin' ? Number.POSITIVE_INFINITY : touchpad.returnMs * 1000,
    pitchIsAbsolute: touchpad.mode !== 'relative',
    lfoHz: touchpad.lfoHz,
  };
}

function routeSettings(route: Config['routes'][number], smoothingUs: number): RouteSettings {
  // The schema knows every name that gets this far.
  const from = sourceOf(route.from) ?? 0;
  const to = destinationOf(route.to) ?? 0;
  const ownUs = route.smoothing_ms === undefined ? undefined : route.smoothing_ms * 1000;
  return {
    from,
    to,
    amount: route.amount,
    centre: route.centre ?? usualCentre(from, to),
    invert: route.invert,
    curve: route.curve,
    smoothingUs: ownUs ?? (from === VELOCITY ? 0 : smoothingUs),
    by: route.by === undefined ? -1 : (sourceOf(route.by) ?? -1),
  };
}
