/** What shows that an instrument lives; both only ever grow, or begin anew with a new part. */
export interface Pulse {
  /** Turns of the play thread, which each look asks for one more of. */
  readonly turns: number;
  /** Callbacks of the audio driver, and tries to bring it back. */
  readonly sound: number;
}

/**
 * Whether music can still be made: since the last look the play thread has turned and the audio
 * driver has asked for sound, or was tried to be brought back. A main thread that turns proves neither.
 */
export class Liveness {
  readonly #take: () => Pulse;
  #last: Pulse;

  constructor(take: () => Pulse) {
    this.#take = take;
    this.#last = take();
  }

  isAlive(): boolean {
    const now = this.#take();
    const alive = now.turns !== this.#last.turns && now.sound !== this.#last.sound;
    this.#last = now;
    return alive;
  }
}
