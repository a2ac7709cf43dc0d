/** A file that must be, to the last bit, the one that was meant. */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { EXIT, Problem } from '../core/problem.ts';
import { AtomicFile, cannotRead } from '../ffi/atomic-file.ts';

/** What pins a file. */
export interface Pinned {
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

const READ_BYTES = 1 << 20;

/** Copies a file that somebody else brought, if it is the font. */
export function copyVerified(from: string, pinned: Pinned, path: string): void {
  const hash = createHash('sha256');
  let bytes = 0;
  const copy = new AtomicFile(path);
  try {
    for (const chunk of chunksOf(from)) {
      bytes += chunk.length;
      if (bytes > pinned.bytes) break;
      hash.update(chunk);
      copy.write(chunk);
    }
    const what = wrongWith(pinned, bytes, hash);
    if (what !== undefined) {
      throw new Problem(what, {
        where: from,
        remedy: 'Get it anew: it is another file, another release, or damaged.',
        exit: EXIT.badData,
      });
    }
    copy.keep();
  } finally {
    copy.discard();
  }
}

/** Whether the file is there and is the font. */
export function isWhole(path: string, pinned: Pinned): boolean {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for (const chunk of chunksOf(path)) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch {
    return false;
  }
  return wrongWith(pinned, bytes, hash) === undefined;
}

/** What is wrong with so many bytes of that hash, which ends with it; undefined is nothing. */
export function wrongWith(pinned: Pinned, bytes: number, hash: Hash): string | undefined {
  if (bytes > pinned.bytes) return `it has more than the ${pinned.bytes} bytes of the font`;
  if (bytes < pinned.bytes) return `it has ${bytes} bytes, and the font has ${pinned.bytes}`;
  return hash.digest('hex') === pinned.sha256 ? undefined : 'its SHA-256 is not that of the font';
}

/** A file piece by piece; a piece is good until the next. */
function* chunksOf(path: string): Generator<Uint8Array, void> {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    const chunk = Buffer.allocUnsafe(READ_BYTES);
    for (let got = readSync(fd, chunk); got > 0; got = readSync(fd, chunk)) {
      yield chunk.subarray(0, got);
    }
  } catch (error) {
    throw cannotRead(path, error);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
