import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolders } from './folders.ts';
import type { LineTarget } from './line-queue.ts';

const { O_APPEND, O_CREAT, O_NOCTTY, O_NONBLOCK, O_WRONLY } = constants;
const FILE_MODE = 0o640;
const FOLDER_MODE = 0o750;
// Whoever moves the file away (logrotate) makes the new one and then tells us; this is for those
// who only move it.
const MOVED_GRACE_MS = 5000;

export interface LogFileOptions {
  readonly path: string;
  /** Size at which the file is put aside; 0 leaves that to others. */
  readonly rotateBytes: number;
  /** How many that were put aside stay: `path.1` is the latest. */
  readonly keep: number;
}

/** The log's file: always written under its own name, put aside by size, opened anew when asked. */
export class LogFile implements LineTarget {
  readonly #options: LogFileOptions;
  #handle: FileHandle | undefined;
  #size = 0;
  /** Grows where a file could not be put aside, so that not every line tries. */
  #rotateAt: number;
  #movedSinceMs: number | undefined;
  #reopen = false;

  constructor(options: LogFileOptions) {
    this.#options = options;
    this.#rotateAt = options.rotateBytes;
  }

  /** From the next line on, the file that has the name then. */
  reopen(): void {
    this.#reopen = true;
  }

  async prepare(bytes: number): Promise<boolean> {
    if (this.#handle !== undefined) {
      if (await this.#isElsewhere(this.#handle)) await this.close();
      else if (this.#isFull(bytes)) await this.#putAside();
    }
    if (this.#handle !== undefined) return false;
    await this.#open();
    if (this.#isFull(bytes)) {
      await this.#putAside();
      if (this.#handle === undefined) await this.#open();
    }
    return true;
  }

  async write(bytes: Uint8Array): Promise<number> {
    if (this.#handle === undefined) throw new Error('it is closed');
    const { bytesWritten } = await this.#handle.write(bytes);
    this.#size += bytesWritten;
    return bytesWritten;
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    this.#movedSinceMs = undefined;
    await handle?.close();
  }

  async #open(): Promise<void> {
    const { path, rotateBytes } = this.#options;
    await makeFolders(dirname(path), FOLDER_MODE);
    const before = await stat(path).catch(() => undefined);
    if (before !== undefined && !before.isFile()) throw new Error('it is not a regular file');
    // Whatever took its place meanwhile must not keep us waiting.
    const flags = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY;
    const handle = await open(path, flags, FILE_MODE);
    const opened = await handle.stat();
    if (!opened.isFile()) {
      await handle.close();
      throw new Error('it is not a regular file');
    }
    this.#handle = handle;
    this.#size = opened.size;
    this.#rotateAt = rotateBytes;
    this.#reopen = false;
  }

  /** Whether lines should go to another file than the open one: removed, moved, or so told. */
  async #isElsewhere(handle: FileHandle): Promise<boolean> {
    if (this.#reopen) return true;
    const [ours, there] = await Promise.all([
      handle.stat(),
      stat(this.#options.path).catch(() => undefined),
    ]);
    if (ours.nlink === 0) return true;
    if (there !== undefined && there.ino === ours.ino && there.dev === ours.dev) {
      this.#movedSinceMs = undefined;
      return false;
    }
    this.#movedSinceMs ??= performance.now();
    return performance.now() - this.#movedSinceMs > MOVED_GRACE_MS;
  }

  #isFull(bytes: number): boolean {
    return this.#rotateAt > 0 && this.#size > 0 && this.#size + bytes > this.#rotateAt;
  }

  async #putAside(): Promise<void> {
    const { path, keep, rotateBytes } = this.#options;
    try {
      for (let number = keep - 1; number >= 1; number--) {
        await rename(`${path}.${number}`, `${path}.${number + 1}`).catch(unlessAbsent);
      }
      await rename(path, `${path}.1`);
    } catch {
      // The folder is not ours to change: the file grows on.
      this.#rotateAt = this.#size + rotateBytes;
      return;
    }
    await this.close();
  }
}

function unlessAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
