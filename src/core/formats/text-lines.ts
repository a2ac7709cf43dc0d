import { badRecording } from './take.ts';

// The longest line that a recorder writes lists the keys of a device.
const LINE_MAX = 16 * 1024;

/**
 * The lines of a text, without their ends, and their numbers from 1.
 *
 * @param source the file's name, for messages
 * @throws Problem (exit 65) at a line too long for any recording
 */
export function* textLines(
  text: string,
  source: string,
): Generator<readonly [line: string, number: number]> {
  let number = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    number++;
    if (end - start > LINE_MAX) {
      throw badRecording(`${source}:${number}`, 'a line longer than any of a recording');
    }
    yield [text.slice(start, text[end - 1] === '\r' ? end - 1 : end), number];
    start = end + 1;
  }
}
