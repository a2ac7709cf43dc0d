/**
 * What a terminal sends, byte by byte, as keys: the kitty keyboard protocol
 * (https://sw.kovidgoyal.net/kitty/keyboard-protocol/), and what terminals without it send.
 *
 * With the protocol a key is `CSI code:shifted:base ; modifiers:event u`; `base` is the character
 * that the key has on a US board, sent where the layout has another one there: it is the position.
 * Arrows and function keys keep their old forms, with modifiers and event added.
 */
import { KEY_PRESSED, KEY_RELEASED, KEY_REPEATED } from '../event.ts';
import { KEY } from '../keys/key-codes.ts';
import { keyOfByte, keyOfLetter, keyOfNumber, keyOfTilde } from './kitty-key-codes.ts';

/** Turns the protocol on: all keys, with press, repeat and release, and their positions (15). */
export const PUSH_PROTOCOL = '\x1b[>15u';
export const POP_PROTOCOL = '\x1b[<u';
/** Asks which flags are on; only a terminal with the protocol answers. */
export const ASK_PROTOCOL = '\x1b[?u';
/** Asks what the terminal is (DA1); every terminal answers, after what it was asked before. */
export const ASK_ATTRIBUTES = '\x1b[c';
export const FOCUS_REPORTS_ON = '\x1b[?1004h';
export const FOCUS_REPORTS_OFF = '\x1b[?1004l';
/** The flag of the protocol that brings releases. */
export const REPORTS_RELEASES = 2;

export type TerminalEvent =
  /** `value` is as in the kernel's events; a typed key came as plain text and has no release. */
  | { readonly is: 'key'; readonly code: number; readonly value: number; readonly typed: boolean }
  /** Ctrl+C. */
  | { readonly is: 'interrupt' }
  | { readonly is: 'focus'; readonly gained: boolean }
  /** The answers to {@link ASK_PROTOCOL} and {@link ASK_ATTRIBUTES}. */
  | { readonly is: 'protocol'; readonly flags: number }
  | { readonly is: 'attributes' };

/** How far into a sequence the bytes have come. */
export interface TerminalReader {
  state: 'ground' | 'escape' | 'sequence' | 'single shift' | 'string';
  /** The bytes of a sequence before its last; of a string only their number counts. */
  text: string;
  stringBytes: number;
}

export function createTerminalReader(): TerminalReader {
  return { state: 'ground', text: '', stringBytes: 0 };
}

const CTRL_C = 0x03;
const BELL = 0x07;
const CANCEL = 0x18;
const SUBSTITUTE = 0x1a;
const ESCAPE = 0x1b;
const TEXT_MAX = 64;
const STRING_MAX = 4096;
const LETTER_C = 0x63;
const MODIFIER_CTRL = 4;
/** The kernel's value of the protocol's events 1, 2 and 3. */
const VALUES = [undefined, KEY_PRESSED, KEY_REPEATED, KEY_RELEASED];

/**
 * Reads bytes as they come; a sequence may be cut anywhere. Ctrl+C is heard in the middle of
 * anything, and no junk keeps the reader from the next key for long.
 */
export function readTerminal(reader: TerminalReader, bytes: Uint8Array): TerminalEvent[] {
  const events: TerminalEvent[] = [];
  for (const byte of bytes) readByte(reader, byte, events);
  return events;
}

/** Whether the bytes so far may be the Esc key, or the beginning of something longer. */
export function isEscapePending(reader: TerminalReader): boolean {
  return reader.state === 'escape';
}

/** Nothing followed: it was the Esc key. */
export function escapeAlone(reader: TerminalReader): TerminalEvent[] {
  if (!isEscapePending(reader)) return [];
  reader.state = 'ground';
  return [typed(KEY.KEY_ESC)];
}

function readByte(reader: TerminalReader, byte: number, events: TerminalEvent[]): void {
  if (byte === CTRL_C) {
    reader.state = 'ground';
    events.push({ is: 'interrupt' });
  } else if (byte === ESCAPE) {
    if (reader.state === 'escape') events.push(typed(KEY.KEY_ESC));
    reader.state = 'escape';
  } else if (byte === CANCEL || byte === SUBSTITUTE) reader.state = 'ground';
  else if (reader.state === 'ground') pushKey(events, keyOfByte(byte), KEY_PRESSED, true);
  else if (reader.state === 'escape') startSequence(reader, byte, events);
  else if (reader.state === 'string') skipString(reader, byte);
  else if (byte >= 0x20) continueSequence(reader, byte, events);
}

function startSequence(reader: TerminalReader, byte: number, events: TerminalEvent[]): void {
  const kind = String.fromCharCode(byte);
  reader.text = '';
  reader.stringBytes = 0;
  if (kind === '[') reader.state = 'sequence';
  else if (kind === 'O') reader.state = 'single shift';
  else if (']PX^_'.includes(kind)) reader.state = 'string';
  else {
    // Alt and a key; or the backslash that ends a string.
    reader.state = 'ground';
    if (kind !== '\\') pushKey(events, keyOfByte(byte), KEY_PRESSED, true);
  }
}

function skipString(reader: TerminalReader, byte: number): void {
  if (byte === BELL || ++reader.stringBytes > STRING_MAX) reader.state = 'ground';
}

function continueSequence(reader: TerminalReader, byte: number, events: TerminalEvent[]): void {
  if (byte < 0x40) {
    if (reader.text.length < TEXT_MAX) reader.text += String.fromCharCode(byte);
    return;
  }
  reader.state = 'ground';
  if (byte < 0x7f && reader.text.length < TEXT_MAX)
    finishSequence(reader.text, String.fromCharCode(byte), events);
}

function finishSequence(text: string, last: string, events: TerminalEvent[]): void {
  if (text.startsWith('?')) {
    const flags = Number(text.slice(1));
    if (last === 'c') events.push({ is: 'attributes' });
    else if (last === 'u' && Number.isInteger(flags)) events.push({ is: 'protocol', flags });
    return;
  }
  if (text === '' && (last === 'I' || last === 'O')) {
    events.push({ is: 'focus', gained: last === 'I' });
    return;
  }
  const [keys = [], [modifiers = 1, event = 1] = []] = text.split(';').map(numbers);
  const [code = 1, , base = code] = keys;
  const value = VALUES[event];
  if (value === undefined) return;
  if (last === 'u') {
    const isC = code === LETTER_C || (code > 0x7f && base === LETTER_C);
    if (isC && event === 1 && ((modifiers - 1) & MODIFIER_CTRL) !== 0) {
      events.push({ is: 'interrupt' });
    } else pushKey(events, keyOfNumber(base) || keyOfNumber(code), value, false);
  } else if (last === '~') pushKey(events, keyOfTilde(code), value, false);
  // With other numbers it is the place of the cursor, or something that no key sends.
  else if (code === 1) pushKey(events, keyOfLetter(last), value, false);
}

/** The numbers of one parameter, such as `97::113`; a number left out is undefined. */
function numbers(parameter: string): (number | undefined)[] {
  return parameter.split(':').map((digits) => (digits === '' ? undefined : Number(digits)));
}

function pushKey(events: TerminalEvent[], code: number, value: number, typed: boolean): void {
  if (code !== 0) events.push({ is: 'key', code, value, typed });
}

function typed(code: number): TerminalEvent {
  return { is: 'key', code, value: KEY_PRESSED, typed: true };
}
