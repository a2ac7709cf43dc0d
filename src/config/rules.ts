/** What a type alone can't say about a value, each as a check that explains itself. */
import { isIP } from 'node:net';
import * as z from 'zod/mini';
import { ACTION, bindings } from '../core/keys/bindings.ts';
import { KEY, keyCodeOf } from '../core/keys/key-codes.ts';
import { LAYOUTS } from '../core/keys/layouts.ts';
import { refusedFilter } from '../core/midi/port-filter.ts';
import { noteNumber } from '../core/music/note.ts';
import { SCALES, type Scale, scaleNumber } from '../core/music/scales.ts';
import { nearest } from './nearest.ts';
import { shown } from './source.ts';

/** Names of keys, each once. */
export const keyNames = z.check<string[]>(({ value: names, issues }) => {
  const seen = new Set<number>();
  names.forEach((name, index) => {
    const code = keyCodeOf(name);
    if (code === undefined) {
      issues.push(custom(noKey(name), name, [index]));
    } else if (seen.has(code)) {
      issues.push(custom(`${name} is in the chord twice`, name, [index]));
    } else {
      seen.add(code);
    }
  });
});

/** Points `[in, out]` from left to right that never fall. */
export const risingPoints = z.check<[number, number][]>(({ value: points, issues }) => {
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before === undefined) return;
    if (point[0] <= before[0] || point[1] < before[1]) {
      const message = `the point [${point}] follows [${before}]: in must rise and out must not fall`;
      issues.push(custom(message, point, [index]));
    }
  });
});

/** Addresses, not names: a name may come to be another address. */
export const ipAddresses = z.check<string[]>(({ value: addresses, issues }) => {
  addresses.forEach((address, index) => {
    if (isIP(address) !== 0) return;
    issues.push(custom(`${shown(address)} is not an IP address`, address, [index]));
  });
});

/** A pair of which the second is no less than the first. */
export const lowToHigh = z.check<[number, number]>(({ value: [low, high], issues }) => {
  if (low <= high) return;
  issues.push(custom(`${high} follows ${low}: the lower comes first`, [low, high], []));
});

export function minUpToMax({
  value: { min, max },
  issues,
}: z.core.ParsePayload<{ min: number; max: number }>): void {
  if (min <= max) return;
  issues.push(custom(`max is ${max}, below min, which is ${min}`, max, ['max']));
}

/** Steps of a scale: from its root upwards. */
export const scaleSteps = z.check<number[]>(({ value: steps, issues }) => {
  if (steps[0] !== 0) {
    issues.push(custom('the first step of a scale is its root, 0', steps[0], [0]));
  }
  steps.forEach((step, index) => {
    const before = steps[index - 1];
    if (before === undefined || step > before) return;
    issues.push(custom(`the step ${step} follows ${before}: steps must rise`, step, [index]));
  });
});

/** Scales of one's own with names that are free. */
export const newScales = z.check<Scale[]>(({ value: scales, issues }) => {
  scales.forEach(({ name }, index) => {
    const before = [...SCALES, ...scales.slice(0, index)];
    if (scaleNumber(before, name) < 0) return;
    issues.push(custom(`there is a scale ${name} already`, name, [index, 'name']));
  });
});

export function namesScale({
  value: { name, own },
  issues,
}: z.core.ParsePayload<{ name: string; own: Scale[] }>): void {
  const scales = [...SCALES, ...own];
  if (scaleNumber(scales, name) >= 0) return;
  const meant = nearest(
    name,
    scales.map((each) => each.name),
  );
  const hint = meant === undefined ? '' : `. Did you mean ${meant}?`;
  issues.push(custom(`there is no scale ${shown(name)}${hint}`, name, ['name']));
}

export const portFilter = z.check<string>(({ value, issues }) => {
  const refused = refusedFilter(value);
  if (refused !== undefined) issues.push(custom(refused, value, []));
});

/** Notes by the names of their keys, none of which commands. */
export const keysToNotes = z.check<Record<string, number | string>>(({ value: keys, issues }) => {
  const actions = bindings();
  const seen = new Map<number, string>();
  for (const [name, note] of Object.entries(keys)) {
    const code = keyCodeOf(name);
    const before = code === undefined ? undefined : seen.get(code);
    if (code === undefined) issues.push(custom(noKey(name), name, [name]));
    else if (before !== undefined) {
      issues.push(custom(`${name} is ${before}, which has a note already`, name, [name]));
    } else if (actions[code] !== ACTION.none) {
      issues.push(custom(`${name} commands, so it can have no note`, name, [name]));
    } else if (typeof note === 'string' && noteNumber(note) === undefined) {
      const takes = 'it takes a name from C-1 to G9, or 0 to 127';
      issues.push(custom(`there is no note ${shown(note)}; ${takes}`, note, [name]));
    }
    if (code !== undefined) seen.set(code, name);
  }
});

export function namesLayout({
  value: { layout, own_layouts: own },
  issues,
}: z.core.ParsePayload<{ layout: string; own_layouts: { name: string }[] }>): void {
  const names = LAYOUTS.map(({ name }) => name);
  own.forEach(({ name }, index) => {
    if (names.includes(name)) {
      const message = `there is a layout ${name} already`;
      issues.push(custom(message, name, ['own_layouts', index, 'name']));
    }
    names.push(name);
  });
  if (names.includes(layout)) return;
  const meant = nearest(layout, names);
  const hint =
    meant === undefined ? ` Choose one of: ${names.join(', ')}` : ` Did you mean ${meant}?`;
  issues.push(custom(`there is no layout ${shown(layout)}.${hint}`, layout, ['layout']));
}

const KEY_NAMES = Object.keys(KEY).map((name) => name.slice('KEY_'.length));

function noKey(name: string): string {
  const meant = nearest(name, KEY_NAMES);
  return `there is no key ${shown(name)}${meant === undefined ? '' : `. Did you mean ${meant}?`}`;
}

function custom(message: string, input: unknown, path: (string | number)[]) {
  return { code: 'custom' as const, message, input, path };
}
