/** When an armed keyboard is given back though nobody asked: what happens at the seat, and long rest. */
import type { Config } from '../config/schema.ts';
import type { Log } from '../core/log.ts';
import { ORDER } from '../core/order.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { LastingThread } from '../play/lasting-thread.ts';
import { SeatWatch } from './seat-watch.ts';

const LOOK_EVERY_MS = 5000;

export interface ArmingParts {
  readonly thread: Pick<LastingThread, 'order' | 'snapshot'>;
  readonly log: Log;
  /** As it is configured by now. */
  readonly settings: () => Config['keyboard'];
  /** The socket of the system bus. */
  readonly bus: string;
  /** In milliseconds, from any beginning. */
  readonly nowMs: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

export class ArmingWatch {
  readonly #parts: ArmingParts;
  readonly #seat: SeatWatch;
  readonly #timer: NodeJS.Timeout;
  #played = '';
  #playedMs: number;

  constructor(parts: ArmingParts) {
    this.#parts = parts;
    this.#playedMs = parts.nowMs();
    this.#seat = new SeatWatch(
      parts.bus,
      (event) => {
        if (parts.settings().followSeat) this.#disarm(event);
      },
      parts.random,
    );
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Whether locks, sleep and other sessions are heard of. */
  get isListening(): boolean {
    return this.#seat.isListening;
  }

  /** Disarms after a rest that is long enough. */
  look(): void {
    const { thread, nowMs, settings } = this.#parts;
    const { startArmed, disarmAfter } = settings();
    const playing = thread.snapshot();
    const played = activity(playing);
    if (played !== this.#played) {
      this.#played = played;
      this.#playedMs = nowMs();
      return;
    }
    // What is armed from the start on is meant to stay so.
    if (disarmAfter === 0 || startArmed || !playing.armed) return;
    if (nowMs() - this.#playedMs < disarmAfter * 60_000) return;
    this.#disarm(`nothing was played for ${disarmAfter} minutes`);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#seat.close();
  }

  #disarm(why: string): void {
    const { thread, log } = this.#parts;
    if (!thread.snapshot().armed) return;
    thread.order(ORDER.disarm);
    log.info(`Disarmed: ${why}.`, { why });
  }
}

/** Another text when something was played, or it was armed or disarmed. */
function activity({ armed, keyEvents, notesBegun }: Snapshot): string {
  return `${armed} ${keyEvents} ${notesBegun}`;
}
