/** Recordings of a touchpad, written as the recorders of a Framework Laptop 16 write them. */
import { type Finger, FingerEvents, FRAME_US } from './fingers.ts';

/** What the fingers do from which millisecond on; between two, they move evenly. */
export type Moves = readonly (readonly [ms: number, ...fingers: Finger[]])[];

const AXES: readonly (readonly [code: number, min: number, max: number, resolution: number])[] = [
  [0x00, 0, 3841, 31],
  [0x01, 0, 2392, 31],
  [0x2f, 0, 4, 0],
  [0x35, 0, 3841, 31],
  [0x36, 0, 2392, 31],
  [0x37, 0, 2, 0],
  [0x39, 0, 65_535, 0],
];
const PRESSURE_AXIS = [0x3a, 0, 255, 0] as const;
const NAME = 'PIXA3854:00 093A:0274 Touchpad';

type Event = readonly [timeUs: number, type: number, code: number, value: number];

/** The text of evemu-record, of the pad alone. */
export function evemuOf(moves: Moves): string {
  const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
  return [
    '# EVEMU 1.3',
    `N: ${NAME}`,
    'I: 0018 093a 0274 0100',
    'P: 05 00 00 00 00 00 00 00',
    'B: 00 0b 00 00 00 00 00 00 00',
    `B: 01 ${bitmap([0x110, 0x145, 0x148, 0x14a, 0x14d, 0x14e, 0x14f], 96)}`,
    `B: 03 ${bitmap(
      AXES.map(([code]) => code),
      8,
    )}`,
    ...AXES.map(
      ([code, min, max, resolution]) => `A: ${hex(code, 2)} ${min} ${max} 0 0 ${resolution}`,
    ),
    ...padEvents(moves).map(([timeUs, type, code, value]) => {
      const seconds = Math.floor(timeUs / 1e6);
      const rest = String(timeUs - seconds * 1e6).padStart(6, '0');
      return `E: ${seconds}.${rest} ${hex(type, 4)} ${hex(code, 4)} ${value}`;
    }),
    '',
  ].join('\n');
}

/**
 * The YAML of libinput record, of a key that is held from 0 to `untilMs`, and the pad.
 *
 * @param pressure of every finger; left out, the pad feels none
 */
export function libinputRecordOf(
  key: number,
  untilMs: number,
  moves: Moves,
  pressure?: number,
): string {
  const axes = pressure === undefined ? AXES : [...AXES, PRESSURE_AXIS];
  const keyEvents: Event[] = [
    [0, 1, key, 1],
    [0, 0, 0, 0],
    [untilMs * 1000, 1, key, 0],
    [untilMs * 1000, 0, 0, 0],
  ];
  return [
    'version: 1',
    'ndevices: 2',
    'libinput:',
    '  version: "1.22.1"',
    'devices:',
    ...device('Framework Laptop 16 Keyboard Module - ANSI', '3, 12972, 18, 273', [], keyEvents),
    ...device(
      NAME,
      '24, 2362, 628, 256',
      [
        '    absinfo:',
        ...axes.map(
          ([code, min, max, resolution]) => `      ${code}: [${min}, ${max}, 0, 0, ${resolution}]`,
        ),
      ],
      padEvents(moves, pressure),
    ),
    '',
  ].join('\n');
}

function device(
  name: string,
  id: string,
  more: readonly string[],
  events: readonly Event[],
): string[] {
  return [
    '- evdev:',
    `    name: "${name}"`,
    `    id: [${id}]`,
    ...more,
    '  events:',
    '  - evdev:',
    ...events.map(([timeUs, type, code, value]) => {
      const seconds = Math.floor(timeUs / 1e6);
      return `    - [${seconds}, ${timeUs - seconds * 1e6}, ${type}, ${code}, ${value}]`;
    }),
  ];
}

/** A frame every {@link FRAME_US} from the first move to the last. */
function padEvents(moves: Moves, pressure?: number): Event[] {
  const fingers = new FingerEvents();
  const events: Event[] = [];
  const [first, last] = [moves[0]![0] * 1000, moves.at(-1)![0] * 1000];
  for (let timeUs = first; timeUs <= last; timeUs += FRAME_US) {
    for (const [type, code, value] of fingers.frame(fingersAt(moves, timeUs / 1000), pressure)) {
      events.push([timeUs, type, code, value]);
    }
  }
  for (const [type, code, value] of fingers.frame([null, null]))
    events.push([last, type, code, value]);
  return events;
}

/** Where the fingers are; one that comes or goes does so at its move. */
function fingersAt(moves: Moves, ms: number): Finger[] {
  const at = moves.findLastIndex(([fromMs]) => fromMs <= ms);
  const [fromMs, ...before] = moves[at]!;
  const [toMs, ...after] = moves[at + 1] ?? moves[at]!;
  const way = toMs === fromMs ? 0 : (ms - fromMs) / (toMs - fromMs);
  return before.map((finger, index) => {
    const next = after[index] ?? finger;
    if (finger === null || next === null) return finger;
    return [finger[0] + (next[0] - finger[0]) * way, finger[1] + (next[1] - finger[1]) * way];
  });
}

function bitmap(codes: readonly number[], length: number): string {
  const bytes = new Uint8Array(length);
  for (const code of codes) bytes[code >> 3] = bytes[code >> 3]! | (1 << (code & 7));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
