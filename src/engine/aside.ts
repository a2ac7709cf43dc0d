import type { AsidePtr, Shim } from '../ffi/shim.ts';

const LOOK_EVERY_MS = 2;
const LOOK_LATER_MS = 20;
const SOON_MS = 200;

/** A call on a thread of its own, since it may wait for a server that hangs. */
export class Aside {
  readonly #shim: Shim;
  readonly #call: AsidePtr;
  readonly #done: Uint32Array;
  #made: bigint | null = null;
  #finished = false;
  #givenUp = false;

  constructor(shim: Shim, call: AsidePtr | null) {
    if (call === null) throw new Error('there is no thread to be had');
    this.#shim = shim;
    this.#call = call;
    this.#done = shim.doneOf(call);
  }

  /** Resolves true when the call has come back, false when it has not by then or was given up. */
  async comesBack(withinMs: number): Promise<boolean> {
    const began = performance.now();
    while (!this.isDone) {
      const waitedMs = performance.now() - began;
      if (this.#givenUp || waitedMs > withinMs) return false;
      await new Promise((resolve) => {
        setTimeout(resolve, waitedMs < SOON_MS ? LOOK_EVERY_MS : LOOK_LATER_MS);
      });
    }
    return true;
  }

  /** Holds this thread up until the call comes back, for so long at most; whoever waits else stops. */
  waitFor(ms: number): boolean {
    this.#givenUp = true;
    if (!this.#finished && this.#shim.waitAside(this.#call, ms) === 0) return false;
    this.#finish();
    return true;
  }

  get isDone(): boolean {
    if (!this.#finished && Atomics.load(this.#done, 0) === 1) this.#finish();
    return this.#finished;
  }

  /** What the call answered; null when that was nothing, or it is not done. */
  get made(): bigint | null {
    return this.#made;
  }

  #finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#made = this.#shim.finishAside(this.#call);
  }
}
