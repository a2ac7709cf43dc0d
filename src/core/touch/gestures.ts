/**
 * What the fingers do, as numbers that anything can be played with. One finger leads; a second one
 * tells of itself. What is measured from the touch begins at nothing, so that a touch alone never
 * moves it, wherever on the pad it lands.
 */
import type { Contacts } from './contacts.ts';
import { fingerIn, SLOTS_MAX } from './contacts.ts';

/** The sources that a pad is, at these places of {@link Gesture.values}. */
export const PAD_X = 0;
export const PAD_Y = 1;
/** Millimetres from where the leading finger touched. */
export const SLIDE_X = 2;
export const SLIDE_Y = 3;
/** Millimetres from where the second finger touched. */
export const SECOND_X = 4;
export const SECOND_Y = 5;
/** Millimetres by which the fingers are further apart than when the second came. */
export const SPREAD = 6;
/** 1 while there are two fingers or more, else 0. */
export const SECOND = 7;
export const PRESSURE = 8;
export const PAD_SOURCES = 9;

/** What a frame brought, as bits. */
export const TOUCHED = 1;
export const LIFTED = 2;

// Fingers hardly get closer to the edge than this, and palms do.
const EDGE_MM = 4;
// Pads claim to feel more than a finger ever gives: what the hardest touch is, is learned.
const HARDEST_AT_FIRST = 0.25;
// A touch ends below this much of what it began at, or it would flutter.
const HYSTERESIS = 0.7;

const ORIGIN_X = 0;
const ORIGIN_Y = 1;
const SECOND_ORIGIN_X = 2;
const SECOND_ORIGIN_Y = 3;
const APART = 4;
const HARDEST = 5;

const NONE = -1;

export interface Gesture {
  /** X and Y from 0 (left, near) to 1, pressure 0-1, the others as named above. */
  readonly values: Float64Array;
  /** The finger in each slot that counts as touching, or -1. */
  readonly touching: Int32Array;
  /** The slots of the leading and the second finger, or -1, and which fingers they are. */
  lead: number;
  leadFinger: number;
  second: number;
  secondFinger: number;
  /** Pressure, of what was learned to be the hardest, from which on a finger counts. */
  readonly threshold: number;
  readonly places: Float64Array;
}

/** @param values where what the fingers do is written, {@link PAD_SOURCES} or more */
export function createGesture(threshold: number, values: Float64Array): Gesture {
  const gesture: Gesture = {
    values,
    touching: new Int32Array(SLOTS_MAX).fill(NONE),
    lead: NONE,
    leadFinger: NONE,
    second: NONE,
    secondFinger: NONE,
    threshold,
    places: new Float64Array(6),
  };
  forgetPad(gesture);
  return gesture;
}

/** Another pad: what was learned of the last one does not count for it. */
export function forgetPad(gesture: Gesture): void {
  gesture.places[HARDEST] = HARDEST_AT_FIRST;
  forgetFingers(gesture);
}

/** Those that are on the pad now touch it anew. */
export function forgetFingers(gesture: Gesture): void {
  gesture.touching.fill(NONE);
  gesture.lead = NONE;
  gesture.leadFinger = NONE;
  gesture.second = NONE;
  gesture.secondFinger = NONE;
}

/** What a whole frame of the pad means: {@link TOUCHED}, {@link LIFTED}, both or neither. */
export function readFrame(gesture: Gesture, contacts: Contacts): number {
  feel(gesture, contacts);
  let what = 0;
  if (gesture.lead >= 0 && gesture.touching[gesture.lead] !== gesture.leadFinger) {
    if (isSecondThere(gesture)) handOver(gesture, contacts);
    else {
      gesture.lead = NONE;
      what |= LIFTED;
    }
  }
  if (gesture.lead < 0) {
    gesture.lead = firstTouching(gesture, NONE);
    if (gesture.lead >= 0) {
      beginSlide(gesture, contacts);
      what |= TOUCHED;
    }
  }
  if (!isSecondThere(gesture)) {
    gesture.second = gesture.lead < 0 ? NONE : firstTouching(gesture, gesture.lead);
    if (gesture.second >= 0) beginSecond(gesture, contacts);
  }
  measure(gesture, contacts);
  return what;
}

/** The fingers that count, by the kernel's numbers; a pad without pressure feels every one. */
function feel({ touching, places, threshold }: Gesture, contacts: Contacts): void {
  for (let slot = 0; slot < SLOTS_MAX; slot++) {
    const finger = fingerIn(contacts, slot);
    let counts = finger >= 0;
    if (counts && contacts.hasPressure) {
      const pressure = contacts.pressure[slot]!;
      if (pressure > places[HARDEST]!) places[HARDEST] = pressure;
      const least = touching[slot] === finger ? threshold * HYSTERESIS : threshold;
      counts = pressure >= least * places[HARDEST]!;
    }
    touching[slot] = counts ? finger : NONE;
  }
}

function isSecondThere({ second, secondFinger, touching }: Gesture): boolean {
  return second >= 0 && touching[second] === secondFinger;
}

function firstTouching({ touching }: Gesture, except: number): number {
  for (let slot = 0; slot < SLOTS_MAX; slot++) {
    if (slot !== except && touching[slot]! >= 0) return slot;
  }
  return NONE;
}

/** The second finger leads from now on, and what was slid so far stays. */
function handOver(gesture: Gesture, contacts: Contacts): void {
  const { places, values, second } = gesture;
  gesture.lead = second;
  gesture.leadFinger = gesture.secondFinger;
  gesture.second = NONE;
  places[ORIGIN_X] = contacts.xMm[second]! - values[SLIDE_X]!;
  places[ORIGIN_Y] = contacts.yMm[second]! - values[SLIDE_Y]!;
}

function beginSlide(gesture: Gesture, { xMm, yMm }: Contacts): void {
  const { places, lead } = gesture;
  gesture.leadFinger = gesture.touching[lead]!;
  places[ORIGIN_X] = xMm[lead]!;
  places[ORIGIN_Y] = yMm[lead]!;
}

function beginSecond(gesture: Gesture, contacts: Contacts): void {
  const { places, second } = gesture;
  gesture.secondFinger = gesture.touching[second]!;
  places[SECOND_ORIGIN_X] = contacts.xMm[second]!;
  places[SECOND_ORIGIN_Y] = contacts.yMm[second]!;
  places[APART] = apartMm(gesture, contacts);
}

/** While nothing touches, the values stay as they were last. */
function measure(gesture: Gesture, contacts: Contacts): void {
  const { values, places, lead, second } = gesture;
  values[SECOND] = second >= 0 ? 1 : 0;
  if (lead < 0) return;
  const { xMm, yMm } = contacts;
  values[PAD_X] = share(xMm[lead]!, contacts.widthMm);
  values[PAD_Y] = share(yMm[lead]!, contacts.heightMm);
  values[SLIDE_X] = xMm[lead]! - places[ORIGIN_X]!;
  values[SLIDE_Y] = yMm[lead]! - places[ORIGIN_Y]!;
  values[PRESSURE] = contacts.pressure[lead]! / places[HARDEST]!;
  if (second < 0) return;
  values[SECOND_X] = xMm[second]! - places[SECOND_ORIGIN_X]!;
  values[SECOND_Y] = yMm[second]! - places[SECOND_ORIGIN_Y]!;
  values[SPREAD] = apartMm(gesture, contacts) - places[APART]!;
}

function apartMm({ lead, second }: Gesture, { xMm, yMm }: Contacts): number {
  const across = xMm[second]! - xMm[lead]!;
  const along = yMm[second]! - yMm[lead]!;
  // Math.hypot takes room on the heap for each of its arguments.
  return Math.sqrt(across * across + along * along);
}

/** 0 to 1 over what a finger reaches. */
function share(mm: number, wholeMm: number): number {
  const at = (mm - EDGE_MM) / (wholeMm - 2 * EDGE_MM);
  return Math.min(1, Math.max(0, at));
}
