/**
 * A file that appears whole or not at all. Until it is kept it has no name (O_TMPFILE, open(2)), so
 * that a program killed half-way leaves nothing behind; where the file system cannot do that, it has
 * a name of its own beside the one it will get.
 */
import {
  closeSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import koffi from 'koffi';
import { EXIT, type ExitCode, Problem } from '../core/problem.ts';

const O_RDWR = 2;
const O_TMPFILE = 0o20200000;
const AT_FDCWD = -100;
const AT_SYMLINK_FOLLOW = 0x400;

const linkat = koffi
  .load(null)
  .func('int linkat(int from, const char *path, int to, const char *name, int flags)') as (
  from: number,
  path: string,
  to: number,
  name: string,
  flags: number,
) => number;

export class AtomicFile {
  readonly path: string;
  readonly #fd: number;
  /** Beside `path`; exists from the start only where files cannot be nameless. */
  readonly #partPath: string;
  readonly #nameless: boolean;
  #open = true;

  /** Throws a Problem when nothing can be written there. */
  constructor(path: string, mode = 0o644) {
    this.path = path;
    if (isFolder(path)) throw cannotWrite(path, new Error('it is a folder'));
    this.#partPath = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
    const nameless = tryOpen(dirname(path), O_TMPFILE | O_RDWR, mode);
    this.#nameless = nameless !== undefined;
    try {
      this.#fd = nameless ?? openSync(this.#partPath, 'w+', mode);
    } catch (error) {
      throw cannotWrite(path, error);
    }
  }

  /** Writes all of `bytes`, at the end or at `position`. */
  write(bytes: Uint8Array, position: number | null = null): void {
    try {
      for (let done = 0; done < bytes.length; ) {
        const at = position === null ? null : position + done;
        done += writeSync(this.#fd, bytes, done, bytes.length - done, at);
      }
    } catch (error) {
      throw cannotWrite(this.path, error);
    }
  }

  /** The file gets its name, in place of whatever had it. */
  keep(): void {
    if (!this.#open) return;
    try {
      fsyncSync(this.#fd);
      if (this.#nameless) this.#giveName();
      renameSync(this.#partPath, this.path);
    } catch (error) {
      rmSync(this.#partPath, { force: true });
      throw cannotWrite(this.path, error);
    } finally {
      this.#close();
    }
  }

  /** Nothing of it stays. */
  discard(): void {
    if (!this.#open) return;
    this.#close();
    if (!this.#nameless) unlinkSync(this.#partPath);
  }

  #giveName(): void {
    const name = `/proc/self/fd/${this.#fd}`;
    if (linkat(AT_FDCWD, name, AT_FDCWD, this.#partPath, AT_SYMLINK_FOLLOW) !== 0) {
      throw new Error(`linkat failed with error ${koffi.errno()}`);
    }
  }

  #close(): void {
    this.#open = false;
    closeSync(this.#fd);
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function tryOpen(folder: string, flags: number, mode: number): number | undefined {
  try {
    return openSync(folder, flags, mode);
  } catch {
    return undefined;
  }
}

const EXITS: Readonly<Record<string, ExitCode>> = {
  EACCES: EXIT.noPermission,
  EPERM: EXIT.noPermission,
  EROFS: EXIT.noPermission,
};

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Why a file cannot be written, as a person can act on it. */
export function cannotWrite(path: string, cause: unknown): Problem {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  if (FULL.has(code)) {
    return new Problem('there is no more room for it', {
      where: path,
      remedy: 'Make room on that disk, or name a file on another.',
      exit: EXIT.io,
      cause,
    });
  }
  // Node adds the call and the name of the part file, which nobody gave.
  const [what] = message.split(', ');
  return new Problem(`cannot be written: ${what}`, {
    where: path,
    remedy: 'Name a file in a folder that exists, that you may write to, and that has room.',
    exit: EXITS[code] ?? EXIT.io,
    cause,
  });
}

/** Why a file cannot be read. */
export function cannotRead(path: string, cause: unknown): Problem {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const [what = ''] = message.split(', ');
  return new Problem(`cannot be read: ${what}`, {
    where: path,
    remedy: 'Name a file that is there, and that you may read.',
    exit: EXITS[code] ?? (code === 'ENOENT' ? EXIT.noInput : EXIT.io),
    cause,
  });
}
