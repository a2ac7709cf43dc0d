import type { RunningLog } from '../control/log.ts';
import type { Glance } from '../core/status.ts';
import { beginning, changes, type Entry } from './chronicle.ts';
import { LogFigures } from './log-figures.ts';

const LOOK_EVERY_MS = 500;

export interface RecordKeeperOptions {
  readonly log: RunningLog;
  readonly instrument: { glance(): Glance };
  /** Seconds from one METRIC record to the next; 0 writes none. */
  readonly metricInterval: number;
  /** Every look, the first included. */
  readonly onLook: (glance: Glance) => void;
}

/** Looks at a running instrument and writes what happens to it into the log. */
export class RecordKeeper {
  readonly #options: RecordKeeperOptions;
  readonly #figures = new LogFigures();
  readonly #look: NodeJS.Timeout;
  #metrics: NodeJS.Timeout | undefined;
  #last: Glance;

  constructor(options: RecordKeeperOptions) {
    this.#options = options;
    this.#last = options.instrument.glance();
    this.#write(beginning(this.#last));
    options.onLook(this.#last);
    this.#look = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.#look.unref();
    this.recordEvery(options.metricInterval);
  }

  recordEvery(seconds: number): void {
    clearInterval(this.#metrics);
    if (seconds === 0) return;
    this.#metrics = setInterval(() => this.#record(), seconds * 1000);
    this.#metrics.unref();
  }

  look(): void {
    const now = this.#options.instrument.glance();
    this.#write(changes(this.#last, now));
    this.#last = now;
    this.#options.onLook(now);
  }

  close(): void {
    clearInterval(this.#look);
    clearInterval(this.#metrics);
  }

  #record(): void {
    const { log, instrument } = this.#options;
    log.metric('figures', this.#figures.of(instrument.glance(), log.lost));
  }

  #write(entries: readonly Entry[]): void {
    for (const { level, message, fields } of entries) this.#options.log[level](message, fields);
  }
}
