/**
 * A take: what one device recorded, event by event, from a file that nobody vouches for. All that
 * a format has to do is to read numbers; what numbers make sense is decided here.
 */
import type { RecordedDevice, Recording } from '../event.ts';
import {
  EV_KEY,
  RECORD_WORDS,
  recordTimeUs,
  WORD_TYPE_CODE,
  WORD_VALUE,
  writeRecord,
} from '../event.ts';
import { KEY_COUNT } from '../keys/key-codes.ts';
import { EXIT, Problem } from '../problem.ts';

export const EVENTS_MAX = 4_000_000;
/** Six hours: what comes later than that after the first event is a broken time, not music. */
export const LENGTH_MAX_US = 6 * 3600e6;

// Recorders begin at 0, or at the machine's own clock; past this it can only be the clock.
const CLOCK_US = 3600e6;
// Two events of one report may swap by a little on a clock that is being set; a jump may not.
const STEP_BACK_MAX_US = 1e6;
const SECONDS_MAX = 2 ** 31 - 1;
const TYPE_MAX = 0x1f;
const CODE_MAX = 0xffff;

export interface Take {
  records: Int32Array;
  count: number;
}

export function createTake(): Take {
  return { records: new Int32Array(64 * RECORD_WORDS), count: 0 };
}

/**
 * Adds one event; a time a little before the last one is held at the last one.
 *
 * @returns what is wrong with the event, or undefined once it is added
 */
export function addEvent(
  take: Take,
  seconds: number,
  microseconds: number,
  type: number,
  code: number,
  value: number,
): string | undefined {
  if (!isWithin(seconds, 0, SECONDS_MAX)) return `${seconds} is no time in seconds`;
  if (!isWithin(microseconds, 0, 999_999)) return `${microseconds} is not 0 to 999999 microseconds`;
  if (!isWithin(type, 0, TYPE_MAX)) return `${type} is no event type`;
  if (!isWithin(code, 0, type === EV_KEY ? KEY_COUNT - 1 : CODE_MAX)) {
    return `${code} is no code of event type ${type}`;
  }
  if (value !== (value | 0)) return `${value} is no value of an event`;
  if (take.count === EVENTS_MAX) return `it has more than ${EVENTS_MAX} events`;
  let timeUs = seconds * 1e6 + microseconds;
  if (take.count > 0) {
    const lastUs = recordTimeUs(take.records, take.count - 1);
    if (timeUs < lastUs - STEP_BACK_MAX_US) {
      return `time goes back from ${lastUs / 1e6} s to ${timeUs / 1e6} s`;
    }
    if (timeUs < lastUs) timeUs = lastUs;
    if (timeUs - recordTimeUs(take.records, 0) > LENGTH_MAX_US) {
      return `at ${timeUs / 1e6} s it is more than six hours after the first event`;
    }
  }
  if (take.count * RECORD_WORDS === take.records.length) {
    const grown = new Int32Array(take.records.length * 2);
    grown.set(take.records);
    take.records = grown;
  }
  writeRecord(take.records, take.count++, timeUs, type, code, value);
  return undefined;
}

/**
 * Joins takes made together, one of each device, into one recording in order of time; events of the same time stay in
 * the order of their takes. When the earliest event bears the time of a clock (over an hour), the
 * recording starts at 0; otherwise its times stay as they were recorded.
 */
export function mixTakes(
  source: string,
  devices: readonly RecordedDevice[],
  takes: readonly Take[],
): Recording {
  const total = takes.reduce((sum, take) => sum + take.count, 0);
  if (total > EVENTS_MAX) throw badRecording(source, `it has more than ${EVENTS_MAX} events`);
  const starts = takes
    .filter(({ count }) => count > 0)
    .map((take) => recordTimeUs(take.records, 0));
  const first = Math.min(...starts);
  if (Math.max(...starts) - first > LENGTH_MAX_US) {
    throw badRecording(source, 'its devices begin more than six hours apart');
  }
  if (first > CLOCK_US) for (const take of takes) startEarlier(take, first);

  const records = new Int32Array(total * RECORD_WORDS);
  const deviceOf = new Uint8Array(total);
  const next = takes.map(() => 0);
  for (let index = 0; index < total; index++) {
    const earliest = earliestTake(takes, next);
    const from = next[earliest]!++ * RECORD_WORDS;
    const record = takes[earliest]!.records.subarray(from, from + RECORD_WORDS);
    records.set(record, index * RECORD_WORDS);
    deviceOf[index] = earliest;
  }
  return { source, devices, records, deviceOf };
}

/** A recording that cannot be played: where in it, and what is wrong there. */
export function badRecording(where: string, what: string, remedy?: string): Problem {
  const details = { where, exit: EXIT.badData };
  return new Problem(what, remedy === undefined ? details : { ...details, remedy });
}

function earliestTake(takes: readonly Take[], next: readonly number[]): number {
  let earliest = -1;
  let earliestUs = Number.POSITIVE_INFINITY;
  for (let index = 0; index < takes.length; index++) {
    const take = takes[index]!;
    if (next[index]! === take.count) continue;
    const timeUs = recordTimeUs(take.records, next[index]!);
    if (timeUs < earliestUs) [earliest, earliestUs] = [index, timeUs];
  }
  return earliest;
}

function startEarlier(take: Take, byUs: number): void {
  for (let index = 0; index < take.count; index++) {
    const typeAndCode = take.records[index * RECORD_WORDS + WORD_TYPE_CODE]!;
    const value = take.records[index * RECORD_WORDS + WORD_VALUE]!;
    const timeUs = recordTimeUs(take.records, index) - byUs;
    writeRecord(take.records, index, timeUs, typeAndCode & 0xffff, typeAndCode >>> 16, value);
  }
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
