import { closeSync, openSync, readSync } from 'node:fs';

const BYTES_MAX = 1024 * 1024;

/** A file's text, or why there is none, and where in it when that is known. */
export type FileText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: 'absent' }
  | { readonly ok: false; readonly why: 'no permission' | 'not a file'; readonly what: string }
  | {
      readonly ok: false;
      readonly why: 'not text';
      readonly what: string;
      readonly line?: number;
      readonly column?: number;
    };

/** Reads UTF-8 of at most 1 MiB; a byte order mark before it is left out. */
export function readFileText(path: string): FileText {
  const bytes = Buffer.alloc(BYTES_MAX + 1);
  let length = 0;
  try {
    const file = openSync(path, 'r');
    try {
      for (let read = -1; read !== 0 && length < bytes.length; length += read) {
        read = readSync(file, bytes, length, bytes.length - length, null);
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return whyNot(error);
  }
  if (length > BYTES_MAX) {
    return { ok: false, why: 'not text', what: 'it is larger than 1 MiB, and no configuration is' };
  }
  return decode(bytes.subarray(0, length));
}

function decode(bytes: Buffer): FileText {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfffe || mark === 0xfeff) {
    return { ok: false, why: 'not text', what: 'it is written in UTF-16; save it as UTF-8' };
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Decoded leniently, what is no UTF-8 becomes U+FFFD, and its place can be told.
    const lenient = new TextDecoder().decode(bytes);
    return notText('these bytes are not UTF-8 text', lenient, lenient.indexOf('\ufffd'));
  }
  const at = text.search(NOT_OF_TEXT);
  if (at < 0) return { ok: true, text };
  const code = text.charCodeAt(at).toString(16).padStart(2, '0');
  return notText(`byte 0x${code} has no place in text`, text, at);
}

// Control characters other than tab, line feed and carriage return.
const NOT_OF_TEXT = /(?![\t\n\r])\p{Cc}/u;

function notText(what: string, text: string, at: number): FileText {
  const before = text.slice(0, at).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { ok: false, why: 'not text', what, line: before.length, column };
}

function whyNot(error: unknown): FileText {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { ok: false, why: 'absent' };
    case 'EACCES':
    case 'EPERM':
      return { ok: false, why: 'no permission', what: 'it may not be read by you' };
    case 'EISDIR':
      return { ok: false, why: 'not a file', what: 'it is a folder' };
    default:
      return { ok: false, why: 'not a file', what: `it can’t be read (${String(code ?? error)})` };
  }
}
