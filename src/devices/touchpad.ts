import type { Contacts } from '../core/touch/contacts.ts';
import { SLOT_CODES, SLOTS_MAX, setAxis } from '../core/touch/contacts.ts';
import type { Pad, PadAxis } from '../core/touch/pad.ts';
import {
  ABS_MT_POSITION_X,
  ABS_MT_POSITION_Y,
  ABS_MT_PRESSURE,
  ABS_MT_SLOT,
  padOf,
} from '../core/touch/pad.ts';
import { eviocgabs, eviocgmtslots, libc } from '../ffi/libc.ts';

const AXES = [ABS_MT_SLOT, ABS_MT_POSITION_X, ABS_MT_POSITION_Y, ABS_MT_PRESSURE];

// Words of `struct input_absinfo`.
const VALUE = 0;
const MINIMUM = 1;
const MAXIMUM = 2;
const RESOLUTION = 5;
const ABSINFO_WORDS = 6;

const absinfo = new Int32Array(ABSINFO_WORDS);
const slots = new Int32Array(1 + SLOTS_MAX);

/** What an open event device is as a touchpad; undefined when it is none. */
export function readPad(fd: number): Pad | undefined {
  const axes = new Map<number, PadAxis>();
  for (const axis of AXES) {
    absinfo.fill(0);
    if (libc.ioctlBytes(fd, eviocgabs(axis), absinfo) < 0) return undefined;
    const [min, max] = [absinfo[MINIMUM]!, absinfo[MAXIMUM]!];
    // An axis that it has not is all zero.
    if (max > min) axes.set(axis, { min, max, resolution: absinfo[RESOLUTION]! });
  }
  return padOf(axes);
}

/** Asks the kernel which fingers are where, after events were lost or not listened to. */
export function askContacts(contacts: Contacts, fd: number): void {
  for (let code = 0; code < SLOT_CODES.length; code++) {
    slots.fill(-1);
    slots[0] = SLOT_CODES[code]!;
    if (libc.ioctlBytes(fd, eviocgmtslots(slots.byteLength), slots) < 0) continue;
    for (let slot = 0; slot < SLOTS_MAX; slot++) {
      setAxis(contacts, slot, SLOT_CODES[code]!, slots[1 + slot]!);
    }
  }
  if (libc.ioctlBytes(fd, eviocgabs(ABS_MT_SLOT), absinfo) >= 0) contacts.slot = absinfo[VALUE]!;
}
