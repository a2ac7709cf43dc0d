import { PerformanceObserver } from 'node:perf_hooks';
import type { MeasuredThread } from '../core/measurements.ts';

const LOOK_EVERY_MS = 250;

/** How late the main thread is for what is due, and how much it collects garbage. */
export class MainThread {
  readonly #collector: PerformanceObserver;
  #timer: NodeJS.Timeout | undefined;
  #lagMs = 0;
  #collections = 0;
  #collectionMs = 0;

  constructor() {
    this.#collector = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        this.#collections++;
        this.#collectionMs += duration;
      }
    });
  }

  /** @param onLook told how many seconds have passed since the look before */
  begin(onLook: (seconds: number) => void): void {
    this.#collector.observe({ entryTypes: ['gc'] });
    let last = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.#lagMs = Math.max(this.#lagMs, now - last - LOOK_EVERY_MS);
      onLook((now - last) / 1000);
      last = now;
    }, LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** The worst lateness since the last look, and all collections so far. */
  take(): MeasuredThread {
    const lagSeconds = this.#lagMs / 1000;
    this.#lagMs = 0;
    return {
      thread: 'main',
      lagSeconds,
      collections: this.#collections,
      collectionSeconds: this.#collectionMs / 1000,
    };
  }

  close(): void {
    clearInterval(this.#timer);
    this.#collector.disconnect();
  }
}
