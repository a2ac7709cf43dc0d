/**
 * The terminal as a keyboard, so that a first note needs no permission. Where it speaks the kitty
 * keyboard protocol, keys last as long as they are held; elsewhere each sounds for a fixed time.
 */
import type { Readable, Writable } from 'node:stream';
import {
  EV_KEY,
  EV_SYN,
  KEY_PRESSED,
  KEY_RELEASED,
  KEY_REPEATED,
  RECORD_WORDS,
  SYN_REPORT,
  writeRecord,
} from '../core/event.ts';
import type { TerminalEvent } from '../core/formats/kitty-keyboard.ts';
import {
  ASK_ATTRIBUTES,
  ASK_PROTOCOL,
  createTerminalReader,
  escapeAlone,
  FOCUS_REPORTS_OFF,
  FOCUS_REPORTS_ON,
  isEscapePending,
  POP_PROTOCOL,
  PUSH_PROTOCOL,
  REPORTS_RELEASES,
  readTerminal,
} from '../core/formats/kitty-keyboard.ts';

/** How long a key sounds when no one says that it came up. */
export const GATE_MS = 250;
// Long enough for a slow line to bring the rest of a sequence, short enough for a panic key.
const ESCAPE_MS = 40;
const ANSWER_MS = 1000;

export type TerminalMode = 'unknown' | 'press and release' | 'fixed gate';

const ACCOUNTS: Readonly<Record<TerminalMode, string>> = {
  unknown: 'this terminal',
  'press and release': 'this terminal; a note lasts as long as its key',
  'fixed gate':
    `this terminal, which does not tell when a key comes up: each note lasts ${GATE_MS} ms, and Shift` +
    ' and Ctrl do nothing (kitty, foot, Ghostty, WezTerm and Alacritty tell)',
};

export interface TerminalKeysParts {
  readonly input: Readable & { isRaw?: boolean; setRawMode?(raw: boolean): unknown };
  readonly output: Writable;
  /** Takes `count` records, as a kernel event device would write them; the array is used again. */
  readonly deliver: (records: Int32Array, count: number) => void;
  /** Microseconds of CLOCK_MONOTONIC. */
  readonly nowUs: () => number;
  /** Ctrl+C, or the terminal is gone. */
  readonly onQuit: () => void;
}

/** A terminal in raw mode. Closing it, or the end of the process, leaves it as it was. */
export class TerminalKeys {
  readonly #parts: TerminalKeysParts;
  readonly #reader = createTerminalReader();
  readonly #records = new Int32Array(2 * RECORD_WORDS);
  /** The keys that are down, with the gate that will end them where there is one. */
  readonly #down = new Map<number, NodeJS.Timeout | undefined>();
  readonly #wasRaw: boolean;
  #escape: NodeJS.Timeout | undefined;
  readonly #answer: NodeJS.Timeout;
  #mode: TerminalMode = 'unknown';
  #closed = false;

  constructor(parts: TerminalKeysParts) {
    this.#parts = parts;
    const { input, output } = parts;
    this.#wasRaw = input.isRaw ?? false;
    input.setRawMode?.(true);
    process.once('exit', this.#close);
    input.on('data', this.#read);
    input.once('end', parts.onQuit);
    // For good: a terminal that was closed fails once more while it is being left.
    input.on('error', this.#lost);
    output.write(PUSH_PROTOCOL + FOCUS_REPORTS_ON + ASK_PROTOCOL + ASK_ATTRIBUTES);
    this.#answer = setTimeout(() => this.#settle('fixed gate'), ANSWER_MS).unref();
  }

  get mode(): TerminalMode {
    return this.#mode;
  }

  /** What a player has to know about this terminal, as words that follow "from". */
  get account(): string {
    return ACCOUNTS[this.#mode];
  }

  close(): void {
    this.#close();
  }

  readonly #close = (): void => {
    if (this.#closed) return;
    this.#closed = true;
    const { input, output, onQuit } = this.#parts;
    process.off('exit', this.#close);
    clearTimeout(this.#answer);
    clearTimeout(this.#escape);
    input.off('data', this.#read);
    input.off('end', onQuit);
    this.#releaseAll();
    output.write(FOCUS_REPORTS_OFF + POP_PROTOCOL);
    try {
      input.setRawMode?.(this.#wasRaw);
    } catch {
      // The terminal is gone, and its mode with it.
    }
    input.pause();
  };

  readonly #lost = (): void => {
    if (!this.#closed) this.#parts.onQuit();
  };

  readonly #read = (bytes: Uint8Array): void => {
    clearTimeout(this.#escape);
    this.#take(readTerminal(this.#reader, bytes));
    if (!isEscapePending(this.#reader)) return;
    this.#escape = setTimeout(() => this.#take(escapeAlone(this.#reader)), ESCAPE_MS).unref();
  };

  #take(events: readonly TerminalEvent[]): void {
    for (const event of events) {
      if (this.#closed) return;
      if (event.is === 'key') this.#key(event.code, event.value, event.typed);
      else if (event.is === 'interrupt') this.#parts.onQuit();
      else if (event.is === 'focus') this.#releaseAll();
      else if (event.is === 'protocol') this.#learn(event.flags);
      else if (this.#mode === 'unknown') this.#settle('fixed gate');
    }
  }

  #learn(flags: number): void {
    this.#settle((flags & REPORTS_RELEASES) === 0 ? 'fixed gate' : 'press and release');
  }

  #settle(mode: TerminalMode): void {
    clearTimeout(this.#answer);
    this.#mode = mode;
  }

  #key(code: number, value: number, typed: boolean): void {
    if (value === KEY_RELEASED) {
      this.#settle('press and release');
      this.#release(code);
    } else if (this.#mode !== 'press and release') this.#gate(code);
    // Text that comes beside the protocol was pasted or composed, not played.
    else if (!typed && value !== KEY_REPEATED) {
      // A key that is down can only go down again if it came up while another window had it.
      this.#release(code);
      this.#press(code);
    }
  }

  /** A key that the terminal repeats sounds on. */
  #gate(code: number): void {
    if (this.#down.has(code)) clearTimeout(this.#down.get(code));
    else this.#press(code);
    this.#down.set(code, setTimeout(() => this.#release(code), GATE_MS).unref());
  }

  #press(code: number): void {
    this.#down.set(code, undefined);
    this.#deliver(code, KEY_PRESSED);
  }

  #release(code: number): void {
    if (!this.#down.has(code)) return;
    clearTimeout(this.#down.get(code));
    this.#down.delete(code);
    this.#deliver(code, KEY_RELEASED);
  }

  #releaseAll(): void {
    for (const code of [...this.#down.keys()]) this.#release(code);
  }

  #deliver(code: number, value: number): void {
    const timeUs = this.#parts.nowUs();
    writeRecord(this.#records, 0, timeUs, EV_KEY, code, value);
    writeRecord(this.#records, 1, timeUs, EV_SYN, SYN_REPORT, 0);
    this.#parts.deliver(this.#records, 2);
  }
}
