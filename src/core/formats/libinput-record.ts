/**
 * Recordings of `libinput record`, one or several devices in a file, as the YAML says once it is
 * parsed. What libinput itself made of the events (`--with-libinput`) is passed over.
 */
import type { Recording } from '../event.ts';
import { EV_KEY, EV_MSC, KEY_PRESSED, KEY_REPEATED } from '../event.ts';
import { DEVICES_MAX } from '../instrument/instrument.ts';
import { KEY, KEY_COUNT } from '../keys/key-codes.ts';
import type { Problem } from '../problem.ts';
import type { Take } from './take.ts';
import { addEvent, badRecording, createTake, mixTakes } from './take.ts';

const FORMAT_VERSION = 1;
const MSC_SCAN = 4;
// `libinput record` writes every letter as A, with the scan code that A has on a PS/2 keyboard.
const HIDDEN_SCAN = 30;
const BUS_PS2 = 0x11;

type Fields = Readonly<Record<string, unknown>>;

/** Whether a text looks like one; its YAML is not parsed for that. */
export function looksLikeLibinputRecord(text: string): boolean {
  const beginning = text.slice(0, 64 * 1024);
  return /^version: *\d/m.test(beginning) && /^(devices|ndevices|libinput):/m.test(beginning);
}

/**
 * Reads a recording. Its times stay as recorded: `libinput record` counts from its first event.
 *
 * @param document what the file's YAML says
 * @param source the file's name, for messages
 * @throws Problem (exit 65) that names the place in the document
 */
export function readLibinputRecord(document: unknown, source: string): Recording {
  if (!isFields(document)) throw badRecording(source, 'not a recording of libinput record');
  if (document['version'] !== FORMAT_VERSION) {
    throw badRecording(
      `${source} (version)`,
      `version ${show(document['version'])} of the format; known is ${FORMAT_VERSION}`,
    );
  }
  const devices = document['devices'];
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
  const takes = devices.map((device, index) =>
    readDevice(device, (path) => `${source} (devices[${index}].${path})`),
  );
  if (takes.every(({ count }) => count === 0)) {
    throw badRecording(
      source,
      'no event was recorded',
      'Record again, and press some keys before you stop it.',
    );
  }
  return mixTakes(source, takes);
}

/** The name of a place in the device's part of the document. */
type Place = (path: string) => string;

function readDevice(device: unknown, place: Place): Take {
  if (!isFields(device) || !isFields(device['evdev'])) {
    throw badRecording(place('evdev'), 'the device is not described');
  }
  const { evdev } = device;
  const [bus, vendor, product] = identity(evdev, place);
  const take = createTake({
    name: typeof evdev['name'] === 'string' ? evdev['name'] : '',
    vendor,
    product,
    phys: physicalPath(device['udev']),
    keys: keyCodes(evdev['codes']),
  });
  readEvents(listOf(device, 'events', place('events')), take, bus, place);
  return take;
}

function readEvents(groups: readonly unknown[], take: Take, bus: number, place: Place): void {
  const disguise = { bus, scan: 0, isDownA: false, seenThrough: false };
  groups.forEach((group, number) => {
    const path = `events[${number}]`;
    if (!isFields(group)) throw badRecording(place(path), 'not an event');
    if (wasHidden(group['libinput'])) throw hiddenKeys(place('events'));
    listOf(group, 'evdev', place(`${path}.evdev`)).forEach((event, index) => {
      const wrong = readEvent(event, take, disguise);
      if (wrong !== undefined) throw badRecording(place(`${path}.evdev[${index}]`), wrong);
      if (disguise.seenThrough) throw hiddenKeys(place('events'));
    });
  });
}

/** What is wrong with the event, or undefined. */
function readEvent(event: unknown, take: Take, disguise: Disguise): string | undefined {
  if (
    !Array.isArray(event) ||
    event.length !== 5 ||
    !event.every((part) => Number.isInteger(part))
  ) {
    return 'an event is five whole numbers: [seconds, microseconds, type, code, value]';
  }
  const [seconds, microseconds, type, code, value] = event;
  lookBehind(disguise, type, code, value);
  return addEvent(take, seconds, microseconds, type, code, value);
}

function identity(evdev: Fields, place: Place): [bus: number, vendor: number, product: number] {
  const id = evdev['id'] ?? [0, 0, 0, 0];
  if (!Array.isArray(id) || !id.every((part) => Number.isInteger(part) && part >= 0)) {
    throw badRecording(place('evdev.id'), 'not [bus, vendor, product, version]');
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

/** What gives away, event by event, that the letters were written as A. */
interface Disguise {
  readonly bus: number;
  scan: number;
  isDownA: boolean;
  seenThrough: boolean;
}

/**
 * A key event can't be what was played when its scan code is that of A on a PS/2 keyboard although
 * it is another key or another kind of keyboard, or when A goes down twice without coming up.
 */
function lookBehind(disguise: Disguise, type: number, code: number, value: number): void {
  if (type === EV_MSC && code === MSC_SCAN) disguise.scan = value;
  if (type !== EV_KEY || value === KEY_REPEATED) return;
  const isA = code === KEY.KEY_A;
  const pressed = value === KEY_PRESSED;
  if (disguise.scan === HIDDEN_SCAN && !(isA && disguise.bus === BUS_PS2)) {
    disguise.seenThrough = true;
  }
  if (isA && pressed && disguise.isDownA) disguise.seenThrough = true;
  if (isA) disguise.isDownA = pressed;
  disguise.scan = 0;
}

/** libinput's own account gives hidden keys the number -1. */
function wasHidden(account: unknown): boolean {
  return (
    Array.isArray(account) &&
    account.some(
      (event) => isFields(event) && event['type'] === 'KEYBOARD_KEY' && event['key'] === -1,
    )
  );
}

function hiddenKeys(where: string): Problem {
  return badRecording(
    where,
    'the keys were hidden when this was recorded: every letter is written as A',
    'Record again with libinput record --show-keycodes.',
  );
}

/** A list, which may be left out or empty. */
function listOf(fields: Fields, key: string, where: string): readonly unknown[] {
  const list = fields[key] ?? [];
  if (!Array.isArray(list)) throw badRecording(where, 'not a list');
  return list;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 40);
}
