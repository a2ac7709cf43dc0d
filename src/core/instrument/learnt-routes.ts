/**
 * Routes that are shown instead of written: the next controller that moves is led to a destination.
 * They stand behind the routes of the configuration, in places that are kept free for them.
 */
import type { Synth } from '../synth.ts';
import { plainRoute } from './pad-routes.ts';
import { BEND, CONTROLLERS, DESTINATION_NAMES, fillRoute, TABLE_STEPS } from './routes.ts';
import type { Routing } from './routing.ts';
import { bends, introduceRouting, leadFrom, restRoutes } from './routing.ts';

/** What can be learnt for, by name. */
export const LEARNABLE: readonly string[] = Object.keys(DESTINATION_NAMES);

/** What an order to learn says: wait for nothing any more, forget, and from here on a place. */
export const FORGET = 1;
export const FIRST_PLACE = 2;

const NUMBERS = Object.values(DESTINATION_NAMES);
const NOBODY = -1;
const NOWHERE = -1;
const TABLE_CELLS = TABLE_STEPS + 1;
/** The table of each: the whole of a controller for the whole of the destination. */
const TABLES = NUMBERS.map((destination) => {
  const table = new Float64Array(TABLE_CELLS);
  fillRoute(table, 0, plainRoute(CONTROLLERS, destination, 0));
  return table;
});
/** Registered and other parameters, banks and modes: none of them is a knob that one turns. */
const NO_KNOBS: readonly number[] = [0, 6, 32, 38, 96, 97, 98, 99, 100, 101];

/** The destination of a place among {@link LEARNABLE}, or -1. */
export function learnableAt(place: number): number {
  return NUMBERS[place] ?? NOBODY;
}

/** The next controller that moves is led to the destination; -1 waits for none any more. */
export function learnFor(routing: Routing, destination: number): void {
  routing.learning = destination;
}

/** A controller has moved: whether it was waited for, and is led where it was to be led. */
export function learnFrom(
  routing: Routing,
  synth: Synth,
  channels: Uint8Array,
  controller: number,
): boolean {
  if (routing.learning < 0 || NO_KNOBS.includes(controller)) return false;
  learn(routing, synth, channels, controller, routing.learning);
  routing.learnt = (controller << 8) | routing.learning;
  routing.learning = NOBODY;
  return true;
}

/** Whether a controller does nothing but what it was shown. */
export function isLearnt(routing: Routing, controller: number): boolean {
  for (let route = routing.written; route < routing.count; route++) {
    if (routing.from[route] === CONTROLLERS + controller) return true;
  }
  return false;
}

/** Leads a controller to a destination, in place of the one that was led there before. */
export function learn(
  routing: Routing,
  synth: Synth,
  channels: Uint8Array,
  controller: number,
  destination: number,
): void {
  const place = NUMBERS.indexOf(destination);
  if (place < 0) return;
  const didBend = bends(routing);
  const out = outFor(routing, destination);
  const route = routeTo(routing, out);
  routing.from[route] = CONTROLLERS + controller;
  routing.by[route] = NOBODY;
  routing.out[route] = out;
  routing.begins[route] = 0;
  routing.was[route] = 0;
  routing.tables.set(TABLES[place]!, route * TABLE_CELLS);
  leadFrom(routing);
  if (!didBend && destination === BEND) introduceRouting(routing, synth, channels);
}

/** What was shown is forgotten, and all that routes move is at rest. */
export function forgetLearnt(routing: Routing, synth: Synth, channels: Uint8Array): void {
  routing.learning = NOBODY;
  routing.learnt = NOBODY;
  routing.count = routing.written;
  restRoutes(routing, synth, channels);
  routing.destinations.fill(NOWHERE, routing.writtenOuts);
  leadFrom(routing);
}

/** The place of a destination among those that are led to; a new one takes the next that is free. */
function outFor({ destinations }: Routing, destination: number): number {
  const known = destinations.indexOf(destination);
  if (known >= 0) return known;
  const free = destinations.indexOf(NOWHERE);
  destinations[free] = destination;
  return free;
}

/** The shown route that leads there, or a new one: there is a place for each that can be shown. */
function routeTo(routing: Routing, out: number): number {
  for (let route = routing.written; route < routing.count; route++) {
    if (routing.out[route] === out) return route;
  }
  return routing.count++;
}
