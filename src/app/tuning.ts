import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Config } from '../config/schema.ts';
import {
  parseMapping,
  parseScale,
  type ScalaMapping,
  type ScalaScale,
} from '../core/formats/scala.ts';
import { equalTemperament, tunedNotes } from '../core/music/tuning.ts';
import { EXIT, type ExitCode, Problem } from '../core/problem.ts';
import type { Engine } from '../engine/engine.ts';

const BYTES_MAX = 2 ** 20;

/** What came of asking for another tuning. */
export type TuningChange =
  | { readonly ok: true; readonly told: string }
  | { readonly ok: false; readonly why: string; readonly remedy: string; readonly exit: ExitCode };

/** The files of a tuning; neither is equal temperament. */
export interface TuningFiles {
  readonly scale: string | undefined;
  readonly keymap: string | undefined;
}

/**
 * The cents of each note as configured.
 *
 * @throws Problem with exit 66 when a file is not there, 65 when it is no tuning
 */
export function configuredTuning({ tuning, audio }: Config): Float64Array {
  return tuningIn({ scale: tuning.scale, keymap: tuning.keymap }, audio.tuningHz);
}

/** Which tuning plays, and its change under the hands. */
export class PlayedTuning {
  readonly #engine: Engine;
  #tuningHz: number;
  /** As configured. */
  #wanted: TuningFiles;
  #files: TuningFiles;

  constructor(engine: Engine, { tuning, audio }: Config) {
    this.#engine = engine;
    this.#tuningHz = audio.tuningHz;
    this.#wanted = { scale: tuning.scale, keymap: tuning.keymap };
    this.#files = this.#wanted;
  }

  /**
   * Another scale (.scl), another keyboard mapping (.kbm), or `off` for equal temperament. Notes that
   * sound end as they began.
   */
  change(wanted: string): TuningChange {
    return this.#read(this.#filesFor(wanted));
  }

  /** Another tuning by its files; likewise. */
  take({ scale, keymap }: Partial<TuningFiles>): TuningChange {
    if (scale === this.#files.scale && keymap === this.#files.keymap) return this.#told();
    return this.#read({ scale, keymap });
  }

  #read(files: TuningFiles): TuningChange {
    try {
      this.#engine.tune(tuningIn(files, this.#tuningHz));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { where, message: why, remedy = '', exit } = error;
      return { ok: false, why: where === undefined ? why : `${where}: ${why}`, remedy, exit };
    }
    this.#files = files;
    return this.#told();
  }

  get files(): TuningFiles {
    return this.#files;
  }

  #told(): TuningChange {
    return { ok: true, told: `The tuning is ${this.name || 'equal temperament'}.` };
  }

  /**
   * Goes by another configuration. What was changed by hand stays until a file of it is another.
   *
   * @throws Problem when a file cannot be read; nothing has changed then
   */
  follow({ tuning: { scale, keymap }, audio: { tuningHz } }: Config): void {
    const isOther = scale !== this.#wanted.scale || keymap !== this.#wanted.keymap;
    const files = isOther ? { scale, keymap } : this.#files;
    this.#engine.tune(tuningIn(files, tuningHz));
    this.#wanted = { scale, keymap };
    this.#files = files;
    this.#tuningHz = tuningHz;
  }

  /** The names of its files, or '' for equal temperament. */
  get name(): string {
    const { scale, keymap } = this.#files;
    return [scale, keymap]
      .flatMap((path) => (path === undefined ? [] : [basename(path)]))
      .join(', ');
  }

  #filesFor(wanted: string): TuningFiles {
    if (wanted === 'off') return { scale: undefined, keymap: undefined };
    return /\.kbm$/i.test(wanted)
      ? { ...this.#files, keymap: wanted }
      : { ...this.#files, scale: wanted };
  }
}

// Twelve equal steps, for a mapping without a scale.
const TWELVE: ScalaScale = {
  description: '',
  degrees: Array.from({ length: 12 }, (_, step) => 100 * (step + 1)),
};

function tuningIn({ scale, keymap }: TuningFiles, tuningHz: number): Float64Array {
  if (scale === undefined && keymap === undefined) return equalTemperament(tuningHz);
  const degrees = scale === undefined ? TWELVE : parseScale(textOf(scale), scale);
  const mapping: ScalaMapping | undefined =
    keymap === undefined ? undefined : parseMapping(textOf(keymap), keymap);
  return tunedNotes(degrees, mapping, tuningHz);
}

function textOf(path: string): string {
  try {
    const status = statSync(path);
    if (!status.isFile()) throw notOne(path, 'not a file');
    if (status.size > BYTES_MAX) throw notOne(path, 'larger than any tuning');
    // Scala's own files are Latin 1; what a tuning says is ASCII.
    return readFileSync(path, 'latin1');
  } catch (error) {
    if (error instanceof Problem) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new Problem(code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`, {
      where: path,
      remedy: 'Name a Scala file, .scl or .kbm, that you may read.',
      exit: code === 'ENOENT' ? EXIT.noInput : code === 'EACCES' ? EXIT.noPermission : EXIT.io,
    });
  }
}

function notOne(path: string, what: string): Problem {
  return new Problem(what, {
    where: path,
    remedy: 'Name a Scala file, .scl or .kbm.',
    exit: EXIT.badData,
  });
}
