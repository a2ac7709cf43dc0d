/**
 * A SoundFont from a mirror. What came before a connection was cut is kept and added to, from another
 * mirror if need be; nothing gets the font's name before it is, to the last bit, the font.
 */
import { createHash, type Hash } from 'node:crypto';
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EXIT, Problem } from '../core/problem.ts';
import { PartFile } from '../ffi/part-file.ts';
import type { OfferedFont } from './font-manifest.ts';
import { askMirror, MirrorFailure, type Sent } from './mirror.ts';
import { type Pinned, wrongWith } from './pinned-file.ts';

export interface DownloadOptions {
  /** Told how much of the font is there. */
  readonly onProgress?: (bytes: number) => void;
  /** Told why a mirror is asked again, or another one. */
  readonly onDetour?: (mirror: URL, why: string) => void;
  /** How long a mirror may say nothing. */
  readonly stallMs?: number;
  /** Before a mirror is asked again. */
  readonly pauseMs?: number;
  readonly signal?: AbortSignal | undefined;
}

const STALL_MS = 20_000;
const PAUSE_MS = 1000;
// Of one mirror, in a row and without progress to speak of.
const TRIES = 3;
const PROGRESS_BYTES = 1 << 16;
const READ_BYTES = 1 << 20;

/**
 * Gets `font` and names it `path`.
 *
 * @throws Problem when no mirror has it whole; what came stays for the next time
 */
export async function download(
  font: OfferedFont,
  path: string,
  options: DownloadOptions = {},
): Promise<void> {
  const part = new PartFile(path);
  try {
    checkRoom(part, font);
    await fill(part, font, options);
    part.keep();
  } finally {
    part.close();
  }
}

async function fill(part: PartFile, font: OfferedFont, options: DownloadOptions): Promise<void> {
  let failed: { mirror: URL; failure: MirrorFailure } | undefined;
  for (const mirror of font.mirrors) {
    if (failed !== undefined) {
      options.onDetour?.(failed.mirror, `${failed.failure.message}; another mirror is asked`);
    }
    const failure = await fillFrom(mirror, part, font, options);
    if (failure === undefined) return;
    failed = { mirror, failure };
  }
  if (failed !== undefined) throw notHad(failed.mirror, failed.failure, part);
  throw new Problem(`no mirror of ${font.name} is known`, {
    remedy: `Bring the file yourself: fw16-synth soundfonts download ${font.name} --from FILE`,
    exit: EXIT.unavailable,
  });
}

/** Asks one mirror until the font is whole; else answers why it never will be. */
async function fillFrom(
  mirror: URL,
  part: PartFile,
  font: OfferedFont,
  options: DownloadOptions,
): Promise<MirrorFailure | undefined> {
  const { pauseMs = PAUSE_MS, signal } = options;
  for (let tries = 0; ; ) {
    const before = part.bytes;
    try {
      await addTo(part, mirror, font, options);
      return undefined;
    } catch (error) {
      if (signal?.aborted) throw interrupted(part);
      if (!(error instanceof MirrorFailure)) throw error;
      tries = part.bytes > before + PROGRESS_BYTES ? 1 : tries + 1;
      // What was here before may be what is wrong.
      const mayHelp = error.again || (before > 0 && part.bytes === 0);
      if (!mayHelp || tries === TRIES) return error;
      options.onDetour?.(mirror, `${error.message}; it is asked again`);
    }
    // An interruption ends the pause, and the request after it.
    await pause(pauseMs, undefined, { signal }).catch(() => {});
  }
}

/** Adds what is missing, and looks at the whole. */
async function addTo(
  part: PartFile,
  mirror: URL,
  font: OfferedFont,
  options: DownloadOptions,
): Promise<void> {
  if (part.bytes > font.bytes) part.empty();
  let hash = hashOf(part);
  if (part.bytes < font.bytes) {
    const { stallMs = STALL_MS, signal } = options;
    const sent = await askMirror(mirror, part.bytes, { stallMs, signal });
    try {
      if (beginsAnew(sent, part, font)) hash = createHash('sha256');
      await append(sent, part, font, hash, options);
    } finally {
      sent.end();
    }
  }
  if (wrongWith(font, part.bytes, hash) === undefined) return;
  part.empty();
  throw wrongFile('what came is not the font: its SHA-256 is another');
}

/** Whether the mirror sends the whole file, though the rest was asked for. */
function beginsAnew({ from, total }: Sent, part: PartFile, font: Pinned): boolean {
  if (total !== undefined && total !== font.bytes) {
    throw wrongFile(`its file has ${total} bytes, and the font has ${font.bytes}`);
  }
  if (from === part.bytes) return false;
  if (from !== 0) throw new MirrorFailure('it sends another part than asked for', false);
  part.empty();
  return true;
}

async function append(
  { chunks }: Sent,
  part: PartFile,
  font: Pinned,
  hash: Hash,
  { onProgress }: DownloadOptions,
): Promise<void> {
  for await (const chunk of chunks) {
    if (part.bytes + chunk.length > font.bytes) {
      part.empty();
      throw wrongFile(`its file has more than the ${font.bytes} bytes of the font`);
    }
    part.append(chunk);
    hash.update(chunk);
    onProgress?.(part.bytes);
  }
  if (part.bytes < font.bytes) throw new MirrorFailure('the connection was cut', true);
}

function checkRoom(part: PartFile, { name, bytes }: OfferedFont): void {
  const folder = dirname(part.path);
  const { bavail, bsize } = statfsSync(folder);
  const [missing, room] = [bytes - part.bytes, bavail * bsize];
  if (room >= missing) return;
  throw new Problem(`${name} needs ${megabytes(missing)}, and ${megabytes(room)} are free`, {
    where: folder,
    remedy: 'Make room on that disk, or set XDG_DATA_HOME to a folder on another.',
    exit: EXIT.io,
  });
}

function wrongFile(what: string): MirrorFailure {
  return new MirrorFailure(what, false, EXIT.badData);
}

function hashOf(part: PartFile): Hash {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(READ_BYTES);
  for (let at = 0, got = part.read(chunk, 0); got > 0; got = part.read(chunk, at)) {
    hash.update(chunk.subarray(0, got));
    at += got;
  }
  return hash;
}

function notHad(mirror: URL, failure: MirrorFailure, part: PartFile): Problem {
  const { message, exit } = failure;
  let remedy = `${keptOf(part)} Try again later.`;
  if (exit === EXIT.badData) remedy = 'Nothing of it is kept. Bring the file with --from FILE.';
  else if (part.bytes === 0) remedy = 'Try again later, or bring the file with --from FILE.';
  return new Problem(message, { where: `${mirror}`, remedy, exit, cause: failure });
}

function interrupted(part: PartFile): Problem {
  const remedy = part.bytes > 0 ? { remedy: keptOf(part) } : {};
  return new Problem('interrupted', { where: part.path, ...remedy, exit: EXIT.interrupted });
}

function keptOf({ bytes }: PartFile): string {
  return `The ${megabytes(bytes)} that came are kept, and the same command goes on from there.`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
