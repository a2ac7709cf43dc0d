/** What one preset has to do with the others. */
import * as z from 'zod/mini';
import { PRESETS_MOST } from '../core/instrument/preset.ts';
import { LAYOUTS } from '../core/keys/layouts.ts';
import { nearest } from './nearest.ts';
import { shown } from './source.ts';

/** What follows `fw16-synth preset` and means something else. */
export const PRESET_WORDS = ['list', 'save', 'remove'] as const;

/** Where presets of a list are, from 0: at the number of each, or after the one before it. */
export function placesOf(presets: readonly { readonly number?: number | undefined }[]): number[] {
  let next = 0;
  return presets.map(({ number }) => {
    const place = number === undefined ? next : number - 1;
    next = place + 1;
    return place;
  });
}

/** Why a preset cannot be called so; undefined when it can. */
export function refusedPresetName(name: string): string | undefined {
  if (/^\d+$/.test(name)) return `a preset cannot be called ${name}: that is a number`;
  if (PRESET_WORDS.some((word) => word === name.toLowerCase())) {
    return `a preset cannot be called ${name}: that is what can be done with presets`;
  }
  return undefined;
}

/** Names that are free, and places that are there and free. */
export const presetPlaces = z.check<{ name: string; number?: number | undefined }[]>(
  ({ value: presets, issues }) => {
    const byPlace = new Map<number, string>();
    const names = new Set<string>();
    const places = placesOf(presets);
    presets.forEach(({ name, number }, index) => {
      const mistake = (message: string, key: 'name' | 'number') => {
        const path = key === 'number' && number === undefined ? [index] : [index, key];
        issues.push({ code: 'custom', message, input: key === 'name' ? name : number, path });
      };
      const refused = refusedPresetName(name);
      if (refused !== undefined) mistake(refused, 'name');
      if (names.has(name.toLowerCase())) {
        mistake(`there is a preset ${shown(name)} already`, 'name');
      }
      names.add(name.toLowerCase());
      const place = places[index] ?? 0;
      const before = byPlace.get(place);
      if (before !== undefined) {
        mistake(`place ${place + 1} is taken by ${shown(before)} already`, 'number');
      } else if (place >= PRESETS_MOST) {
        mistake(`${shown(name)} would be preset ${place + 1}; there are ${PRESETS_MOST}`, 'number');
      }
      byPlace.set(place, name);
    });
  },
);

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
