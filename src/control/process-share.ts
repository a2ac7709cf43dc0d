/** How much of the machine this program takes, all of its threads together. */
import { cpus, totalmem } from 'node:os';

// Shorter looks would tell of their own cost.
const LEAST_MS = 1000;

export class ProcessShare {
  readonly cores = cpus().length;
  readonly memoryBytes = totalmem();
  #usedUs = 0;
  #atMs = 0;
  #cpuPercent = 0;

  /**
   * Percent of all cores, over the time since the last look or a second, whichever is longer; at the
   * first look since the start.
   */
  cpuPercent(): number {
    const atMs = performance.now();
    if (atMs - this.#atMs < LEAST_MS && this.#atMs > 0) return this.#cpuPercent;
    const { user, system } = process.cpuUsage();
    const usedUs = user + system;
    this.#cpuPercent = (usedUs - this.#usedUs) / (atMs - this.#atMs) / 10 / this.cores;
    this.#usedUs = usedUs;
    this.#atMs = atMs;
    return this.#cpuPercent;
  }

  /** Resident memory in percent of the machine's. */
  memoryPercent(): number {
    return (100 * process.memoryUsage.rss()) / this.memoryBytes;
  }
}
