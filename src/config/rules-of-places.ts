/** What one preset or scene has to do with the others: each has a name and a place of its own. */
import * as z from 'zod/mini';
import { PRESETS_MOST } from '../core/instrument/preset.ts';
import { LAYOUTS } from '../core/keys/layouts.ts';
import { nearest } from './nearest.ts';
import { shown } from './source.ts';

/** As many scenes as there are. */
export const SCENES_MOST = 48;

/** What follows `fw16-synth preset` and `scene`, and means something else. */
const WORDS = ['list', 'save', 'remove'];

/** Where those of a list are, from 0: at the number of each, or after the one before it. */
export function placesOf(list: readonly { readonly number?: number | undefined }[]): number[] {
  let next = 0;
  return list.map(({ number }) => {
    const place = number === undefined ? next : number - 1;
    next = place + 1;
    return place;
  });
}

/** Why nothing can be called so; undefined when it can. */
export function refusedName(kind: 'preset' | 'scene', name: string): string | undefined {
  if (/^\d+$/.test(name)) return `a ${kind} cannot be called ${name}: that is a number`;
  if (WORDS.includes(name.toLowerCase())) {
    return `a ${kind} cannot be called ${name}: that is what can be done with them`;
  }
  return undefined;
}

type Placed = { name: string; number?: number | undefined };

export const presetPlaces = z.check<Placed[]>(places('preset', PRESETS_MOST));
export const scenePlaces = z.check<Placed[]>(places('scene', SCENES_MOST));

/** Names that are free, and places that are there and free. */
function places(kind: 'preset' | 'scene', most: number) {
  return ({ value: list, issues }: z.core.ParsePayload<Placed[]>): void => {
    const byPlace = new Map<number, string>();
    const names = new Set<string>();
    const at = placesOf(list);
    list.forEach(({ name, number }, index) => {
      const mistake = (message: string, key: 'name' | 'number') => {
        const path = key === 'number' && number === undefined ? [index] : [index, key];
        issues.push({ code: 'custom', message, input: key === 'name' ? name : number, path });
      };
      const refused = refusedName(kind, name);
      if (refused !== undefined) mistake(refused, 'name');
      if (names.has(name.toLowerCase()))
        mistake(`there is a ${kind} ${shown(name)} already`, 'name');
      names.add(name.toLowerCase());
      const place = at[index] ?? 0;
      const before = byPlace.get(place);
      if (before !== undefined) {
        mistake(`place ${place + 1} is taken by ${shown(before)} already`, 'number');
      } else if (place >= most) {
        mistake(`${shown(name)} would be ${kind} ${place + 1}; there are ${most}`, 'number');
      }
      byPlace.set(place, name);
    });
  };
}

/** Layouts that presets name and that there are not, neither built in nor the player's own. */
export function layoutsOfPresets(config: {
  readonly presets: readonly { readonly layout?: string | undefined }[];
  readonly keyboard: { readonly own_layouts: readonly { readonly name: string }[] };
}): z.core.$ZodIssue[] {
  const names = [...LAYOUTS, ...config.keyboard.own_layouts].map(({ name }) => name);
  return config.presets.flatMap(({ layout }, index) => {
    if (layout === undefined || names.includes(layout)) return [];
    const meant = nearest(layout, names);
    const hint =
      meant === undefined ? ` Choose one of: ${names.join(', ')}` : ` Did you mean ${meant}?`;
    const message = `there is no layout ${shown(layout)}.${hint}`;
    return [{ code: 'custom', message, input: layout, path: ['presets', index, 'layout'] }];
  });
}
