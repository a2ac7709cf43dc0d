/**
 * What the instrument remembers: presets and scenes that hands have saved, beside those of the
 * configuration, and how it was left.
 */
import type { LoadedConfig } from '../config/load.ts';
import { layoutsOf, playerSettings } from '../config/player-settings.ts';
import { presetsOf, type WrittenPreset } from '../config/presets.ts';
import type { WrittenScene, WrittenScenes } from '../config/scenes.ts';
import { sceneNamed, scenesOf } from '../config/scenes.ts';
import type { Config } from '../config/schema.ts';
import type { Presets } from '../core/instrument/preset.ts';
import type { Log } from '../core/log.ts';
import { ORDER } from '../core/order.ts';
import { findSoundFont } from '../engine/soundfonts.ts';
import type { LastingThread } from '../play/lasting-thread.ts';
import { createScenes, SESSION, writeScene } from '../play/scenes.ts';
import { type Book, presetBook, sceneBook } from './book.ts';
import type { PlayedFont } from './font.ts';
import { fontPlace, LEFT } from './font.ts';
import { sceneFrom, sceneOrders } from './scene.ts';
import { Session } from './session.ts';
import type { PlayedTuning } from './tuning.ts';

export interface MemoryParts {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly loaded: LoadedConfig;
  readonly say: (line: string) => void;
  /** Whether it is to be as it was left, and to be kept as it will be left. */
  readonly restores: boolean;
}

interface Played {
  readonly thread: LastingThread;
  readonly font: PlayedFont;
  readonly tuning: PlayedTuning;
  readonly log: Log;
}

export class Memory {
  readonly presetBook: Book<WrittenPreset>;
  readonly sceneBook: Book<WrittenScene>;
  /** What the play threads recall from. */
  readonly scenes = createScenes();
  readonly #session: Session | undefined;
  readonly #restored: WrittenScene | undefined;
  /** Those of the start, which their numbers are of. */
  readonly #layouts;
  #config: Config;
  #played: Played | undefined;

  constructor({ env, home, loaded, say, restores }: MemoryParts) {
    this.#config = loaded.config;
    this.#layouts = layoutsOf(loaded.config);
    this.presetBook = presetBook(env, home, say);
    this.sceneBook = sceneBook(env, home, say);
    this.#session = restores ? new Session(env, home, loaded, say) : undefined;
    this.#restored = this.#session?.restored();
  }

  /** All presets by their places. */
  get presets(): Presets {
    return presetsOf(this.#config.presets, this.#layouts, this.presetBook.saved);
  }

  /** All scenes by their places. */
  get allScenes(): WrittenScenes {
    return scenesOf(this.#config.scenes, this.sceneBook.saved);
  }

  /** The font that was left playing, if it can be played still. */
  get leftFont(): string | undefined {
    const path = this.#restored?.soundfont;
    return path !== undefined && findSoundFont(path, fontPlace()).ok ? path : undefined;
  }

  /** Before the first key: as it was left. */
  restore(played: Played): void {
    const { thread } = played;
    this.#played = played;
    this.#write();
    if (this.#restored !== undefined) {
      writeScene(this.scenes, SESSION, sceneOrders(this.#restored, this.#names));
      thread.order(ORDER.scene, SESSION);
      const { tuning } = this.#restored;
      if (tuning !== undefined) this.#tell(played.tuning.take(tuning));
    }
    this.#session?.follow(() => this.scene('session'));
  }

  /** Goes by another configuration. */
  async follow(config: Config): Promise<void> {
    this.#config = config;
    const { thread } = this.#played ?? {};
    await thread?.change(playerSettings(config, false, this.presetBook.saved));
    this.#write();
  }

  /** Presets or scenes that were saved are others now. */
  async saved(): Promise<void> {
    await this.follow(this.#config);
  }

  /** A scene was recalled: the play thread is set to it, and what it cannot do follows here. */
  async recalled(place: number): Promise<void> {
    const scene = this.allScenes[place];
    if (scene === undefined || this.#played === undefined) return;
    const { font, tuning, log } = this.#played;
    if (scene.tuning !== undefined) this.#tell(tuning.take(scene.tuning));
    const wanted = scene.soundfont;
    if (wanted === undefined || wanted === font.status().path) return;
    const change = await font.change(wanted, 'asked for');
    if (!change.ok) log.error(`${change.path}: ${change.why}. ${change.remedy}`);
  }

  /** What it is set to now. */
  scene(name: string): WrittenScene {
    const { thread, font, tuning } = this.#played!;
    const playing = thread.snapshot();
    const { path, why } = font.status();
    return sceneFrom(playing, name, {
      presetName: this.presets[playing.preset]?.name ?? '',
      soundfont: why === 'asked for' || why === LEFT ? path : undefined,
      tuning: tuning.files,
    });
  }

  /** The place of a scene by its name, or -1. */
  placeOf(name: string): number {
    return sceneNamed(this.allScenes, name);
  }

  /** Keeps how it is left. */
  async close(): Promise<void> {
    this.#session?.close();
    if (this.#played !== undefined) await this.#session?.keep(this.scene('session'));
  }

  get #names() {
    const { layouts, scales } = this.#played!.thread.named;
    return { layouts, scales, presets: this.presets };
  }

  #write(): void {
    this.allScenes.forEach((scene, place) => {
      writeScene(this.scenes, place, scene === undefined ? [] : sceneOrders(scene, this.#names));
    });
  }

  #tell(change: ReturnType<PlayedTuning['take']>): void {
    if (!change.ok) this.#played?.log.error(`${change.why}. ${change.remedy}`);
  }
}
