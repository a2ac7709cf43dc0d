/** What hands have saved under names, beside what the configuration has of the kind. */
import { join } from 'node:path';
import type { WrittenPreset } from '../config/presets.ts';
import { readPresets } from '../config/presets.ts';
import type { WrittenScene } from '../config/scenes.ts';
import { readScenes } from '../config/scenes.ts';
import { dataFolder } from './data-folder.ts';
import { KeptFile } from './kept-file.ts';

const VERSION = 1;
const BACKUPS = 10;

interface Named {
  readonly name: string;
}

export class Book<Item extends Named> {
  readonly #file: KeptFile<readonly Item[]>;
  #saved: readonly Item[] | undefined;

  /** @param read what a file of this version holds; undefined when it is damaged */
  constructor(
    path: string,
    read: (content: unknown) => readonly Item[] | undefined,
    say: (line: string) => void,
  ) {
    const options = { path, version: VERSION, nothing: [], read, backups: BACKUPS, say };
    this.#file = new KeptFile<readonly Item[]>(options);
  }

  /** In the order in which they were saved first. */
  get saved(): readonly Item[] {
    this.#saved ??= this.#file.read();
    return this.#saved;
  }

  /** Saves it in place of one that is called so. */
  async save(item: Item): Promise<void> {
    this.#saved = await this.#file.change((saved) => {
      const at = saved.findIndex(({ name }) => isSame(name, item.name));
      return at < 0 ? [...saved, item] : saved.with(at, item);
    });
  }

  /** False when none is called so. */
  async remove(wanted: string): Promise<boolean> {
    if (!this.saved.some(({ name }) => isSame(name, wanted))) return false;
    this.#saved = await this.#file.change((saved) =>
      saved.filter(({ name }) => !isSame(name, wanted)),
    );
    return true;
  }
}

type Say = (line: string) => void;

/** The presets of this user; `say` is told what is wrong with their file. */
export function presetBook(env: NodeJS.ProcessEnv, home: string, say: Say): Book<WrittenPreset> {
  return new Book(join(dataFolder(env, home), 'presets.json'), readPresets, say);
}

/** The scenes of this user; likewise. */
export function sceneBook(env: NodeJS.ProcessEnv, home: string, say: Say): Book<WrittenScene> {
  return new Book(join(dataFolder(env, home), 'scenes.json'), readScenes, say);
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
