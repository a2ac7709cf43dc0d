import * as z from 'zod/mini';
import { VOICE_MODES } from '../core/instrument/glide.ts';
import type { Preset, Presets } from '../core/instrument/preset.ts';
import { PRESETS_MOST, presetNamed, TWELVE_PRESETS } from '../core/instrument/preset.ts';
import type { Layout } from '../core/keys/layouts.ts';
import { layoutNumber } from '../core/keys/layouts.ts';
import { placesOf } from './rules-of-places.ts';
import type { Config } from './schema.ts';
import { preset } from './section-of-presets.ts';

/** A preset as a file has it: with names where the instrument has numbers. */
export type WrittenPreset = Config['presets'][number];

/**
 * Every preset at its place.
 *
 * @param saved by hand: in place of one that is called so, or after all others
 */
export function presetsOf(
  written: readonly WrittenPreset[],
  layouts: readonly Layout[],
  saved: readonly WrittenPreset[] = [],
): Presets {
  const isAddition = written[0]?.number !== undefined;
  const presets: (Preset | undefined)[] = isAddition ? [...TWELVE_PRESETS] : [];
  const places = placesOf(written);
  written.forEach((each, index) => {
    const place = places[index] ?? PRESETS_MOST;
    while (presets.length < place) presets.push(undefined);
    presets[place] = presetOf(each, layouts);
  });
  for (const each of saved) {
    const at = presetNamed(presets, each.name);
    presets[at < 0 ? presets.length : at] = presetOf(each, layouts);
  }
  return presets.slice(0, PRESETS_MOST);
}

/** Presets that were saved; undefined when that is not what `content` is. */
export function readPresets(content: unknown): readonly WrittenPreset[] | undefined {
  const read = z.array(preset).safeParse(content);
  return read.success ? read.data : undefined;
}

function presetOf({ number: _, layout, mode, ...rest }: WrittenPreset, layouts: readonly Layout[]) {
  const laidOut = layout === undefined ? -1 : layoutNumber(layout, layouts);
  return {
    ...rest,
    ...(laidOut < 0 ? {} : { layout: laidOut }),
    ...(mode === undefined ? {} : { mode: VOICE_MODES.indexOf(mode) }),
  } as Preset;
}
