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
  /** After how many frames the last callback had begun, and when, at each time of listening. */
  readonly #marks: { readonly frames: number; readonly us: number }[] = [];
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
    const us = Number(longs[LAST]) / 1000;
    const before = this.frames;
    for (; this.#read !== written && this.frames < this.samples.length; this.frames++) {
      this.samples[this.frames] = this.#ring[(this.#read & (TAP_FRAMES - 1)) * 2] ?? 0;
      this.#read = (this.#read + 1) >>> 0;
    }
    if (this.#isAlone) Atomics.store(words, TAP_READ, written);
    if (this.frames > before) this.#marks.push({ frames: this.frames, us });
  }

  /**
   * When a frame was due, in microseconds of CLOCK_MONOTONIC: its place in the callback that made
   * it. Of several callbacks between two times of listening, as servers make that ask in bursts, the
   * earlier ones are taken to have come at the pace of the sound, or with the first.
   */
  timeUs(frame: number): number {
    const at = this.#marks.findIndex(({ frames }) => frames > frame);
    const mark = this.#marks[at];
    if (mark === undefined) return Number.NaN;
    const { longs } = this.#meter;
    const period = Math.round(Number(longs[FRAMES]) / Math.max(1, Number(longs[CALLBACKS])));
    const us = mark.us + ((frame - (mark.frames - period)) * 1e6) / this.rate;
    return Math.max(us, this.#marks[at - 1]?.us ?? 0);
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
