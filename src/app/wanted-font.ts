import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Backoff } from '../core/backoff.ts';
import { waitMs } from '../core/backoff.ts';
import type { Log } from '../core/log.ts';
import { findSoundFont } from '../engine/soundfonts.ts';
import type { PlayedFont } from './font.ts';
import { fontPlace, LEFT } from './font.ts';
import { PathWatch } from './path-watch.ts';

const BACKOFF: Backoff = { firstMs: 1000, mostMs: 60_000 };
// A file that is being copied changes all the time.
const QUIET_MS = 300;

export interface WantedFontParts {
  readonly font: PlayedFont;
  readonly isEnabled: () => boolean;
  readonly log: Log;
  /** It plays after all. */
  readonly onRestart: (reason: string) => void;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/**
 * Sees to it that the configured SoundFont plays as soon as it can: one that was missing or refused
 * is looked for again, unless somebody has asked for another one meanwhile.
 */
export class WantedFont {
  readonly #parts: WantedFontParts;
  #wanted: string;
  #watch: PathWatch | undefined;
  #timer: NodeJS.Timeout | undefined;
  #tries = 0;
  /** What plays instead. */
  #instead = '';
  /** The file that FluidSynth refused last. */
  #refused = '';

  /** @param wanted `auto`, or what is configured, which the font may be playing already */
  constructor(wanted: string, parts: WantedFontParts) {
    this.#parts = parts;
    this.#wanted = wanted;
    const { path, why } = parts.font.status();
    if (wanted === 'auto' || why === 'configured' || why === LEFT) return;
    // Whole by its headers, and not played: FluidSynth has refused it.
    const found = findSoundFont(wanted, fontPlace());
    if (found.ok) this.#refused = identityOf(found.path);
    this.#waitFor(path);
  }

  /** Another one is configured: it plays from now on, or as soon as it can. */
  async change(wanted: string): Promise<void> {
    const { font, log } = this.#parts;
    this.close();
    this.#wanted = wanted;
    this.#refused = '';
    const change = await font.change(wanted, 'configured');
    if (change.ok) {
      log.info(change.told);
      return;
    }
    log.error(`${change.path}: ${change.why}. ${change.remedy}`);
    if (wanted !== 'auto') this.#waitFor(font.status().path);
  }

  close(): void {
    this.#watch?.close();
    this.#watch = undefined;
    clearTimeout(this.#timer);
  }

  #waitFor(instead: string): void {
    this.#instead = instead;
    this.#tries = 0;
    this.#watch = new PathWatch(resolve(this.#wanted), () => this.#tryIn(QUIET_MS));
    this.#tryLater();
  }

  #tryLater(): void {
    this.#tryIn(waitMs(BACKOFF, this.#tries, this.#parts.random));
    this.#tries++;
  }

  #tryIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#try(), ms).unref();
  }

  async #try(): Promise<void> {
    const { font, log, isEnabled, onRestart } = this.#parts;
    const { path, loading } = font.status();
    if (path !== this.#instead) {
      this.close();
      return;
    }
    const found = findSoundFont(this.#wanted, fontPlace());
    const file = found.ok ? identityOf(found.path) : '';
    if (!found.ok || file === this.#refused || loading !== null || !isEnabled()) {
      this.#tryLater();
      return;
    }
    const change = await font.change(this.#wanted, 'configured');
    if (!change.ok) {
      this.#refused = file;
      log.error(`${change.path}: ${change.why}. ${change.remedy}`);
      this.#tryLater();
      return;
    }
    this.close();
    onRestart('no soundfont');
    log.info(`The configured SoundFont is there: ${change.told}`);
  }
}

/** Changes with the file. */
function identityOf(path: string): string {
  const { ino = 0, size = 0, mtimeMs = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return `${path} ${ino} ${size} ${mtimeMs}`;
}
