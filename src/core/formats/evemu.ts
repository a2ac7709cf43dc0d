/**
 * evemu recordings (`evemu-record`): one device a file, first what it is, then a line an event,
 * `E: seconds.microseconds type code value`, with type and code in hexadecimal.
 */
import type { Recording } from '../event.ts';
import { EV_KEY } from '../event.ts';
import { KEY_COUNT } from '../keys/key-codes.ts';
import type { PadAxis } from '../touch/pad.ts';
import { padOf } from '../touch/pad.ts';
import type { Take } from './take.ts';
import { addEvent, badRecording, createTake, mixTakes } from './take.ts';
import { textLines } from './text-lines.ts';

const EVENT = /^E: *(\d{1,12})\.(\d{6}) +([0-9a-f]{1,8}) +([0-9a-f]{1,8}) +(-?\d{1,10})$/i;
const IDENTITY = /^I: *[0-9a-f]{4} +([0-9a-f]{4}) +([0-9a-f]{4}) +[0-9a-f]{4}$/i;
const BITMAP = /^B: *([0-9a-f]{2}) +((?:[0-9a-f]{2} *)+)$/i;
/** An axis: its code, then minimum, maximum, fuzz, flat and, of newer recorders, resolution. */
const AXIS = /^A: *([0-9a-f]{2}) +(-?\d{1,10}) +(-?\d{1,10})(?: +-?\d{1,10}){2}(?: +(\d{1,10}))?$/i;
/** Device properties, lights and switches: described, and not played. */
const OTHERS = /^[PLS]:/;

/** Whether a text looks like one: its first line that is no comment describes a device. */
export function looksLikeEvemu(text: string): boolean {
  const beginning = text.slice(0, 64 * 1024);
  const first = beginning.split('\n').find((line) => line !== '' && !line.startsWith('#'));
  return beginning.startsWith('# EVEMU') || /^[NIPBALSE]: /.test(first ?? '');
}

/**
 * Reads a recording. Its times stay as recorded, unless they are those of a machine's clock: then
 * it starts at 0.
 *
 * @param source the file's name, for messages
 * @throws Problem (exit 65) that names the line
 */
export function parseEvemu(text: string, source: string): Recording {
  const device = { name: '', vendor: 0, product: 0, phys: '', keys: [] as number[] };
  const take = createTake();
  const bitmap: number[] = [];
  const axes = new Map<number, PadAxis>();
  for (const [line, number] of textLines(text, source)) {
    const wrong = readLine(line, take, device, bitmap, axes);
    if (wrong !== undefined) throw badRecording(`${source}:${number}`, wrong);
  }
  if (take.count === 0) {
    throw badRecording(
      source,
      'the device is described but no event was recorded',
      'Record again with evemu-record, and press some keys before you stop it.',
    );
  }
  for (let code = 0; code < Math.min(KEY_COUNT, bitmap.length * 8); code++) {
    if (((bitmap[code >> 3]! >> (code & 7)) & 1) === 1) device.keys.push(code);
  }
  return mixTakes(source, [{ ...device, pad: padOf(axes) }], [take]);
}

/** What is wrong with the line, or undefined. */
function readLine(
  line: string,
  take: Take,
  device: { name: string; vendor: number; product: number },
  bitmap: number[],
  axes: Map<number, PadAxis>,
): string | undefined {
  if (line.startsWith('N:')) {
    device.name = line.slice(2).trim();
    return undefined;
  }
  const comment = line.indexOf('#');
  const content = (comment < 0 ? line : line.slice(0, comment)).trim();
  if (content === '' || OTHERS.test(content)) return undefined;
  if (content.startsWith('E:')) return readEvent(content, take);
  if (content.startsWith('I:')) {
    const ids = IDENTITY.exec(content);
    if (ids === null)
      return 'an I: line is four hexadecimal numbers: bus, vendor, product, version';
    device.vendor = Number.parseInt(ids[1]!, 16);
    device.product = Number.parseInt(ids[2]!, 16);
    return undefined;
  }
  if (content.startsWith('A:')) return readAxis(content, axes);
  if (content.startsWith('B:')) {
    const bits = BITMAP.exec(content);
    if (bits === null) return 'a B: line is an event type and bytes, all in hexadecimal';
    if (Number.parseInt(bits[1]!, 16) !== EV_KEY || bitmap.length > KEY_COUNT) return undefined;
    for (const byte of bits[2]!.trim().split(/ +/)) bitmap.push(Number.parseInt(byte, 16));
    return undefined;
  }
  return 'this line belongs to no evemu recording';
}

function readAxis(content: string, axes: Map<number, PadAxis>): string | undefined {
  const axis = AXIS.exec(content);
  if (axis === null) return 'an A: line is an axis in hexadecimal, then its range and resolution';
  const [min, max, resolution] = [axis[2], axis[3], axis[4] ?? 0].map(Number);
  axes.set(Number.parseInt(axis[1]!, 16), { min: min!, max: max!, resolution: resolution! });
  return undefined;
}

function readEvent(content: string, take: Take): string | undefined {
  const event = EVENT.exec(content);
  if (event === null) {
    return 'an E: line is seconds.microseconds, then type and code in hexadecimal, then the value';
  }
  return addEvent(
    take,
    Number(event[1]),
    Number(event[2]),
    Number.parseInt(event[3]!, 16),
    Number.parseInt(event[4]!, 16),
    Number(event[5]),
  );
}
