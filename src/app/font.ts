import { homedir } from 'node:os';
import { basename } from 'node:path';
import type { Log } from '../core/log.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { FontStatus } from '../core/status.ts';
import type { Engine, FontAnswer, Sound } from '../engine/engine.ts';
import { readsCompressedFonts } from '../engine/fluid-synth.ts';
import type { FontPlace, RefusedFont } from '../engine/soundfonts.ts';
import { builtInFont, chooseSoundFont, findSoundFont } from '../engine/soundfonts.ts';
import { type FontMemory, rememberedFont } from './font-memory.ts';
import type { Measuring } from './measuring.ts';

// Loading that takes longer than this is told of.
const PATIENCE_MS = 500;

/** Why a font plays that was left playing. */
export const LEFT = 'as it was left';

/** What came of asking for another font. */
export type FontChange =
  | { readonly ok: true; readonly told: string }
  | ({ readonly ok: false } & RefusedFont);

type FontMeasuring = Pick<Measuring, 'ofFont' | 'fontRefused'>;

/** Which SoundFont plays, and its change under the hands. */
export class PlayedFont {
  readonly #engine: Engine;
  readonly #channel: number;
  readonly #memory: FontMemory;
  readonly #measuring: FontMeasuring;
  #playing = { path: '', why: '' };
  #loading: { path: string; share: number } | null = null;
  /** Ends when every change that was asked for before has been made. */
  #before: Promise<unknown> = Promise.resolve();

  /**
   * @param channel the one whose sound a change tells of
   * @param memory told of what plays
   * @param measuring times each load, and counts what came of it
   */
  constructor(engine: Engine, channel: number, memory: FontMemory, measuring: FontMeasuring) {
    this.#engine = engine;
    this.#channel = channel;
    this.#memory = memory;
    this.#measuring = measuring;
  }

  /** The first font. If FluidSynth does not accept it, that is told of, and the built-in one plays. */
  async start({ path, why, refused }: ChosenFont, log: Log): Promise<FontAnswer> {
    if (refused !== undefined) this.#measuring.fontRefused();
    const patience = setTimeout(() => {
      const share = Math.round(100 * (this.#loading?.share ?? 1));
      log.info(`Loading ${basename(path)}: ${share} % read so far.`);
    }, PATIENCE_MS);
    const answer = await this.#load(path, why);
    clearTimeout(patience);
    if (answer.ok || path === builtInFont()) return answer;
    log.warn(`${path}: ${answer.why}. ${answer.remedy} Playing the built-in one instead.`);
    return await this.#load(builtInFont(), 'built in, since the chosen one cannot be loaded');
  }

  /**
   * Another font: a file, a folder, `auto`, the name of an installed one, or what
   * {@link rememberedFont} understands. Until it is loaded, and
   * if it cannot be, the one before plays on. A second change waits for the first.
   *
   * @param why what the status says of it
   * @param onProgress told a share of the file, 0 to 1, as it is read
   */
  change(
    wanted: string,
    why: 'asked for' | 'configured',
    onProgress?: (share: number) => void,
  ): Promise<FontChange> {
    const change = this.#before.then(() => this.#change(wanted, why, onProgress));
    this.#before = change.catch(() => {});
    return change;
  }

  /** What a key sounds; undefined is nothing. */
  sound(): Sound | undefined {
    return this.#engine.soundOf(this.#channel);
  }

  status(): FontStatus {
    return { ...this.#playing, loading: this.#loading };
  }

  async #change(
    wanted: string,
    why: string,
    onProgress?: (share: number) => void,
  ): Promise<FontChange> {
    const place = fontPlace();
    const found =
      rememberedFont(wanted, this.#playing.path, this.#memory.read(), place) ??
      findSoundFont(wanted, place);
    if (!found.ok) {
      this.#measuring.fontRefused();
      return found;
    }
    const { path } = found;
    const answer = await this.#load(path, why, onProgress);
    if (!answer.ok) return { ...answer, path, exit: EXIT.badData };
    const sound = this.sound();
    const told = sound === undefined ? 'nothing, until another program is chosen' : sound.name;
    return { ok: true, told: `${path} plays: ${told}` };
  }

  async #load(
    path: string,
    why: string,
    onProgress?: (share: number) => void,
  ): Promise<FontAnswer> {
    this.#loading = { path, share: 0 };
    const load = this.#engine.loadFont(path, (share) => {
      this.#loading = { path, share };
      onProgress?.(share);
    });
    const answer = await this.#measuring.ofFont(load);
    this.#loading = null;
    if (answer.ok) {
      this.#playing = { path, why };
      void this.#memory.played(path);
    }
    return answer;
  }
}

export interface ChosenFont {
  readonly path: string;
  readonly why: string;
  /** The configured one, which cannot be played. */
  readonly refused?: RefusedFont;
}

/**
 * The font to play. A configured one that cannot be played is told of, and the next best plays.
 *
 * @throws Problem (exit 66) when there is none at all
 */
export function chooseFont(
  configured: string,
  place: FontPlace,
  say: (line: string) => void,
): ChosenFont {
  const chosen = chooseSoundFont(configured, place);
  if (!chosen.ok) throw new Problem(chosen.why, { remedy: chosen.remedy, exit: EXIT.noInput });
  if (chosen.refused !== undefined) {
    const { path, why, remedy } = chosen.refused;
    say(`${path}: ${why}. ${remedy} Playing ${chosen.path} instead.`);
  }
  return chosen;
}

/** The fonts of this user and this machine, and what its FluidSynth can do, once it is open. */
export function fontPlace(): FontPlace {
  return { env: process.env, home: homedir(), sf3: readsCompressedFonts() };
}
