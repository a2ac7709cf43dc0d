/**
 * Fingers on a touchpad, from the slots in which the kernel tells of them (multi-touch protocol B,
 * Documentation/input/multi-touch-protocol.rst): a slot is a finger while its tracking id is not -1,
 * and an event says only what has changed.
 */
import type { Pad } from './pad.ts';
import {
  ABS_MT_POSITION_X,
  ABS_MT_POSITION_Y,
  ABS_MT_PRESSURE,
  ABS_MT_SLOT,
  ABS_MT_TOOL_TYPE,
  ABS_MT_TRACKING_ID,
  heightMm,
  isPad,
  widthMm,
} from './pad.ts';

/** Pads have five, some ten; what comes in a slot beyond these is passed over. */
export const SLOTS_MAX = 16;

/** What is asked of each slot after a gap. */
export const SLOT_CODES: readonly number[] = [
  ABS_MT_TRACKING_ID,
  ABS_MT_POSITION_X,
  ABS_MT_POSITION_Y,
  ABS_MT_TOOL_TYPE,
  ABS_MT_PRESSURE,
];

const NO_FINGER = -1;
const TOOL_PALM = 2;

export interface Contacts {
  widthMm: number;
  heightMm: number;
  hasPressure: boolean;
  /** The slot that events speak of now. */
  slot: number;
  /** The finger in each slot by the kernel's number, or -1. */
  readonly tracking: Int32Array;
  readonly tool: Uint8Array;
  /** Millimetres from the left edge. */
  readonly xMm: Float64Array;
  /** Millimetres from the edge that is nearest to the player. */
  readonly yMm: Float64Array;
  /** 0-1 of what the pad claims to feel. */
  readonly pressure: Float64Array;
  /** What units of the device are in ours: least, most and scale of x, y and pressure. */
  readonly scale: Float64Array;
}

const X_MIN = 0;
const X_MM = 1;
const Y_MAX = 2;
const Y_MM = 3;
const P_MIN = 4;
const P_SHARE = 5;

export function createContacts(): Contacts {
  return {
    widthMm: 0,
    heightMm: 0,
    hasPressure: false,
    slot: 0,
    tracking: new Int32Array(SLOTS_MAX).fill(NO_FINGER),
    tool: new Uint8Array(SLOTS_MAX),
    xMm: new Float64Array(SLOTS_MAX),
    yMm: new Float64Array(SLOTS_MAX),
    pressure: new Float64Array(SLOTS_MAX),
    scale: new Float64Array(6),
  };
}

/** A pad comes: its own units count from now on, and no finger is on it. False when it is none. */
export function fitContacts(contacts: Contacts, pad: Pad): boolean {
  if (!isPad(pad)) return false;
  const { scale } = contacts;
  contacts.widthMm = widthMm(pad);
  contacts.heightMm = heightMm(pad);
  contacts.hasPressure = pad.pressure !== undefined;
  contacts.slot = 0;
  scale[X_MIN] = pad.x.min;
  scale[X_MM] = contacts.widthMm / (pad.x.max - pad.x.min);
  scale[Y_MAX] = pad.y.max;
  scale[Y_MM] = contacts.heightMm / (pad.y.max - pad.y.min);
  scale[P_MIN] = pad.pressure?.min ?? 0;
  scale[P_SHARE] = pad.pressure === undefined ? 0 : 1 / (pad.pressure.max - pad.pressure.min);
  contacts.tool.fill(0);
  liftAll(contacts);
  return true;
}

/** An event of type EV_ABS. */
export function axisMoved(contacts: Contacts, code: number, value: number): void {
  if (code === ABS_MT_SLOT) contacts.slot = value;
  else setAxis(contacts, contacts.slot, code, value);
}

/** What the kernel says of a slot when it is asked. */
export function setAxis(contacts: Contacts, slot: number, code: number, value: number): void {
  if (slot < 0 || slot >= SLOTS_MAX) return;
  const { scale } = contacts;
  switch (code) {
    case ABS_MT_TRACKING_ID:
      contacts.tracking[slot] = value < 0 ? NO_FINGER : value;
      break;
    case ABS_MT_TOOL_TYPE:
      contacts.tool[slot] = value;
      break;
    case ABS_MT_POSITION_X:
      contacts.xMm[slot] = within((value - scale[X_MIN]!) * scale[X_MM]!, contacts.widthMm);
      break;
    case ABS_MT_POSITION_Y:
      contacts.yMm[slot] = within((scale[Y_MAX]! - value) * scale[Y_MM]!, contacts.heightMm);
      break;
    case ABS_MT_PRESSURE:
      contacts.pressure[slot] = within((value - scale[P_MIN]!) * scale[P_SHARE]!, 1);
      break;
  }
}

/** The finger in a slot by the kernel's number, or -1: a palm is none. */
export function fingerIn(contacts: Contacts, slot: number): number {
  return contacts.tool[slot] === TOOL_PALM ? NO_FINGER : contacts.tracking[slot]!;
}

/**
 * No finger is on the pad, as far as anyone knows. What is known of each slot beyond that stays: the
 * kernel does not repeat it for the next finger.
 */
export function liftAll(contacts: Contacts): void {
  contacts.tracking.fill(NO_FINGER);
}

// A pad may report a little beyond the range it claims.
function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
