import type { Meter } from './meters.ts';
import { CALLBACKS, FRAMES, LAST, TAP_ON, TAP_READ, TAP_WRITTEN } from './meters.ts';
import { TAP_FRAMES } from './tap.ts';

/**
 * Hears what the audio callback renders: the left side, kept in memory, each frame with its time.
 * Ask it to {@link Ear.listen} more often than the tap has room for: 2.7 s at 48 kHz.
 */
export class Ear {
  readonly rate: number;
  /** What was heard so far, `frames` long. */
  readonly samples: Float32Array;
  frames = 0;
  readonly #meter: Meter;
  readonly #ring: Float32Array;
  readonly #isAlone: boolean;
  #read: number;
  /** A frame and the moment in microseconds when its callback began. */
  #anchor = { frame: 0, us: 0 };
  #open = true;

  /**
   * @param seconds room for what is heard; what comes after is not kept
   * @param isAlone whether nobody else reads the tap, who would then empty it
   */
  constructor(rate: number, seconds: number, meter: Meter, ring: Float32Array, isAlone: boolean) {
    this.rate = rate;
    this.samples = new Float32Array(rate * seconds);
    this.#meter = meter;
    this.#ring = ring;
    this.#isAlone = isAlone;
    const { words } = meter;
    this.#read = Atomics.load(words, TAP_WRITTEN);
    if (!isAlone) return;
    Atomics.store(words, TAP_READ, this.#read);
    Atomics.store(words, TAP_ON, 1);
  }

  /** Takes in what was rendered since the last time. */
  listen(): void {
    const { words, longs } = this.#meter;
    const written = Atomics.load(words, TAP_WRITTEN);
    const lastNs = longs[LAST] ?? 0n;
    for (; this.#read !== written && this.frames < this.samples.length; this.frames++) {
      this.samples[this.frames] = this.#ring[(this.#read & (TAP_FRAMES - 1)) * 2] ?? 0;
      this.#read = (this.#read + 1) >>> 0;
    }
    if (this.#isAlone) Atomics.store(words, TAP_READ, written);
    // Unless another callback ended between the two looks, what it began with ends here.
    if (Atomics.load(words, TAP_WRITTEN) !== written || this.#read !== written) return;
    const period = Number(longs[FRAMES]) / Math.max(1, Number(longs[CALLBACKS]));
    this.#anchor = { frame: this.frames - Math.round(period), us: Number(lastNs) / 1000 };
  }

  /** When a frame was due, in microseconds of CLOCK_MONOTONIC, counted from the last callback. */
  timeUs(frame: number): number {
    return this.#anchor.us + ((frame - this.#anchor.frame) * 1e6) / this.rate;
  }

  /** The first frame from `from` on that is louder than `level`. */
  onset(level: number, from: number): number | undefined {
    for (let frame = from; frame < this.frames; frame++) {
      if (Math.abs(this.samples[frame]!) > level) return frame;
    }
    return undefined;
  }

  /** The highest peak from `from` on, in dBFS; -Infinity is silence. */
  peakDb(from: number): number {
    let highest = 0;
    for (let frame = Math.max(0, from); frame < this.frames; frame++) {
      highest = Math.max(highest, Math.abs(this.samples[frame]!));
    }
    return 20 * Math.log10(highest);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    if (this.#isAlone) Atomics.store(this.#meter.words, TAP_ON, 0);
  }
}
