import { draw, GO_TO_SLEEP, PICTURE_BYTES, setBrightness } from '../core/formats/led-matrix.ts';
import type { Log } from '../core/log.ts';
import type { Sent } from '../devices/led-matrix.ts';
import { LedMatrix } from '../devices/led-matrix.ts';

// A module that wakes fades in for a second, and reads nothing meanwhile.
const ANSWER_MS = 5000;
/** It falls asleep by itself a minute after the last command. */
const KEEP_AWAKE_MS = 25_000;
const END_MS = 300;
const POLL_MS = 10;

/** One LED Matrix that shows pictures, once it has answered that it understands them. */
export class LitModule {
  /** In percent; told to it before the next picture. */
  brightness = 0;
  readonly #matrix: LedMatrix;
  readonly #log: Log;
  readonly #askedMs: number;
  readonly #shown = new Uint8Array(PICTURE_BYTES);
  #shownMs = Number.NEGATIVE_INFINITY;
  #brightness = -1;
  #state: 'asked' | 'understands' | 'left alone' = 'asked';

  private constructor(matrix: LedMatrix, log: Log, nowMs: number) {
    this.#matrix = matrix;
    this.#log = log;
    this.#askedMs = nowMs;
  }

  static async open(path: string, log: Log, nowMs: number): Promise<LitModule> {
    return new LitModule(await LedMatrix.open(path), log, nowMs);
  }

  get path(): string {
    return this.#matrix.path;
  }

  /** Shows a picture if it is another one, or if the module would fall asleep over it. */
  show(picture: Uint8Array, isLit: boolean, nowMs: number): Sent {
    if (this.#state === 'asked') this.#listen(nowMs);
    if (this.#state !== 'understands') return 'busy';
    if (this.#brightness !== this.brightness) {
      const sent = this.#matrix.send(setBrightness(this.brightness));
      if (sent === 'sent') this.#brightness = this.brightness;
      return sent;
    }
    const isOld = isLit && nowMs - this.#shownMs > KEEP_AWAKE_MS;
    const isNew = picture.some((byte, at) => byte !== this.#shown[at]);
    if (!isNew && !isOld && this.#shownMs > 0) return 'sent';
    const sent = this.#matrix.send(draw(picture));
    if (sent !== 'sent') return sent;
    this.#shown.set(picture);
    this.#shownMs = nowMs;
    return 'sent';
  }

  /** Asleep, and closed. */
  async close(): Promise<void> {
    if (this.#state === 'understands') {
      const untilMs = performance.now() + END_MS;
      while (this.#matrix.send(GO_TO_SLEEP) === 'busy' && performance.now() < untilMs) {
        await passing(POLL_MS);
      }
      while (!this.#matrix.isIdle && performance.now() < untilMs) await passing(POLL_MS);
    }
    await this.#matrix.close();
  }

  /** Closed, when the module itself has gone. */
  async abandon(): Promise<void> {
    await this.#matrix.close();
  }

  #listen(nowMs: number): void {
    const version = this.#matrix.version();
    if (version === undefined && nowMs - this.#askedMs < ANSWER_MS) return;
    if (version === undefined || version === '') {
      this.#state = 'left alone';
      this.#log.warn(
        `led_matrix: ${this.path} does not answer as the firmware of Framework does, and is left alone. Install that firmware, or set led_matrix.enabled: false.`,
      );
      return;
    }
    this.#state = 'understands';
    this.#log.info(`An LED Matrix shows what sounds (firmware ${version}).`);
  }
}

function passing(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
