/**
 * Recordings of `libinput record`, one or several devices in a file. The file is YAML, but a YAML
 * parser takes a second and 130 MiB for each of its megabytes, and far longer for one made to
 * hurt: it only gets what describes the devices, and the events are read line by line.
 */
import type { RecordedDevice, Recording } from '../event.ts';
import { EV_KEY } from '../event.ts';
import { DEVICES_MAX } from '../instrument/holders.ts';
import { KEY_COUNT } from '../keys/key-codes.ts';
import type { Problem } from '../problem.ts';
import type { PadAxis } from '../touch/pad.ts';
import { padOf } from '../touch/pad.ts';
import type { EventLines } from './libinput-events.ts';
import { areKeysHidden, createEventLines, readEventLine } from './libinput-events.ts';
import { badRecording, mixTakes } from './take.ts';
import { textLines } from './text-lines.ts';

const FORMAT_VERSION = 1;
const DESCRIPTION_MAX = 128 * 1024;
const EVENTS = /^ +events: *(?:#.*)?$/;

type Fields = Readonly<Record<string, unknown>>;

/** Whether a text looks like one; its YAML is not parsed for that. */
export function looksLikeLibinputRecord(text: string): boolean {
  const beginning = text.slice(0, 64 * 1024);
  return /^version: *\d/m.test(beginning) && /^(devices|ndevices|libinput):/m.test(beginning);
}

/**
 * Reads a recording. Its times stay as recorded: `libinput record` counts from its first event.
 *
 * @param source the file's name, for messages
 * @param parseYaml YAML to plain values; what it throws counts as bad YAML
 * @throws Problem (exit 65) that names the line, or the place in what describes the devices
 */
export function parseLibinputRecord(
  text: string,
  source: string,
  parseYaml: (text: string) => unknown,
): Recording {
  const separated = separate(text, source);
  const devices = readDevices(parsed(separated, source, parseYaml), source);
  const unclaimed: (EventLines | undefined)[] = [...separated.events];
  const takes = devices.map(({ bus, events }, index) => {
    const lines = unclaimed[events] ?? createEventLines();
    unclaimed[events] = undefined;
    if (areKeysHidden(lines, bus)) throw hiddenKeys(source, index);
    return lines.take;
  });
  if (takes.every(({ count }) => count === 0)) {
    throw badRecording(
      source,
      'no event was recorded',
      'Record again, and press some keys before you stop it.',
    );
  }
  return mixTakes(
    source,
    devices.map(({ device }) => device),
    takes,
  );
}

interface Separated {
  /** What describes the devices; each list of events is replaced by its number. */
  readonly description: string;
  /** The line of the file of each line of the description. */
  readonly lineNumbers: readonly number[];
  readonly events: readonly EventLines[];
}

function separate(text: string, source: string): Separated {
  const description: string[] = [];
  const lineNumbers: number[] = [];
  const events: EventLines[] = [];
  /** Where `events:` stands on its line, while in its list. */
  let margin = -1;
  let length = 0;
  for (const [line, number] of textLines(text, source)) {
    const indent = line.search(/[^ ]/);
    if (indent < 0 || line[indent] === '#') continue;
    if (indent < margin || (indent === margin && line[indent] !== '-')) margin = -1;
    if (margin >= 0) {
      const wrong = readEventLine(events.at(-1)!, line);
      if (wrong !== undefined) throw badRecording(`${source}:${number}`, wrong);
      continue;
    }
    length += line.length;
    if (length > DESCRIPTION_MAX) {
      throw badRecording(`${source}:${number}`, 'more is said about devices than there can be');
    }
    lineNumbers.push(number);
    if (EVENTS.test(line)) {
      margin = indent;
      description.push(line.replace(/:.*/, `: ${events.length}`));
      events.push(createEventLines());
    } else description.push(line);
  }
  return { description: description.join('\n'), lineNumbers, events };
}

function parsed(
  { description, lineNumbers }: Separated,
  source: string,
  parseYaml: (text: string) => unknown,
): unknown {
  try {
    return parseYaml(description);
  } catch (error) {
    // Parsers that know the place say so in `linePos`, counted from 1.
    const places = (error as { linePos?: readonly { line: number; col: number }[] } | undefined)
      ?.linePos;
    const line = lineNumbers[(places?.[0]?.line ?? 0) - 1];
    const [summary = ''] = error instanceof Error ? error.message.split('\n') : [];
    throw badRecording(
      line === undefined ? source : `${source}:${line}:${places?.[0]?.col}`,
      `this looks like a recording of libinput record, but its YAML is broken: ${summary}`,
    );
  }
}

interface DescribedDevice {
  readonly device: RecordedDevice;
  readonly bus: number;
  /** The number of its list of events, or -1. */
  readonly events: number;
}

function readDevices(description: unknown, source: string): DescribedDevice[] {
  if (!isFields(description)) throw badRecording(source, 'not a recording of libinput record');
  if (description['version'] !== FORMAT_VERSION) {
    throw badRecording(
      `${source} (version)`,
      `version ${show(description['version'])} of the format; known is ${FORMAT_VERSION}`,
    );
  }
  const devices = description['devices'];
  if (!Array.isArray(devices) || devices.length === 0) {
    throw badRecording(`${source} (devices)`, 'no device in it');
  }
  if (devices.length > DEVICES_MAX) {
    throw badRecording(
      `${source} (devices)`,
      `${devices.length} devices; up to ${DEVICES_MAX} can be played`,
      'Record fewer: libinput record DEVICE DEVICE ...',
    );
  }
  return devices.map((device, index) => readDevice(device, `${source} (devices[${index}])`));
}

function readDevice(device: unknown, where: string): DescribedDevice {
  if (!isFields(device) || !isFields(device['evdev'])) {
    throw badRecording(where, 'the device is not described');
  }
  const { evdev, events = null } = device;
  if (typeof events !== 'number' && show(events) !== '[]' && events !== null) {
    throw badRecording(where, 'its events are not written as libinput record writes them');
  }
  const [bus, vendor, product] = identity(evdev, where);
  return {
    device: {
      name: typeof evdev['name'] === 'string' ? evdev['name'] : '',
      vendor,
      product,
      phys: physicalPath(device['udev']),
      keys: keyCodes(evdev['codes']),
      pad: padOf(axes(evdev['absinfo'])),
    },
    bus,
    events: typeof events === 'number' ? events : -1,
  };
}

function identity(evdev: Fields, where: string): [bus: number, vendor: number, product: number] {
  const id = evdev['id'] ?? [0, 0, 0, 0];
  if (!Array.isArray(id) || !id.every((part) => Number.isInteger(part) && part >= 0)) {
    throw badRecording(where, 'its id is not [bus, vendor, product, version]');
  }
  return [id[0] ?? 0, id[1] ?? 0, id[2] ?? 0];
}

/** libinput keeps where a device is plugged in as the name of its group, `3/32ac/12:usb-...-4.2`. */
function physicalPath(udev: unknown): string {
  const properties = isFields(udev) ? udev['properties'] : undefined;
  if (!Array.isArray(properties)) return '';
  const prefix = 'LIBINPUT_DEVICE_GROUP=';
  const group = properties.find((each) => typeof each === 'string' && each.startsWith(prefix));
  return typeof group === 'string' ? group.slice(group.indexOf(':', prefix.length) + 1) : '';
}

function keyCodes(codes: unknown): number[] {
  const keys = isFields(codes) ? codes[String(EV_KEY)] : undefined;
  if (!Array.isArray(keys)) return [];
  return keys.filter((code) => Number.isInteger(code) && code >= 0 && code < KEY_COUNT);
}

/** Its axes by code, each as [minimum, maximum, fuzz, flat, resolution]. */
function axes(absinfo: unknown): Map<number, PadAxis> {
  const known = new Map<number, PadAxis>();
  for (const [code, numbers] of Object.entries(isFields(absinfo) ? absinfo : {})) {
    if (!Array.isArray(numbers) || !numbers.every(Number.isInteger)) continue;
    const [min = 0, max = 0, , , resolution = 0] = numbers;
    known.set(Number(code), { min, max, resolution });
  }
  return known;
}

function hiddenKeys(source: string, index: number): Problem {
  return badRecording(
    `${source} (devices[${index}])`,
    'the keys were hidden when this was recorded: every letter is written as A',
    'Record again with libinput record --show-keycodes.',
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 40);
}
