/**
 * A file that comes in pieces, over several runs of the program if need be. Until it is kept it lies
 * beside the name it will get, and one program at a time adds to it.
 */
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import koffi from 'koffi';
import { EXIT, Problem } from '../core/problem.ts';
import { cannotWrite } from './atomic-file.ts';

const LOCK_EX_NB = 6;
const flock = koffi.load(null).func('int flock(int fd, int operation)') as (
  fd: number,
  operation: number,
) => number;

export class PartFile {
  readonly path: string;
  /** Where the pieces lie until {@link PartFile.keep}. */
  readonly partPath: string;
  readonly #fd: number;
  #bytes: number;
  #open = true;

  /** Throws a Problem when nothing can be written there, or another program does. */
  constructor(path: string) {
    this.path = path;
    this.partPath = join(dirname(path), `.${basename(path)}.part`);
    try {
      const { O_RDWR, O_CREAT, O_NOFOLLOW } = constants;
      this.#fd = openSync(this.partPath, O_RDWR | O_CREAT | O_NOFOLLOW, 0o644);
    } catch (error) {
      throw cannotWrite(path, error);
    }
    if (flock(this.#fd, LOCK_EX_NB) !== 0 || !this.#isInPlace()) {
      closeSync(this.#fd);
      throw new Problem('another program is writing it', {
        where: path,
        remedy: 'Let that one end, or end it.',
        exit: EXIT.unavailable,
      });
    }
    this.#bytes = fstatSync(this.#fd).size;
  }

  /** How much there is. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Fills `into` from `position` on as far as there is anything; returns how many bytes. */
  read(into: Uint8Array, position: number): number {
    return readSync(this.#fd, into, 0, into.length, position);
  }

  append(bytes: Uint8Array): void {
    try {
      for (let done = 0; done < bytes.length; ) {
        const wrote = writeSync(this.#fd, bytes, done, bytes.length - done, this.#bytes);
        done += wrote;
        this.#bytes += wrote;
      }
    } catch (error) {
      throw cannotWrite(this.path, error);
    }
  }

  /** Begins anew. */
  empty(): void {
    ftruncateSync(this.#fd);
    this.#bytes = 0;
  }

  /** The file gets its name, in place of whatever had it. */
  keep(): void {
    try {
      fsyncSync(this.#fd);
      renameSync(this.partPath, this.path);
    } catch (error) {
      throw cannotWrite(this.path, error);
    } finally {
      this.close();
    }
  }

  /** What there is stays for the next time; nothing does not. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    if (this.#bytes === 0 && this.#isInPlace()) unlinkSync(this.partPath);
    closeSync(this.#fd);
  }

  // It may have got its name, by another program, between our opening and our locking it.
  #isInPlace(): boolean {
    const there = statSync(this.partPath, { throwIfNoEntry: false });
    return there !== undefined && there.ino === fstatSync(this.#fd).ino;
  }
}
