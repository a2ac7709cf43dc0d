import type { OrderCode } from '../core/order.ts';
import { ORDER } from '../core/order.ts';
import { monotonicUs } from '../ffi/libc.ts';
import type { Board } from './board.ts';
import { FIELD, PING_CLOCK_US } from './board.ts';

// Looks are counted, not time: a machine that slept, or a stopped process, did not hang. The loop's
// longest turn is some milliseconds: two seconds of looks in one turn are a hang.
const HUNG_LOOKS = 8;
const PING_LOOKS = 4;
// Twice a minute, between two notes, the thread counts its garbage collections.
const COUNT_PINGS = 30;

/** Looks whether a play thread lives: one that hangs while it has the keyboard is worse than none. */
export class ThreadWatch {
  readonly #board: Board;
  readonly #order: (code: OrderCode, a?: number, b?: number) => boolean;
  #turn = -1;
  #looksInTurn = 0;
  #pinged = 0;
  #looksAtPing = 0;
  #lagUs = 0;

  /** @param order asks the thread for something */
  constructor(board: Board, order: (code: OrderCode, a?: number, b?: number) => boolean) {
    this.#board = board;
    this.#order = order;
  }

  /** To be asked four times a second; true once the thread does not come back. */
  isHung(): boolean {
    return this.#isInOneTurn() || this.#isDeaf();
  }

  /** How late the thread woke at worst since the last look, in microseconds. */
  takeLagUs(): number {
    const lagUs = this.#lagUs;
    this.#lagUs = 0;
    return lagUs;
  }

  #isInOneTurn(): boolean {
    const { fields } = this.#board;
    const turn = Atomics.load(fields, FIELD.heartbeat);
    const stands = Atomics.load(fields, FIELD.busy) === 1 && turn === this.#turn;
    this.#looksInTurn = stands ? this.#looksInTurn + 1 : 0;
    this.#turn = turn;
    return this.#looksInTurn >= HUNG_LOOKS;
  }

  /** One that waits for what never comes hangs as well: it is asked for a sign of life each second. */
  #isDeaf(): boolean {
    const { fields } = this.#board;
    if (Atomics.load(fields, FIELD.ready) === 0) return false;
    this.#looksAtPing++;
    if (Atomics.load(fields, FIELD.pong) !== this.#pinged) return this.#looksAtPing >= HUNG_LOOKS;
    if (this.#looksAtPing < PING_LOOKS) return false;
    this.#looksAtPing = 0;
    this.#lagUs = Math.max(this.#lagUs, fields[FIELD.lagUs]!);
    if (this.#pinged % COUNT_PINGS === 0) this.#order(ORDER.collections);
    this.#pinged = (this.#pinged + 1) | 0;
    this.#order(ORDER.ping, this.#pinged, Math.trunc(monotonicUs()) % PING_CLOCK_US);
    return false;
  }
}
