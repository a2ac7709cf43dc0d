import type { Pad } from './touch/pad.ts';

/**
 * Input events as the kernel writes them: `struct input_event` of 64-bit Linux, 24 bytes, read as
 * six 32-bit words (linux/input.h). Keyboards, recordings and the terminal all arrive in this form.
 */
export const RECORD_BYTES = 24;
export const RECORD_WORDS = 6;

/** Word of the low half of the seconds; the high half is zero until a machine is up 68 years. */
export const WORD_SECONDS = 0;
export const WORD_MICROSECONDS = 2;
/** Type in the low 16 bits, code in the high 16. */
export const WORD_TYPE_CODE = 4;
export const WORD_VALUE = 5;

export const EV_SYN = 0;
export const EV_KEY = 1;
export const EV_REL = 2;
export const EV_ABS = 3;
export const EV_MSC = 4;
export const EV_LED = 17;

export const SYN_REPORT = 0;
export const SYN_DROPPED = 3;

export const KEY_RELEASED = 0;
export const KEY_PRESSED = 1;
export const KEY_REPEATED = 2;

/** Writes one record at `index`; the time is microseconds of CLOCK_MONOTONIC, or of a recording. */
export function writeRecord(
  records: Int32Array,
  index: number,
  timeUs: number,
  type: number,
  code: number,
  value: number,
): void {
  const at = index * RECORD_WORDS;
  const seconds = Math.floor(timeUs / 1e6);
  records[at + WORD_SECONDS] = seconds;
  records[at + 1] = 0;
  records[at + WORD_MICROSECONDS] = Math.round(timeUs - seconds * 1e6);
  records[at + 3] = 0;
  records[at + WORD_TYPE_CODE] = type | (code << 16);
  records[at + WORD_VALUE] = value;
}

/** Microseconds of record `index`. */
export function recordTimeUs(records: Int32Array, index: number): number {
  const at = index * RECORD_WORDS;
  return (records[at + WORD_SECONDS] ?? 0) * 1e6 + (records[at + WORD_MICROSECONDS] ?? 0);
}

/**
 * A moment in microseconds, in a cell of its own. On the play path it is handed on as such: a number
 * as large as a time would be boxed on the heap with every call.
 */
export type Moment = Float64Array;

export function moment(us: number): Moment {
  return Float64Array.of(us);
}

/** A recorded performance: what came from which device, in order of time. */
export interface Recording {
  /** Where it was read from, for messages. */
  readonly source: string;
  readonly devices: readonly RecordedDevice[];
  /** All devices' events in order of time, as kernel records; the first is at time 0 or later. */
  readonly records: Int32Array;
  /** The index in `devices` of each record. */
  readonly deviceOf: Uint8Array;
}

export interface RecordedDevice {
  readonly name: string;
  readonly vendor: number;
  readonly product: number;
  /** The kernel's own path of it, such as `usb-0000:c1:00.3-4.2/input0`; '' when not recorded. */
  readonly phys: string;
  /** The kinds of key it can send, as evdev codes; empty when not recorded. */
  readonly keys: readonly number[];
  /** What it is as a touchpad, if it is one. */
  readonly pad: Pad | undefined;
}
