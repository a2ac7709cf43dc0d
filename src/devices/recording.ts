import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Recording } from '../core/event.ts';
import { looksLikeEvemu, parseEvemu } from '../core/formats/evemu.ts';
import { looksLikeLibinputRecord, parseLibinputRecord } from '../core/formats/libinput-record.ts';
import { badRecording } from '../core/formats/take.ts';
import { looksLikeMidiFile, parseMidiFile } from '../core/midi/midi-file.ts';
import type { Song } from '../core/midi/song.ts';
import { EXIT, Problem } from '../core/problem.ts';

export const RECORDING_BYTES_MAX = 64 * 2 ** 20;

const FORMATS =
  'Known are the text of evemu-record, the YAML of libinput record --show-keycodes, and MIDI files.';

/**
 * Reads a recording of keys in whichever format its content is; its name doesn't matter.
 *
 * @param parseYaml YAML to plain values; what it throws counts as bad YAML
 * @throws Problem with exit 66 when there is no such file, 77 without permission to read it, 65
 * when it is no recording
 */
export function readRecording(path: string, parseYaml: (text: string) => unknown): Recording {
  const played = readPlayable(path, parseYaml);
  if (!('messages' in played)) return played;
  const remedy = 'Take a recording of a keyboard: evemu-record or libinput record makes one.';
  throw badRecording(path, 'a MIDI file has notes and no keys', remedy);
}

/** The same, or a MIDI file. */
export function readPlayable(path: string, parseYaml: (text: string) => unknown): Recording | Song {
  const bytes = readBytes(path);
  if (looksLikeMidiFile(bytes)) return parseMidiFile(bytes, path);
  const text = bytes.toString('utf8');
  if (looksLikeEvemu(text)) return parseEvemu(text, path);
  if (looksLikeLibinputRecord(text)) return parseLibinputRecord(text, path, parseYaml);
  throw badRecording(path, text === '' ? 'the file is empty' : 'not a recording', FORMATS);
}

function readBytes(path: string): Buffer {
  const fd = open(path);
  try {
    const status = fstatSync(fd);
    if (!status.isFile()) throw badRecording(path, 'not a file', FORMATS);
    if (status.size > RECORDING_BYTES_MAX) {
      const [size, max] = [status.size, RECORDING_BYTES_MAX].map((each) =>
        Math.ceil(each / 2 ** 20),
      );
      throw badRecording(path, `${size} MiB long; up to ${max} can be read`, 'Record it in parts.');
    }
    const bytes = Buffer.allocUnsafe(status.size);
    let length = 0;
    for (let got = -1; got !== 0 && length < bytes.length; length += got) {
      got = readSync(fd, bytes, length, bytes.length - length, length);
    }
    return bytes.subarray(0, length);
  } catch (error) {
    throw error instanceof Problem ? error : unreadable(path, error);
  } finally {
    closeSync(fd);
  }
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
