import * as z from 'zod/mini';
import { placesOf, SCENES_MOST } from './rules-of-places.ts';
import type { Config } from './schema.ts';
import { scene } from './section-of-scenes.ts';

/** A scene as a file has it, with names where the instrument has numbers. */
export type WrittenScene = Config['scenes'][number];

/** All there are by their places; a place may be free. */
export type WrittenScenes = readonly (WrittenScene | undefined)[];

/**
 * Every scene at its place.
 *
 * @param saved by hand: in place of one that is called so, or at the first place that is free
 */
export function scenesOf(
  written: readonly WrittenScene[],
  saved: readonly WrittenScene[],
): WrittenScenes {
  const scenes: (WrittenScene | undefined)[] = Array.from({ length: SCENES_MOST });
  const places = placesOf(written);
  written.forEach((each, index) => {
    scenes[places[index] ?? 0] = each;
  });
  for (const each of saved) {
    const named = sceneNamed(scenes, each.name);
    const at = named < 0 ? scenes.indexOf(undefined) : named;
    if (at >= 0) scenes[at] = each;
  }
  return scenes;
}

/** The place of the scene that is called so, whatever the case of its letters; -1 for none. */
export function sceneNamed(
  scenes: readonly ({ name: string } | undefined)[],
  name: string,
): number {
  const wanted = name.toLowerCase();
  return scenes.findIndex((each) => each?.name.toLowerCase() === wanted);
}

/** Scenes that were saved; undefined when that is not what `content` is. */
export function readScenes(content: unknown): readonly WrittenScene[] | undefined {
  const read = z.array(scene).safeParse(content);
  return read.success ? (read.data as readonly WrittenScene[]) : undefined;
}

/** One scene; likewise. */
export function readScene(content: unknown): WrittenScene | undefined {
  return readScenes([content])?.[0];
}
