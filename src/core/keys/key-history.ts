import {
  EV_KEY,
  EV_SYN,
  KEY_REPEATED,
  RECORD_WORDS,
  recordTimeUs,
  SYN_DROPPED,
  SYN_REPORT,
  WORD_TYPE_CODE,
  WORD_VALUE,
} from '../event.ts';

/** What one report of a keyboard changed. */
export interface KeyReport {
  readonly timeUs: number;
  readonly pressed: readonly number[];
  readonly released: readonly number[];
}

/** All that a keyboard has reported, to be looked at afterwards; it grows with every key. */
export interface KeyHistory {
  readonly reports: KeyReport[];
  readonly down: Set<number>;
  pressed: number[];
  released: number[];
}

export function createKeyHistory(): KeyHistory {
  return { reports: [], down: new Set(), pressed: [], released: [] };
}

/** Adds records `from` up to but not including `to`, from whichever node of the keyboard. */
export function addRecords(
  history: KeyHistory,
  records: Int32Array,
  from: number,
  to: number,
): void {
  for (let index = from; index < to; index++) {
    const typeAndCode = records[index * RECORD_WORDS + WORD_TYPE_CODE] ?? 0;
    const type = typeAndCode & 0xffff;
    const code = typeAndCode >>> 16;
    const value = records[index * RECORD_WORDS + WORD_VALUE] ?? 0;
    if (type === EV_KEY && value !== KEY_REPEATED) change(history, code, value !== 0);
    else if (type === EV_SYN && code === SYN_DROPPED) forgetHeld(history);
    else if (type === EV_SYN && code === SYN_REPORT)
      endReport(history, recordTimeUs(records, index));
  }
}

function change(history: KeyHistory, code: number, down: boolean): void {
  // The other node of the keyboard may report the same key too.
  if (history.down.has(code) === down) return;
  if (down) {
    history.down.add(code);
    history.pressed.push(code);
  } else {
    history.down.delete(code);
    history.released.push(code);
  }
}

/** Which keys are down after a gap nobody knows: none is safe. */
function forgetHeld(history: KeyHistory): void {
  for (const code of [...history.down]) change(history, code, false);
}

function endReport(history: KeyHistory, timeUs: number): void {
  const { pressed, released } = history;
  if (pressed.length === 0 && released.length === 0) return;
  history.reports.push({ timeUs, pressed, released });
  history.pressed = [];
  history.released = [];
}
