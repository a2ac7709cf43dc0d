/**
 * Lines on their way out while nobody waits for them: one write at a time on Node's own threads,
 * what comes meanwhile kept up to a bound, and what does not get out tried again. A disk that is full
 * or does not answer costs lines, which are counted, and nothing else.
 */
export interface LineTarget {
  /**
   * Opens what the next `bytes` need.
   *
   * @returns whether they begin somewhere else than where the last ones ended
   */
  prepare(bytes: number): Promise<boolean>;
  /** Writes some of it, and answers how much. */
  write(bytes: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

export interface LineQueueOptions {
  readonly target: LineTarget;
  readonly retryMs: number;
  /** Lines have stopped going out; told once until they go again. */
  readonly onTrouble: (why: string) => void;
  /** They go out again, and how many never will. */
  readonly onBack: (lost: number) => void;
}

const KEPT_BYTES = 512 * 1024;
const BATCH_BYTES = 64 * 1024;
const SLOW_MS = 2000;
const NEW_LINE = 10;

export class LineQueue {
  readonly #options: LineQueueOptions;
  readonly #lines: Uint8Array[] = [];
  #keptBytes = 0;
  /** What is being written, and how much of it is out. */
  #batch: Uint8Array | undefined;
  #done = 0;
  #isBusy = false;
  #retry: NodeJS.Timeout | undefined;
  #inTrouble = false;
  #isClosed = false;
  #lost = 0;
  #lostInAll = 0;
  #idle: (() => void)[] = [];

  constructor(options: LineQueueOptions) {
    this.#options = options;
  }

  /** Lines that never got out. */
  get lost(): number {
    return this.#lostInAll;
  }

  /** True while a write is out: one that never comes back keeps the program from ending. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  push(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    this.#lines.push(bytes);
    this.#keptBytes += bytes.length;
    while (this.#keptBytes > KEPT_BYTES && this.#lines.length > 1) {
      this.#keptBytes -= this.#lines.shift()!.length;
      this.#lost++;
      this.#lostInAll++;
    }
    if (this.#retry === undefined) void this.#pump();
  }

  /** Writes what is kept without waiting for the time to try again. */
  async flush(withinMs: number): Promise<void> {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    void this.#pump();
    if (!this.#isBusy) return;
    await new Promise<void>((resolve) => {
      const late = setTimeout(resolve, withinMs);
      this.#idle.push(() => {
        clearTimeout(late);
        resolve();
      });
    });
  }

  /** Writes what can be written within that time, and closes. */
  async close(withinMs: number): Promise<void> {
    await this.flush(withinMs);
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#isClosed = true;
    if (!this.#isBusy) await this.#options.target.close();
  }

  async #pump(): Promise<void> {
    if (this.#isBusy || this.#isClosed) return;
    this.#isBusy = true;
    const slow = setTimeout(() => this.#tell('it does not answer'), SLOW_MS).unref();
    try {
      while (this.#takeBatch()) {
        await this.#writeBatch(this.#batch!);
        this.#batch = undefined;
        slow.refresh();
        this.#tellBack();
      }
    } catch (error) {
      this.#tell(error instanceof Error ? error.message : String(error));
      this.#retry = setTimeout(() => this.#tryAgain(), this.#options.retryMs).unref();
    }
    clearTimeout(slow);
    this.#isBusy = false;
    for (const wake of this.#idle.splice(0)) wake();
  }

  async #writeBatch(batch: Uint8Array): Promise<void> {
    const { target } = this.#options;
    const anew = await target.prepare(batch.length - this.#done);
    // The part of a line that is out stays where it was: here it begins again.
    if (anew) this.#done = batch.subarray(0, this.#done).lastIndexOf(NEW_LINE) + 1;
    while (this.#done < batch.length) {
      this.#done += await target.write(batch.subarray(this.#done));
    }
  }

  #tryAgain(): void {
    this.#retry = undefined;
    void this.#pump();
  }

  #takeBatch(): boolean {
    if (this.#batch !== undefined) return true;
    if (this.#lines.length === 0) return false;
    let bytes = 0;
    let count = 0;
    while (count < this.#lines.length && bytes < BATCH_BYTES) bytes += this.#lines[count++]!.length;
    this.#batch = Buffer.concat(this.#lines.splice(0, count));
    this.#keptBytes -= bytes;
    this.#done = 0;
    return true;
  }

  #tell(why: string): void {
    if (this.#inTrouble) return;
    this.#inTrouble = true;
    this.#options.onTrouble(why);
  }

  #tellBack(): void {
    if (!this.#inTrouble) return;
    this.#inTrouble = false;
    const lost = this.#lost;
    this.#lost = 0;
    this.#options.onBack(lost);
  }
}
