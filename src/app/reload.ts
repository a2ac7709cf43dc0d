import type { LoadedConfig } from '../config/load.ts';
import { camelCase } from '../config/load.ts';
import type { Config, Setting } from '../config/schema.ts';
import { isAtStart, SETTINGS } from '../config/schema.ts';
import { valueAt } from '../config/source.ts';
import type { Log } from '../core/log.ts';
import type { Measurements } from '../core/measurements.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { LiveSettings } from './live-settings.ts';
import { PathWatch } from './path-watch.ts';

// A file is often written in several steps.
const QUIET_MS = 200;

/** Whoever wants to know when settings change, such as systemd. */
export interface ReloadObserver {
  reloading(): void;
  /** What is right is applied; what is wrong changed nothing, and is told of here alone. */
  reloaded(refusal: Problem | undefined): void;
}

export interface ReloadParts {
  /** What is played by now. */
  readonly loaded: LoadedConfig;
  /** Loads it again, with the same flags and environment. */
  readonly load: () => LoadedConfig;
  readonly live: readonly LiveSettings[];
  readonly log: Log;
  readonly observer: ReloadObserver;
}

/**
 * Follows the configuration while it plays: on request, and as soon as a file of it is saved. What is
 * wrong changes nothing; what is right is applied as far as it can be before the next start.
 */
export class Reload {
  readonly #parts: ReloadParts;
  readonly #watches: readonly PathWatch[];
  readonly #counts = {
    applied: 0,
    refused: 0,
    lastAppliedAt: performance.timeOrigin / 1000,
  };
  #loaded: LoadedConfig;
  #timer: NodeJS.Timeout | undefined;
  #refused = '';
  #before: Promise<unknown> = Promise.resolve();

  constructor(parts: ReloadParts) {
    this.#parts = parts;
    this.#loaded = parts.loaded;
    this.#watches = parts.loaded.places.map((path) => new PathWatch(path, () => this.#soon()));
  }

  /** The configuration that is played by. */
  get config(): Config {
    return this.#loaded.config;
  }

  /** How often it was read anew; the start counts as the last time at first. */
  counts(): Measurements['reloads'] {
    return { ...this.#counts };
  }

  /** Reads it again, and resolves when what came of it is in effect. */
  now(): Promise<void> {
    return this.#inTurn(() => this.#reload(true));
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const watch of this.#watches) watch.close();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#inTurn(() => this.#reload(false)), QUIET_MS).unref();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#before.then(work);
    this.#before = turn;
    return turn;
  }

  /** @param isAsked whether somebody wants to know, though nothing may have changed */
  async #reload(isAsked: boolean): Promise<void> {
    let loaded: LoadedConfig;
    try {
      loaded = this.#parts.load();
    } catch (error) {
      this.#refuse(error, isAsked);
      return;
    }
    this.#refused = '';
    const changed = changedSettings(loaded.config, this.#loaded.config);
    if (changed.length === 0 && !isAsked) return;
    const { log, observer } = this.#parts;
    observer.reloading();
    this.#loaded = loaded;
    await this.#apply(changed.map(({ key }) => key));
    this.#counts.applied++;
    this.#counts.lastAppliedAt = Date.now() / 1000;
    const { followed, atNextStart } = changesOf(changed);
    log.info(told(followed, atNextStart), { followed, at_next_start: atNextStart });
    observer.reloaded(undefined);
  }

  async #apply(changed: readonly string[]): Promise<void> {
    for (const { keys, apply } of this.#parts.live) {
      if (!keys.some((key) => changed.includes(key))) continue;
      try {
        await apply(this.#loaded.config);
      } catch (error) {
        this.#parts.log.error(`${keys.join(', ')} could not be changed: ${error}`);
      }
    }
  }

  #refuse(error: unknown, isAsked: boolean): void {
    const problem = error instanceof Problem ? error : ours(error as Error);
    // One mistake is told once, however often the file is touched.
    if (`${problem}` === this.#refused && !isAsked) return;
    this.#refused = `${problem}`;
    this.#parts.observer.reloading();
    this.#counts.refused++;
    this.#parts.observer.reloaded(problem);
  }
}

/** The settings that differ. */
export function changedSettings(config: Config, before: Config): Setting[] {
  return [...SETTINGS.values()].filter(({ path }) => {
    const at = path.map(camelCase);
    return JSON.stringify(valueAt(config, at)) !== JSON.stringify(valueAt(before, at));
  });
}

function changesOf(changed: readonly Setting[]): { followed: string; atNextStart: string } {
  const keys = (settings: readonly Setting[]) => settings.map(({ key }) => key).join(', ');
  return {
    followed: keys(changed.filter(({ live }) => live === true)),
    atNextStart: keys(changed.filter(isAtStart)),
  };
}

function told(followed: string, atNextStart: string): string {
  const parts = [
    ...(followed === '' ? [] : [`Changed: ${followed}.`]),
    ...(atNextStart === '' ? [] : [`At the next start: ${atNextStart}.`]),
  ];
  return parts.length === 0
    ? 'The configuration was read again: nothing that plays has changed.'
    : parts.join(' ');
}

function ours({ stack, message }: Error): Problem {
  return new Problem(stack ?? message, {
    remedy: 'That is a fault of ours: please report it.',
    exit: EXIT.internal,
  });
}
