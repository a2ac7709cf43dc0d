/** What a type alone can't say about the touchpad and the routes. */
import * as z from 'zod/mini';
import {
  DESTINATION_NAMES,
  destinationOf,
  SOURCE_NAMES,
  sourceOf,
} from '../core/instrument/routes.ts';
import { nearest } from './nearest.ts';
import { shown } from './source.ts';

export const sourceName = named('source', Object.keys(SOURCE_NAMES), sourceOf);
export const destinationName = named('destination', Object.keys(DESTINATION_NAMES), destinationOf);

interface Targets {
  readonly x: string;
  readonly y: string;
  readonly two_fingers: string;
  readonly pressure: string;
}

/** The pitch follows one axis of the pad. */
export function onePitch({ value, issues }: z.core.ParsePayload<Targets>): void {
  for (const key of ['two_fingers', 'pressure'] as const) {
    if (value[key] !== 'pitch') continue;
    issues.push(issue('the pitch follows x or y, nothing else', value[key], [key]));
  }
  if (value.x !== 'pitch' || value.y !== 'pitch') return;
  issues.push(issue('the pitch follows x already; it cannot follow both', value.y, ['y']));
}

function named(what: string, names: readonly string[], find: (name: string) => number | undefined) {
  return z.check<string>(({ value, issues }) => {
    if (find(value) !== undefined) return;
    const meant = nearest(value, names);
    const hint =
      meant === undefined
        ? `. There are ${names.join(', ')}, and cc0 to cc127`
        : `. Did you mean ${meant}?`;
    issues.push(issue(`there is no ${what} ${shown(value)}${hint}`, value, []));
  });
}

function issue(message: string, input: unknown, path: string[]) {
  return { code: 'custom' as const, message, input, path };
}
