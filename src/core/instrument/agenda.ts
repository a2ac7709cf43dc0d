/**
 * What is due when: a cell for each thing that happens by itself. What goes by the beat is written
 * down as a tick, and its moment is counted anew when the clock changes; a late wake-up must not
 * move the beat.
 */
import type { Clock } from './clock.ts';
import { timeTick } from './clock.ts';

/** In the order in which things happen that are due at once: what ends, before what begins. */
export const DUE = {
  arpeggioEnd: 0,
  repeatEnd: 1,
  clickEnd: 2,
  strum: 3,
  pulse: 4,
  click: 5,
  arpeggioStep: 6,
  repeatStep: 7,
  loop: 8,
} as const;

const THINGS = 9;
const NEVER = Number.POSITIVE_INFINITY;

export interface Agenda {
  /** When each is due in microseconds, or Infinity; what goes by no beat is written here. */
  readonly us: Float64Array;
  /** The tick of each that goes by the beat, or Infinity. */
  readonly ticks: Float64Array;
}

export function createAgenda(): Agenda {
  return {
    us: new Float64Array(THINGS).fill(NEVER),
    ticks: new Float64Array(THINGS).fill(NEVER),
  };
}

/** What has a tick in `ticks` is due then. */
export function planTick({ ticks, us }: Agenda, clock: Clock, thing: number): void {
  timeTick(clock, ticks, us, thing);
}

export function cancel(agenda: Agenda, thing: number): void {
  agenda.ticks[thing] = NEVER;
  agenda.us[thing] = NEVER;
}

export function isPlanned(agenda: Agenda, thing: number): boolean {
  return agenda.us[thing] !== NEVER;
}

export function cancelAll(agenda: Agenda): void {
  agenda.ticks.fill(NEVER);
  agenda.us.fill(NEVER);
}

/** The clock goes otherwise now: what goes by the beat is due at other moments. */
export function replan({ us, ticks }: Agenda, clock: Clock): void {
  for (let thing = 0; thing < THINGS; thing++) {
    if (ticks[thing] !== NEVER) timeTick(clock, ticks, us, thing);
  }
}

/** What is due first. */
export function firstDue({ us }: Agenda): number {
  let first = 0;
  for (let thing = 1; thing < THINGS; thing++) if (us[thing]! < us[first]!) first = thing;
  return first;
}
