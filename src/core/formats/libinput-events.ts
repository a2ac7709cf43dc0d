/**
 * The events of one device in a recording of `libinput record`, line by line:
 *
 *     - evdev:
 *       - [  0, 250000,   1,  16,       1] # EV_KEY / KEY_Q
 *
 * What libinput itself made of them (`--with-libinput`) and raw reports (`--with-hidraw`) are
 * passed over.
 */
import { EV_KEY, EV_MSC, KEY_PRESSED, KEY_REPEATED } from '../event.ts';
import { KEY } from '../keys/key-codes.ts';
import type { Take } from './take.ts';
import { addEvent, createTake } from './take.ts';

const EVENT =
  /^ *- \[ *(\d{1,12}), *(\d{1,12}), *(\d{1,8}), *(\d{1,8}), *(-?\d{1,12}) *\] *(?:#.*)?$/;
const GROUP = /^ *- (evdev|libinput|hid):/;
// libinput's own account gives a hidden key the number -1.
const HIDDEN = /KEYBOARD_KEY, key: -1\b/;
const MSC_SCAN = 4;
// Hidden letters are written as A, with the scan code that A has on a PS/2 keyboard.
const HIDDEN_SCAN = 30;
const BUS_PS2 = 0x11;

export interface EventLines {
  readonly take: Take;
  group: string;
  /** The scan code that came before this key event, or 0. */
  scan: number;
  isDownA: boolean;
  /** What can only be if the keys were hidden. */
  hidden: boolean;
  /** A with the scan code of a PS/2 keyboard, which is hidden on any other. */
  scannedPs2: boolean;
}

export function createEventLines(): EventLines {
  const fresh = { group: '', scan: 0, isDownA: false, hidden: false, scannedPs2: false };
  return { take: createTake(), ...fresh };
}

/** What is wrong with the line, which is neither empty nor a comment; or undefined. */
export function readEventLine(lines: EventLines, line: string): string | undefined {
  const group = GROUP.exec(line);
  if (group !== null) {
    lines.group = group[1]!;
    return undefined;
  }
  if (lines.group === 'libinput' && HIDDEN.test(line)) lines.hidden = true;
  if (lines.group !== 'evdev' && lines.group !== '') return undefined;
  const event = EVENT.exec(line);
  if (event === null || lines.group === '') {
    return 'an event is written as - [seconds, microseconds, type, code, value] under - evdev:';
  }
  const [type, code, value] = [Number(event[3]), Number(event[4]), Number(event[5])];
  lookBehind(lines, type, code, value);
  return addEvent(lines.take, Number(event[1]), Number(event[2]), type, code, value);
}

/** Whether the letters were hidden when it was recorded, on a keyboard of that bus (BUS_*). */
export function areKeysHidden(lines: EventLines, bus: number): boolean {
  return lines.hidden || (lines.scannedPs2 && bus !== BUS_PS2);
}

/** A key has one scan code, and A can't go down twice without coming up. */
function lookBehind(lines: EventLines, type: number, code: number, value: number): void {
  if (type === EV_MSC && code === MSC_SCAN) lines.scan = value;
  if (type !== EV_KEY || value === KEY_REPEATED) return;
  const isA = code === KEY.KEY_A;
  const pressed = value === KEY_PRESSED;
  if (lines.scan === HIDDEN_SCAN) {
    if (isA) lines.scannedPs2 = true;
    else lines.hidden = true;
  }
  if (isA) {
    if (pressed && lines.isDownA) lines.hidden = true;
    lines.isDownA = pressed;
  }
  lines.scan = 0;
}
