import { wavFramesMax, wavHeader } from '../core/formats/wav.ts';
import { Problem } from '../core/problem.ts';
import { AtomicFile } from '../ffi/atomic-file.ts';
import type { Meter } from './meters.ts';
import { TAP_ON, TAP_READ, TAP_WRITTEN } from './meters.ts';

/** Room for 2.7 s at 48 kHz: the main thread may be that busy without a gap in the file. */
export const TAP_FRAMES = 1 << 17;

const CHANNELS = 2;
const DRAIN_EVERY_MS = 200;

/** What the audio callback renders, into a WAV as well. The file appears when it is closed. */
export class Tap {
  readonly path: string;
  readonly #file: AtomicFile;
  readonly #meter: Meter;
  readonly #ring: Float32Array;
  readonly #rate: number;
  readonly #timer: NodeJS.Timeout;
  #frames = 0;
  readonly #onFailure: ((problem: Problem) => void) | undefined;
  #open = true;
  #failed = false;

  /**
   * @param onFailure told once that no more can be written; what was written is kept. Without it
   *   such a failure is the program's
   */
  constructor(
    path: string,
    rate: number,
    meter: Meter,
    ring: Float32Array,
    onFailure?: (problem: Problem) => void,
  ) {
    this.path = path;
    this.#onFailure = onFailure;
    this.#rate = rate;
    this.#meter = meter;
    this.#ring = ring;
    this.#file = new AtomicFile(path);
    this.#file.write(this.#header());
    const { words } = meter;
    Atomics.store(words, TAP_READ, Atomics.load(words, TAP_WRITTEN));
    Atomics.store(words, TAP_ON, 1);
    this.#timer = setInterval(() => this.#drain(), DRAIN_EVERY_MS);
    this.#timer.unref();
  }

  /** Writes what is left and gives the file its name. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    clearInterval(this.#timer);
    Atomics.store(this.#meter.words, TAP_ON, 0);
    this.#drain();
    this.#file.write(this.#header(), 0);
    this.#file.keep();
  }

  #drain(): void {
    if (this.#failed) return;
    try {
      this.#writeNew();
    } catch (error) {
      if (this.#onFailure === undefined || !(error instanceof Problem)) throw error;
      this.#failed = true;
      Atomics.store(this.#meter.words, TAP_ON, 0);
      this.#onFailure(error);
    }
  }

  #writeNew(): void {
    const { words } = this.#meter;
    const written = Atomics.load(words, TAP_WRITTEN);
    let read = Atomics.load(words, TAP_READ);
    const most = wavFramesMax(CHANNELS, 'float32');
    while (read !== written) {
      const at = read & (TAP_FRAMES - 1);
      const count = Math.min((written - read) >>> 0, TAP_FRAMES - at, most - this.#frames);
      if (count > 0) this.#write(this.#ring.subarray(at * CHANNELS, (at + count) * CHANNELS));
      read = count > 0 ? (read + count) >>> 0 : written;
    }
    Atomics.store(words, TAP_READ, read);
  }

  #write(samples: Float32Array): void {
    this.#file.write(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
    this.#frames += samples.length / CHANNELS;
  }

  #header(): Uint8Array {
    const format = { rate: this.#rate, channels: CHANNELS, sample: 'float32' } as const;
    return wavHeader({ ...format, frames: this.#frames });
  }
}
