/**
 * Any source to any destination: what fingers, keys, controllers and an oscillator do becomes bend,
 * filter, expression and more. It is worked out when something moves and then every few milliseconds
 * until all has come to rest, so that steps of the source are none of the sound.
 */
import type { Moment } from '../event.ts';
import type { Synth } from '../synth.ts';
import type { Smoothed } from '../touch/smoothing.ts';
import {
  aim,
  approach,
  arrive,
  createSmoothed,
  leave,
  timeConstantUs,
} from '../touch/smoothing.ts';
import { send, sendBendRange, valueAt, valuesAtRest } from './destinations.ts';
import {
  BEND,
  beginsAtTouch,
  CONTROLLERS,
  DESTINATION_NAMES,
  fillRoute,
  LFO,
  leastOf,
  mostOf,
  PITCH,
  type RouteSettings,
  SOURCES,
  TABLE_STEPS,
} from './routes.ts';

export interface RoutingSettings {
  readonly routes: readonly RouteSettings[];
  /** Semitones of a whole bend, 1-48. */
  readonly bendRange: number;
  /** How long what a finger held takes to go back after its lift; Infinity leaves it there. */
  readonly returnUs: number;
  /** Whether the pitch is where the finger is, rather than how far it slid. */
  readonly pitchIsAbsolute: boolean;
  readonly lfoHz: number;
}

export const NO_ROUTES: RoutingSettings = {
  routes: [],
  bendRange: 2,
  returnUs: 80_000,
  pitchIsAbsolute: false,
  lfoHz: 5,
};

/** Routes that can be shown, one for each destination that has a name. */
const SHOWN_MAX = Object.keys(DESTINATION_NAMES).length;
// A controller has 128 steps: what they move goes from one to the next.
const STEPS_US = timeConstantUs(0.85);

/** While something moves, it is worked out this often. */
export const TICK_US = 2000;

/** Places in the times of a {@link Routing}. */
const LAST_US = 0;
export const DUE_US = 1;

export interface Routing {
  /** Set by {@link setSource}. */
  readonly sources: Float64Array;
  /** Whether each source has anything to tell. */
  readonly present: Uint8Array;
  readonly bendRange: number;
  readonly lfoHz: number;
  /** When it was worked out last, and when {@link moveRoutes} is due; Infinity while all is at rest. */
  readonly times: Float64Array;
  /** Routes there are, and how many of them the configuration has; what is shown stands behind those. */
  count: number;
  readonly written: number;
  readonly from: Int16Array;
  readonly by: Int16Array;
  /** The place in `destinations` that each route leads to. */
  readonly out: Int16Array;
  readonly tables: Float64Array;
  /** Whether each begins at nothing with a touch. */
  readonly begins: Uint8Array;
  /** Whether its source was present when it was looked at last. */
  readonly was: Uint8Array;
  readonly smoothed: Smoothed;
  /** How long it is since the routes were worked out last. */
  readonly elapsedUs: Float64Array;
  /** Where routes lead, or -1 for a place that is free, and how many of them the configuration needs. */
  readonly destinations: Int16Array;
  readonly writtenOuts: number;
  readonly totals: Float64Array;
  readonly rest: Int16Array;
  readonly sent: Int16Array;
  /** Whether a source leads anywhere at all. */
  readonly leads: Uint8Array;
  /** The destination that waits for a controller to move, or -1, and what was learnt last, or -1. */
  learning: number;
  /** The controller in the upper eight bits, the destination in the lower. */
  learnt: number;
}

export function createRouting(settings: RoutingSettings): Routing {
  const { routes } = settings;
  const count = routes.length;
  const destinations = [...new Set(routes.map(({ to }) => to))];
  const places = count + SHOWN_MAX;
  const tables = new Float64Array(places * (TABLE_STEPS + 1));
  routes.forEach((route, index) => {
    fillRoute(tables, index * (TABLE_STEPS + 1), route);
  });
  const placed = (values: readonly number[], length = places): Int16Array =>
    Int16Array.from({ length }, (_, index) => values[index] ?? -1);
  const routing: Routing = {
    sources: new Float64Array(SOURCES),
    present: new Uint8Array(SOURCES),
    bendRange: settings.bendRange,
    lfoHz: settings.lfoHz,
    times: Float64Array.of(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
    count,
    written: count,
    from: placed(routes.map(({ from }) => from)),
    by: placed(routes.map(({ by }) => by)),
    out: placed(routes.map(({ to }) => destinations.indexOf(to))),
    tables,
    begins: Uint8Array.from(placed(routes.map(({ from }) => from)), (from) =>
      beginsAtTouch(from) || (from === PITCH && !settings.pitchIsAbsolute) ? 1 : 0,
    ),
    was: new Uint8Array(places),
    smoothed: createSmoothed(
      [...routes.map(({ smoothingUs }) => smoothingUs), ...Array(SHOWN_MAX).fill(STEPS_US)],
      settings.returnUs,
    ),
    elapsedUs: new Float64Array(1),
    destinations: placed(destinations, destinations.length + SHOWN_MAX),
    writtenOuts: destinations.length,
    totals: new Float64Array(destinations.length + SHOWN_MAX),
    rest: valuesAtRest(),
    sent: valuesAtRest(),
    leads: new Uint8Array(SOURCES),
    learning: -1,
    learnt: -1,
  };
  leadFrom(routing);
  return routing;
}

/** Notes which sources lead anywhere. */
export function leadFrom({ leads, count, from, by }: Routing): void {
  leads.fill(0);
  for (let route = 0; route < count; route++) {
    leads[from[route]!] = 1;
    if (by[route]! >= 0) leads[by[route]!] = 1;
  }
}

/** Tells a fresh synthesiser how far its channels bend. */
export function introduceRouting(routing: Routing, synth: Synth, channels: Uint8Array): void {
  if (!routing.destinations.includes(BEND)) return;
  for (const channel of channels) sendBendRange(synth, channel, routing.bendRange);
}

/** Whether routes bend the layers, and so decide how far a whole bend goes. */
export function bends({ destinations }: Routing): boolean {
  return destinations.includes(BEND);
}

/** How much of a whole bend of ours the semitones are that a wheel from outside means. */
export function wheelShare(routing: Routing, semitones: number): number {
  return bends(routing) ? semitones / routing.bendRange : 1;
}

/** What a controller, or the loudness of a note, tells is `value`, 0-127. */
export function sourceMoved(routing: Routing, source: number, value: number): void {
  routing.sources[source] = value / 127;
  routing.present[source] = 1;
}

/** A controller from outside is at `value`, 0-127: what it is routed to follows. */
export function controllerMoved(
  routing: Routing,
  synth: Synth,
  channels: Uint8Array,
  controller: number,
  value: number,
  now: Moment,
): void {
  if (routing.leads[CONTROLLERS + controller] === 0) return;
  sourceMoved(routing, CONTROLLERS + controller, value);
  moveRoutes(routing, synth, channels, now);
}

/** The oscillator runs, or stops softly. */
export function runLfo(routing: Routing, runs: boolean): void {
  routing.present[LFO] = runs && routing.leads[LFO] === 1 ? 1 : 0;
}

/** What comes of the source is there at once, however its routes are smoothed. */
export function jumpTo(routing: Routing, source: number): void {
  routing.present[source] = 1;
  for (let route = 0; route < routing.count; route++) {
    if (routing.from[route] !== source) continue;
    routing.was[route] = 1;
    ask(routing, route);
    arrive(routing.smoothed, route);
  }
}

/** Works out where all is at `now`, and tells the synthesiser what has changed. */
export function moveRoutes(
  routing: Routing,
  synth: Synth,
  channels: Uint8Array,
  now: Moment,
): void {
  const { times, sources, present, smoothed, totals, elapsedUs } = routing;
  // A frame may be stamped before the tick that came in between.
  elapsedUs[0] = Math.max(0, now[0]! - times[LAST_US]!);
  times[LAST_US] = Math.max(now[0]!, times[LAST_US]!);
  if (present[LFO] === 1) sources[LFO] = Math.sin(2e-6 * Math.PI * now[0]! * routing.lfoHz);
  totals.fill(0);
  let moves = present[LFO] === 1;
  for (let route = 0; route < routing.count; route++) {
    approach(smoothed, route, elapsedUs);
    ask(routing, route);
    const isPresent = present[routing.from[route]!]!;
    if (isPresent !== routing.was[route]) {
      routing.was[route] = isPresent;
      if (isPresent === 0) leave(smoothed, route, now);
      else if (routing.begins[route] === 0) smoothed.residual[route] = 0;
    }
    if (aim(smoothed, route, now)) moves = true;
    const out = routing.out[route]!;
    totals[out] = totals[out]! + smoothed.value[route]!;
  }
  times[DUE_US] = moves ? now[0]! + TICK_US : Number.POSITIVE_INFINITY;
  for (let out = 0; out < totals.length; out++) tell(routing, synth, channels, out);
}

/** All is at rest at once; a finger that is down begins anew. */
export function restRoutes(routing: Routing, synth: Synth, channels: Uint8Array): void {
  routing.present.fill(0);
  routing.was.fill(0);
  routing.smoothed.wanted.fill(0);
  for (let route = 0; route < routing.count; route++) arrive(routing.smoothed, route);
  routing.totals.fill(0);
  routing.times[DUE_US] = Number.POSITIVE_INFINITY;
  for (let out = 0; out < routing.totals.length; out++) tell(routing, synth, channels, out);
}

/** What the source wants of the destination as it stands. */
function ask(routing: Routing, route: number): void {
  const { sources, present, tables } = routing;
  const { wanted } = routing.smoothed;
  const from = routing.from[route]!;
  const by = routing.by[route]!;
  wanted[route] = 0;
  if (present[from] === 0 || (by >= 0 && present[by] === 0)) return;
  const least = leastOf(from);
  const way = (sources[from]! - least) / (mostOf(from) - least);
  const at = TABLE_STEPS * Math.min(1, Math.max(0, way));
  const step = Math.min(TABLE_STEPS - 1, Math.trunc(at));
  const entry = route * (TABLE_STEPS + 1) + step;
  const value = tables[entry]! + (tables[entry + 1]! - tables[entry]!) * (at - step);
  const share = by < 0 ? 1 : Math.min(1, Math.max(0, sources[by]! / mostOf(by)));
  wanted[route] = value * share;
}

function tell(routing: Routing, synth: Synth, channels: Uint8Array, out: number): void {
  const destination = routing.destinations[out]!;
  if (destination < 0) return;
  const value = valueAt(destination, routing.rest[destination]!, routing.totals, out);
  if (value === routing.sent[destination]) return;
  routing.sent[destination] = value;
  for (let at = 0; at < channels.length; at++) send(synth, channels[at]!, destination, value);
}
