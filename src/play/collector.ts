import { GCProfiler } from 'node:v8';
import { FIELD } from './board.ts';

/**
 * Counts the garbage collections of the thread that made it. Nothing of it runs between two looks
 * but at a collection itself, and there should be none.
 */
export class Collector {
  readonly #fields: Int32Array;
  #profiler = new GCProfiler();

  /** @param fields of the board that shows what was counted */
  constructor(fields: Int32Array) {
    this.#fields = fields;
    this.#profiler.start();
  }

  /** Adds what there was since the last look. It allocates: never for an event. */
  look(): void {
    const { statistics } = this.#profiler.stop();
    this.#profiler = new GCProfiler();
    this.#profiler.start();
    const us = statistics.reduce((sum, { cost }) => sum + cost, 0);
    Atomics.add(this.#fields, FIELD.collections, statistics.length);
    Atomics.add(this.#fields, FIELD.collectionUs, Math.round(us));
  }
}
