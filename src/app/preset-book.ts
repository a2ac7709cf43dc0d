/** The presets that hands have saved, beside those of the configuration. */
import { join } from 'node:path';
import type { WrittenPreset } from '../config/presets.ts';
import { readPresets } from '../config/presets.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { dataFolder } from './data-folder.ts';
import { KeptFile } from './kept-file.ts';

const VERSION = 1;
const BACKUPS = 10;

export class PresetBook {
  readonly #file: KeptFile<readonly WrittenPreset[]>;
  #saved: readonly WrittenPreset[] | undefined;

  /** @param say told what is wrong with the file */
  constructor(env: NodeJS.ProcessEnv, home: string, say: (line: string) => void) {
    this.#file = new KeptFile<readonly WrittenPreset[]>({
      path: join(dataFolder(env, home), 'presets.json'),
      version: VERSION,
      nothing: [],
      read: readPresets,
      backups: BACKUPS,
      say,
    });
  }

  /** In the order in which they were saved first. */
  get saved(): readonly WrittenPreset[] {
    this.#saved ??= this.#file.read();
    return this.#saved;
  }

  /** Saves it in place of one that is called so. */
  async save(preset: WrittenPreset): Promise<void> {
    this.#saved = await this.#file.change((saved) => {
      const at = saved.findIndex(({ name }) => isSame(name, preset.name));
      return at < 0 ? [...saved, preset] : saved.with(at, preset);
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

/** What sounds now, as a preset. */
export function presetFrom(playing: Snapshot, name: string): WrittenPreset {
  const { program, bank, octave, transpose, layout, velocity, mode } = playing;
  const { level, reverb, chorus } = playing;
  return {
    ...{ name, program, bank, octave, transpose, layout, velocity, mode },
    ...(level < 0 ? {} : { level }),
    ...(reverb < 0 ? {} : { reverb }),
    ...(chorus < 0 ? {} : { chorus }),
  };
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
