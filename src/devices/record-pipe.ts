import { RECORD_BYTES, RECORD_WORDS } from '../core/event.ts';
import { checkErrno } from '../ffi/check.ts';
import { libc, newPipe } from '../ffi/libc.ts';

const AGAIN_MS = 5;

/**
 * Event records on their way to the play thread as from a kernel node. A pipe that is full, since a
 * page of text was pasted, loses none: what waits goes first, in order, as soon as there is room.
 */
export class RecordPipe {
  /** For the play thread to read; closed with the pipe. */
  readonly readFd: number;
  readonly #writeFd: number;
  readonly #waiting: Int32Array[] = [];
  #timer: NodeJS.Timeout | undefined;
  #open = true;

  constructor() {
    const pipe = newPipe();
    checkErrno('pipe2', pipe.result);
    this.readFd = pipe.readFd;
    this.#writeFd = pipe.writeFd;
  }

  /** Sends the first `count` of the records; the array may be used again. */
  send(records: Int32Array, count: number): void {
    if (!this.#open) return;
    if (this.#waiting.length === 0 && this.#write(records, count)) return;
    this.#waiting.push(records.slice(0, count * RECORD_WORDS));
    this.#timer ??= setInterval(() => this.#sendWaiting(), AGAIN_MS);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    clearInterval(this.#timer);
    libc.close(this.#writeFd);
    libc.close(this.readFd);
  }

  #sendWaiting(): void {
    while (this.#waiting.length > 0) {
      const next = this.#waiting[0]!;
      if (!this.#write(next, next.length / RECORD_WORDS)) return;
      this.#waiting.shift();
    }
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  // So few bytes go in whole or not at all (pipe(7), PIPE_BUF).
  #write(records: Int32Array, count: number): boolean {
    return libc.write(this.#writeFd, records, count * RECORD_BYTES) > 0;
  }
}
