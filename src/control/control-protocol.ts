/**
 * What travels over the control socket: one JSON object a line, a request and then its answer.
 *
 * `{"version": 1, "do": "program", "value": 19}` is answered by `{"version": 1, "ok": true}`, or by
 * `{"version": 1, "ok": false, "why": "...", "remedy": "...", "exit": 2}`. What takes a while, such as
 * a SoundFont, is told of in between: `{"version": 1, "loading": 0.4}`.
 */
import type { Presets } from '../core/instrument/preset.ts';
import { TWELVE_PRESETS } from '../core/instrument/preset.ts';
import { LAYOUTS, type Layout, layoutNumber } from '../core/keys/layouts.ts';
import type { Scale } from '../core/music/scales.ts';
import { SCALES } from '../core/music/scales.ts';
import type { OrderCode } from '../core/order.ts';
import { ORDER } from '../core/order.ts';
import { EXIT, type ExitCode } from '../core/problem.ts';
import type { HealthDocument } from './health-document.ts';
import { scaleOrder } from './scale-request.ts';
import { SENDABLE, takenValue, takenWords } from './sendable.ts';

export const PROTOCOL_VERSION = 1;

export interface Request {
  readonly version: number;
  readonly do: string;
  readonly value?: number | string;
}

export type Answer =
  | {
      readonly version: number;
      readonly ok: true;
      readonly status?: object;
      readonly health?: HealthDocument;
      /** A sentence for the person. */
      readonly told?: string;
    }
  | {
      readonly version: number;
      readonly ok: false;
      readonly why: string;
      readonly remedy: string;
      /** What the program that asked ends with. */
      readonly exit: ExitCode;
    };

/** What is told before the answer. */
export interface Progress {
  readonly version: number;
  /** The share of the file that is read, 0 to 1. */
  readonly loading: number;
}

/** A request as an order to the play thread. */
export interface RequestedOrder {
  readonly code: OrderCode;
  readonly value: number;
  /** The second number of an order, and the third. */
  readonly more?: readonly [number, number];
}

/** What the names in requests are looked up in. */
export interface Known {
  readonly layouts: readonly Layout[];
  readonly scales: readonly Scale[];
  readonly presets: Presets;
  readonly scenes: readonly ({ readonly name: string } | undefined)[];
}

/** Without what players add to it. */
export const BUILT_IN: Known = {
  layouts: LAYOUTS,
  scales: SCALES,
  presets: TWELVE_PRESETS,
  scenes: [],
};

/** What is not for the play thread. */
export const ASKED = {
  status: 'status',
  health: 'health',
  soundfont: 'soundfont',
  profile: 'profile',
  tuning: 'tuning',
  /** `start`, `stop`, or `start` and a file. */
  record: 'record',
  /** A file, or nothing. */
  keep: 'keep',
  /** A name. */
  savePreset: 'save-preset',
  removePreset: 'remove-preset',
  saveScene: 'save-scene',
  removeScene: 'remove-scene',
} as const;

/** What is asked of the instrument's memory, each with a name. */
export const REMEMBERED = [
  ASKED.savePreset,
  ASKED.removePreset,
  ASKED.saveScene,
  ASKED.removeScene,
] as const;
export type Remembered = (typeof REMEMBERED)[number];

export function isRemembered(what: string): what is Remembered {
  return REMEMBERED.some((each) => each === what);
}

/** The order that a request means, or the answer that says why it means none. */
export function orderOf(request: Request, known = BUILT_IN): RequestedOrder | Answer {
  const sendable = Object.hasOwn(SENDABLE, request.do) ? SENDABLE[request.do] : undefined;
  if (sendable === undefined) {
    return refusal(
      `there is no request ${JSON.stringify(request.do)}`,
      `Ask for one of: ${[...Object.keys(ASKED), ...Object.keys(SENDABLE)].join(', ')}.`,
    );
  }
  if (sendable.code === ORDER.scale) {
    const order = scaleOrder(`${request.value ?? ''}`, known.scales);
    return 'code' in order ? order : refusal(order.why, order.remedy);
  }
  if (sendable.code === ORDER.preset || sendable.code === ORDER.scene) {
    const isPreset = sendable.code === ORDER.preset;
    const all = isPreset ? known.presets : known.scenes;
    return namedOrder(sendable.code, request.do, `${request.value ?? ''}`, all);
  }
  if (sendable.code === ORDER.layout) return layoutOrder(`${request.value}`, known.layouts);
  const { code, takes } = sendable;
  const typed = request.value === undefined ? [] : String(request.value).trim().split(/\s+/);
  const values: number[] = [];
  for (const [index, taken] of takes.entries()) {
    const value = takenValue(taken, typed[index] ?? '');
    if (value === undefined) {
      return refusal(
        `${request.do} cannot be ${typed.slice(0, index + 1).join(' ') || 'nothing'}`,
        takenWords(taken),
      );
    }
    values.push(value);
  }
  const [value = 0, second] = values;
  return second === undefined ? { code, value } : { code, value, more: [second, 0] };
}

function layoutOrder(name: string, layouts: readonly Layout[]): RequestedOrder | Answer {
  const value = layoutNumber(name, layouts);
  if (value >= 0) return { code: ORDER.layout, value };
  const names = layouts.map((each) => each.name).join(', ');
  return refusal(`layout is not ${name}`, `Choose one of: ${names}.`);
}

/** One of a list by its number, counted from 1, or its name. */
function namedOrder(
  code: OrderCode,
  what: string,
  wanted: string,
  all: readonly ({ readonly name: string } | undefined)[],
): RequestedOrder | Answer {
  const name = wanted.toLowerCase();
  const isNumber = /^\d{1,3}$/.test(wanted);
  const value = isNumber
    ? Number(wanted) - 1
    : all.findIndex((each) => each?.name.toLowerCase() === name);
  if (all[value] !== undefined) return { code, value };
  return refusal(
    wanted === '' ? `${what} is not said which` : `there is no ${what} ${wanted}`,
    `fw16-synth ${what} list shows the numbers and names of all.`,
  );
}

export function refusal(
  why: string,
  remedy: string,
  exit: ExitCode = EXIT.usage,
): Answer & { ok: false } {
  return { version: PROTOCOL_VERSION, ok: false, why, remedy, exit };
}

/** A line from the socket as a request, or the answer that says why it is none. */
export function readRequest(line: string): Request | Answer {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return refusal('that is not JSON', 'Send one JSON object a line.');
  }
  const request = parsed as Partial<Request> | null;
  if (typeof request !== 'object' || request === null || typeof request.do !== 'string') {
    return refusal('that is no request', 'Send {"version": 1, "do": "status"}.');
  }
  if (request.version !== PROTOCOL_VERSION) {
    return refusal(
      `this program speaks version ${PROTOCOL_VERSION}, the request ${JSON.stringify(request.version)}`,
      'Use the fw16-synth of the same version.',
    );
  }
  const { value } = request;
  if (value !== undefined && typeof value !== 'number' && typeof value !== 'string') {
    return refusal('a value is a number or a text', 'Leave it out if there is none.');
  }
  return { version: PROTOCOL_VERSION, do: request.do, ...(value === undefined ? {} : { value }) };
}
