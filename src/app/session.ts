/** How the instrument was left, kept from run to run. */
import { join } from 'node:path';
import type { LoadedConfig } from '../config/load.ts';
import { camelCase } from '../config/load.ts';
import type { WrittenScene } from '../config/scenes.ts';
import { readScene } from '../config/scenes.ts';
import { SETTINGS } from '../config/schema.ts';
import { valueAt } from '../config/source.ts';
import { KeptFile } from './kept-file.ts';
import { stateFolder } from './state-folder.ts';

const VERSION = 1;
const SAVE_EVERY_MS = 5000;

interface Left {
  readonly scene: WrittenScene;
  /** What was configured for each part of it, by key. */
  readonly configured: Readonly<Record<string, string>>;
}

/** The settings that each part of a scene stands in for. */
const KEYS_OF: Readonly<Record<Exclude<keyof WrittenScene, 'name' | 'number'>, string[]>> = {
  preset: ['keyboard.program', 'keyboard.bank', 'layers'],
  program: ['keyboard.program', 'keyboard.bank', 'layers'],
  bank: ['keyboard.program', 'keyboard.bank', 'layers'],
  octave: ['keyboard.octave'],
  transpose: ['keyboard.transpose'],
  layout: ['keyboard.layout'],
  velocity: ['velocity.fixed'],
  louder: ['velocity.fixed'],
  level: ['layers'],
  reverb: ['layers'],
  chorus: ['layers'],
  mode: ['keyboard.mode', 'layers'],
  collision: ['keyboard.collision'],
  layers: ['layers'],
  scale: ['scale.mode', 'scale.root', 'scale.name'],
  chords: section('chords'),
  arpeggiator: section('arpeggiator'),
  note_repeat: section('note_repeat'),
  tempo: ['clock.tempo'],
  metronome: ['metronome.on'],
  touchpad: ['touchpad.enabled'],
  soundfont: ['audio.soundfont'],
  tuning: section('tuning'),
};

const KEYS = [...new Set(Object.values(KEYS_OF).flat())];

export class Session {
  readonly #file: KeptFile<Left | undefined>;
  readonly #loaded: LoadedConfig;
  #kept = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(
    env: NodeJS.ProcessEnv,
    home: string,
    loaded: LoadedConfig,
    say: (line: string) => void,
  ) {
    this.#loaded = loaded;
    this.#file = new KeptFile<Left | undefined>({
      path: join(stateFolder(env, home), 'session.json'),
      version: VERSION,
      nothing: undefined,
      read: leftIn,
      backups: 0,
      say,
    });
  }

  /**
   * How it was left, but for what was said otherwise since: by a flag, by the environment, or by
   * another value in a file. A metronome does not begin by itself.
   */
  restored(): WrittenScene | undefined {
    const left = this.#file.read();
    if (left === undefined) return undefined;
    const now = configuredValues(this.#loaded);
    const stands = ([part]: [string, unknown]): boolean => {
      if (part === 'name') return true;
      if (part === 'metronome' || part === 'number') return false;
      return KEYS_OF[part as keyof typeof KEYS_OF].every((key) => {
        const from = this.#loaded.origins.get(key)?.from;
        return from !== 'flag' && from !== 'environment' && now[key] === left.configured[key];
      });
    };
    return Object.fromEntries(Object.entries(left.scene).filter(stands)) as WrittenScene;
  }

  /** Keeps what `scene` answers from now on, whenever it has changed. */
  follow(scene: () => WrittenScene): void {
    this.#kept = JSON.stringify(scene());
    this.#timer = setInterval(() => void this.keep(scene()), SAVE_EVERY_MS);
    this.#timer.unref();
  }

  async keep(scene: WrittenScene): Promise<void> {
    const text = JSON.stringify(scene);
    if (text === this.#kept) return;
    this.#kept = text;
    const configured = configuredValues(this.#loaded);
    // A disk that is full is no reason to end, and told of wherever else something is written.
    await this.#file.change(() => ({ scene, configured })).catch(() => {});
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

function section(name: string): string[] {
  return [...SETTINGS.values()].filter(({ path }) => path[0] === name).map(({ key }) => key);
}

function configuredValues({ config }: LoadedConfig): Record<string, string> {
  const written = (key: string): string =>
    JSON.stringify(valueAt(config, (SETTINGS.get(key)?.path ?? []).map(camelCase))) ?? '';
  return Object.fromEntries(KEYS.map((key) => [key, written(key)]));
}

function leftIn(content: unknown): Left | undefined {
  const { scene, configured } = (content ?? {}) as Partial<Record<keyof Left, unknown>>;
  const read = readScene(scene);
  if (read === undefined || typeof configured !== 'object' || configured === null) return undefined;
  return { scene: read, configured: configured as Record<string, string> };
}
