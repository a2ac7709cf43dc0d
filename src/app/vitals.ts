import type { LoadedConfig } from '../config/load.ts';
import type { HealthReport } from '../control/health.ts';
import type { HealthDocument } from '../control/health-document.ts';
import { healthDocument } from '../control/health-document.ts';
import type { Measurements } from '../core/measurements.ts';
import { HealthWatch } from './health-watch.ts';
import type { MeasuredParts, Measuring } from './measuring.ts';
import { version } from './version.ts';

/** How a running instrument is: its figures and its health. To ask disturbs nothing that plays. */
export class Vitals {
  readonly #measuring: Measuring;
  readonly #parts: () => MeasuredParts;
  readonly #watch: HealthWatch;

  /** @param parts what is measured, as it is then */
  constructor(loaded: LoadedConfig, measuring: Measuring, parts: () => MeasuredParts) {
    this.#measuring = measuring;
    this.#parts = parts;
    this.#watch = new HealthWatch(loaded, {
      isReady: () => this.isReady,
      measure: () => this.measure(),
      stuckSeconds: () => measuring.stuckSeconds,
    });
  }

  /** Begins to watch, once the first note may sound. */
  begin(): void {
    this.#measuring.begin(this.#parts());
    this.#watch.begin();
  }

  measure(): Measurements {
    return this.#measuring.measure(this.#parts());
  }

  /** Whether all is there from key to sound. */
  get isReady(): boolean {
    return this.#measuring.isReady(this.#parts());
  }

  /** Whether it has been ready once. */
  get hasStarted(): boolean {
    return this.isReady || this.#measuring.wasReady;
  }

  health(): HealthReport {
    return this.#watch.report();
  }

  healthDocument(): HealthDocument {
    return healthDocument(this.health(), version);
  }

  close(): void {
    this.#watch.close();
    this.#measuring.close();
  }
}
