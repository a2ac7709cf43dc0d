import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Recording } from '../core/event.ts';
import { looksLikeEvemu, parseEvemu } from '../core/formats/evemu.ts';
import { looksLikeLibinputRecord, readLibinputRecord } from '../core/formats/libinput-record.ts';
import { badRecording } from '../core/formats/take.ts';
import { EXIT, Problem } from '../core/problem.ts';

export const RECORDING_BYTES_MAX = 64 * 2 ** 20;
/** YAML takes a second and 130 MiB of memory for each MiB: this is an hour or two of playing. */
export const YAML_BYTES_MAX = 8 * 2 ** 20;

const FORMATS =
  'Known are the text of evemu-record and the YAML of libinput record --show-keycodes.';

/**
 * Reads a recording in whichever format its content is; its name doesn't matter.
 *
 * @param parseYaml YAML to plain values; what it throws counts as bad YAML
 * @throws Problem with exit 66 when there is no such file, 77 without permission to read it, 65
 * when it is no recording
 */
export function readRecording(path: string, parseYaml: (text: string) => unknown): Recording {
  const text = readText(path);
  if (looksLikeEvemu(text)) return parseEvemu(text, path);
  if (looksLikeLibinputRecord(text)) {
    checkSize(path, text.length, YAML_BYTES_MAX, 'Record it in parts, or with evemu-record.');
    return readLibinputRecord(parsed(text, path, parseYaml), path);
  }
  throw badRecording(path, text === '' ? 'the file is empty' : 'not a recording', FORMATS);
}

function readText(path: string): string {
  const fd = open(path);
  try {
    const status = fstatSync(fd);
    if (!status.isFile()) throw badRecording(path, 'not a file', FORMATS);
    checkSize(path, status.size, RECORDING_BYTES_MAX, 'Record it in parts.');
    const bytes = Buffer.allocUnsafe(status.size);
    let length = 0;
    for (let got = -1; got !== 0 && length < bytes.length; length += got) {
      got = readSync(fd, bytes, length, bytes.length - length, length);
    }
    return bytes.toString('utf8', 0, length);
  } catch (error) {
    throw error instanceof Problem ? error : unreadable(path, error);
  } finally {
    closeSync(fd);
  }
}

function checkSize(path: string, bytes: number, max: number, remedy: string): void {
  if (bytes <= max) return;
  const [size, limit] = [bytes, max].map((each) => `${Math.ceil(each / 2 ** 20)} MiB`);
  throw badRecording(path, `${size} long; up to ${limit} can be read`, remedy);
}

function open(path: string): number {
  try {
    // Non-blocking, or a named pipe would wait here for someone to write to it.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): Problem {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EPERM') {
    return new Problem('no permission to read this recording', {
      where: path,
      remedy: `See who may: ls -l ${path}`,
      exit: EXIT.noPermission,
      cause: error,
    });
  }
  const what = code === 'ENOENT' ? 'no such file' : `can't be read (${code ?? 'unknown error'})`;
  return new Problem(what, { where: path, exit: EXIT.noInput, cause: error });
}

function parsed(text: string, path: string, parseYaml: (text: string) => unknown): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    // Parsers that know the place say so in `linePos`, counted from 1.
    const [at] =
      (error as { linePos?: readonly { line: number; col: number }[] } | undefined)?.linePos ?? [];
    const where = at === undefined ? path : `${path}:${at.line}:${at.col}`;
    const [summary = ''] = error instanceof Error ? error.message.split('\n') : [];
    throw badRecording(
      where,
      `looks like a recording of libinput record, but its YAML is broken: ${summary}`,
    );
  }
}
