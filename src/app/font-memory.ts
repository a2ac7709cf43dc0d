/**
 * Which SoundFonts this player likes, and which played last. It is kept in one small file that other
 * runs of the program write too: it is read anew before each change, and replaced whole.
 */
import { readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolders } from '../control/folders.ts';
import { EXIT } from '../core/problem.ts';
import type { CheckedFont, FontPlace } from '../engine/soundfonts.ts';
import { checkSoundFont, listSoundFonts } from '../engine/soundfonts.ts';
import { AtomicFile } from '../ffi/atomic-file.ts';
import { stateFolder } from './state-folder.ts';

export interface RememberedFonts {
  /** Paths in the player's own order. */
  readonly favourites: readonly string[];
  /** Paths, the latest first. */
  readonly recent: readonly string[];
}

const VERSION = 1;
const RECENT_MAX = 10;
const FAVOURITES_MAX = 100;
const PATH_MAX = 4096;
const NOTHING: RememberedFonts = { favourites: [], recent: [] };

/** The file of this user. */
export function fontMemoryFile(env: NodeJS.ProcessEnv, home: string): string {
  return join(stateFolder(env, home), 'fonts.json');
}

export class FontMemory {
  readonly path: string;
  readonly #say: (line: string) => void;
  #told = false;

  /** @param say told once when the file cannot be used; the music goes on without it */
  constructor(path: string, say: (line: string) => void) {
    this.path = path;
    this.#say = say;
  }

  read(): RememberedFonts {
    return this.#read().fonts;
  }

  /** The font at `path` plays now. */
  async played(path: string): Promise<void> {
    await this.#change(({ favourites, recent }) => {
      const others = recent.filter((each) => each !== path);
      return { favourites, recent: [path, ...others].slice(0, RECENT_MAX) };
    });
  }

  /** Adds to the favourites; returns its number among them, from 1. */
  async favour(path: string): Promise<number> {
    const { favourites } = await this.#change((fonts) => {
      if (fonts.favourites.includes(path)) return fonts;
      return { ...fonts, favourites: [...fonts.favourites, path].slice(-FAVOURITES_MAX) };
    });
    return favourites.indexOf(path) + 1;
  }

  /** Takes from the favourites; false when it was none. */
  async unfavour(path: string): Promise<boolean> {
    const before = this.read().favourites;
    const { favourites } = await this.#change((fonts) => ({
      ...fonts,
      favourites: fonts.favourites.filter((each) => each !== path),
    }));
    return favourites.length < before.length;
  }

  #read(): { fonts: RememberedFonts; isBroken: boolean } {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') this.#tell(`cannot be read (${message})`);
      return { fonts: NOTHING, isBroken: false };
    }
    const fonts = fontsIn(text);
    if (fonts === undefined) this.#tell('is not as this version writes it, and is put aside');
    return { fonts: fonts ?? NOTHING, isBroken: fonts === undefined };
  }

  async #change(change: (fonts: RememberedFonts) => RememberedFonts): Promise<RememberedFonts> {
    const { path } = this;
    await makeFolders(dirname(path), 0o700).catch(() => {});
    // From here on nothing waits, so that no other change of ours comes in between.
    const { fonts, isBroken } = this.#read();
    const changed = change(fonts);
    if (!isBroken && isSame(fonts, changed)) return fonts;
    try {
      if (isBroken) renameSync(path, `${path}.broken`);
      const file = new AtomicFile(path, 0o600);
      try {
        const text = JSON.stringify({ version: VERSION, ...changed }, undefined, 2);
        file.write(new TextEncoder().encode(`${text}\n`));
        file.keep();
      } finally {
        file.discard();
      }
    } catch (error) {
      this.#tell((error as Error).message);
    }
    return changed;
  }

  #tell(what: string): void {
    if (!this.#told) this.#say(`${this.path}: ${what}. Which fonts you like is not remembered.`);
    this.#told = true;
  }
}

/**
 * The font that is meant by `next`, `previous`, `favourite 2` or `recent 2`; undefined when `wanted` is
 * none of these. The next one is of the favourites, or of all fonts where there are fewer than two.
 *
 * @param playing the path of the font that plays
 */
export function rememberedFont(
  wanted: string,
  playing: string,
  { favourites, recent }: RememberedFonts,
  place: FontPlace,
): CheckedFont | undefined {
  if (wanted === 'next' || wanted === 'previous') {
    const isOwn = favourites.length > 1;
    const paths = isOwn ? favourites : listSoundFonts(place).map(({ path }) => path);
    return neighbour(paths, playing, wanted === 'next' ? 1 : -1, place);
  }
  const [, which, number] = /^(favourite|recent) +(\d{1,3})$/.exec(wanted) ?? [];
  if (which === undefined) return undefined;
  const path = (which === 'recent' ? recent : favourites)[Number(number) - 1];
  if (path !== undefined) return checkSoundFont(path, place);
  return {
    ok: false,
    path: wanted,
    why: `there is no ${which} ${number}`,
    remedy: 'fw16-synth soundfonts shows their numbers; soundfonts favourite NAME adds one.',
    exit: EXIT.usage,
  };
}

/** The first that can be played, going round from the one that plays. */
function neighbour(
  paths: readonly string[],
  playing: string,
  step: 1 | -1,
  place: FontPlace,
): CheckedFont | undefined {
  const here = paths.indexOf(playing);
  const count = paths.length;
  const from = here < 0 && step < 0 ? count : here;
  let checked: CheckedFont | undefined;
  for (let away = 1; away <= count; away++) {
    checked = checkSoundFont(paths[(from + step * away + 2 * count) % count] ?? '', place);
    if (checked.ok) return checked;
  }
  return checked;
}

function isSame(a: RememberedFonts, b: RememberedFonts): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function fontsIn(text: string): RememberedFonts | undefined {
  try {
    const { version, favourites, recent } = JSON.parse(text) as Record<string, unknown>;
    if (version !== VERSION || !arePaths(favourites) || !arePaths(recent)) return undefined;
    return {
      favourites: favourites.slice(0, FAVOURITES_MAX),
      recent: recent.slice(0, RECENT_MAX),
    };
  } catch {
    return undefined;
  }
}

function arePaths(value: unknown): value is string[] {
  const isPath = (each: unknown): boolean =>
    typeof each === 'string' && each.startsWith('/') && each.length <= PATH_MAX;
  return Array.isArray(value) && value.every(isPath);
}
