import type { Config } from '../config/schema.ts';
import type { Log } from '../core/log.ts';
import { ORDER } from '../core/order.ts';
import type { Problem } from '../core/problem.ts';
import { seededRandom } from '../core/random.ts';
import type { Engine } from '../engine/engine.ts';
import type { ThreadFailure } from '../play/handle.ts';
import type { LastingThread } from '../play/lasting-thread.ts';
import { AudioRecovery } from './audio-recovery.ts';
import type { PlayedFont } from './font.ts';
import { Tally } from './tally.ts';
import { WantedFont } from './wanted-font.ts';

export interface RecoveredParts {
  readonly engine: Engine;
  readonly thread: LastingThread;
  readonly font: PlayedFont;
}

/** What looks after everything that can go away, and what it has had to do so far. */
export class Recovery {
  /** Parts that were started anew, by what had happened to them. */
  readonly restarts = new Tally();
  /** Keyboards that came back, by kind. */
  readonly reconnects = new Tally();
  readonly #config: () => Config;
  readonly #log: Log;
  #audio: AudioRecovery | undefined;
  #font: WantedFont | undefined;

  /** @param config the configuration as it is by then */
  constructor(config: () => Config, log: Log) {
    this.#config = config;
    this.#log = log;
  }

  /** False: what goes away is told of, and stays away. */
  get isEnabled(): boolean {
    return this.#config().production.errorRecoveryEnabled;
  }

  /** Looks after these until {@link close}. */
  begin({ engine, thread, font }: RecoveredParts): { audio: AudioRecovery; font: WantedFont } {
    const { audio } = this.#config();
    const common = {
      isEnabled: () => this.isEnabled,
      log: this.#log,
      onRestart: (reason: string) => this.restarts.add(reason),
      random: seededRandom(process.pid),
    };
    this.#audio = new AudioRecovery({
      ...common,
      engine,
      choice: audio.driver,
      letGo: () => thread.order(ORDER.letGo),
    });
    this.#font = new WantedFont(audio.soundfont, { ...common, font });
    return { audio: this.#audio, font: this.#font };
  }

  /** A play thread has failed, and another one plays on. */
  threadReplaced({ cause }: Problem, why: ThreadFailure): void {
    this.restarts.add(why);
    const detail = cause === undefined ? '' : ` (${cause})`;
    this.#log.error(
      `The play thread failed: ${why}${detail}. Another one plays on, set as before; every note has ended. If it happens again, report it with what you played.`,
      { reason: why },
    );
  }

  /** Why there is no sound; '' while there is. */
  get whySilent(): string {
    return this.#audio?.why ?? '';
  }

  /** How often it was tried to bring sound back so far. */
  get tries(): number {
    return this.#audio?.tries ?? 0;
  }

  close(): void {
    this.#audio?.close();
    this.#font?.close();
  }
}
