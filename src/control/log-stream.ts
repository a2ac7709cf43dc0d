import { fstatSync, write } from 'node:fs';
import { promisify } from 'node:util';
import type { LineTarget } from './line-queue.ts';

const writeTo = promisify(write);

/** A stream that is open already, such as standard error: a reader that sleeps holds nobody up. */
export class LogStream implements LineTarget {
  readonly #fd: number;

  constructor(fd: number) {
    this.#fd = fd;
  }

  async prepare(): Promise<boolean> {
    return false;
  }

  async write(bytes: Uint8Array): Promise<number> {
    return (await writeTo(this.#fd, bytes)).bytesWritten;
  }

  async close(): Promise<void> {}
}

/** Whether what is written to `fd` is read by systemd's journal (systemd.exec(5), JOURNAL_STREAM). */
export function isJournal(fd: number, journalStream: string | undefined): boolean {
  if (journalStream === undefined) return false;
  try {
    const { dev, ino } = fstatSync(fd, { bigint: true });
    return journalStream === `${dev}:${ino}`;
  } catch {
    return false;
  }
}
