import type { Backoff } from '../core/backoff.ts';
import { waitMs } from '../core/backoff.ts';
import type { Log } from '../core/log.ts';
import type { Audio } from '../engine/audio-out.ts';
import type { DriverChoice } from '../engine/drivers.ts';
import { bringBack, serverSockets } from '../engine/drivers.ts';
import type { Engine } from '../engine/engine.ts';
import { PathWatch } from './path-watch.ts';

const LOOK_EVERY_MS = 100;
// A driver asks for sound every few milliseconds, the slowest twice a second.
const STILL_LEAST_MS = 500;
const STILL_PERIODS = 4;
const SINKS_EVERY_MS = 300;
// Sinks come and go in several steps.
const LOOKS_ASTRAY = 2;
const MOVES_MOST = 4;
const BACKOFF: Backoff = { firstMs: 50, mostMs: 1000 };
// While something plays, there is less of a hurry.
const TAKE_OVER_BACKOFF: Backoff = { firstMs: 50, mostMs: 2000 };
// What another driver takes meanwhile, such as the card, the server that comes back would lack.
const SAME_DRIVER_MS = 10_000;

export interface AudioRecoveryParts {
  readonly engine: Engine;
  readonly choice: DriverChoice;
  /** False: what is lost is told, and stays lost. */
  readonly isEnabled: () => boolean;
  /** Ends every note. */
  readonly letGo: () => void;
  readonly log: Log;
  /** Sound is back after this had happened. */
  readonly onRestart: (reason: string) => void;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/**
 * Brings sound back when its server went away, and brings it where it belongs when the server comes
 * only later. Meanwhile all goes on in silence.
 */
export class AudioRecovery {
  readonly #parts: AudioRecoveryParts;
  readonly #look: NodeJS.Timeout;
  readonly #watches: readonly PathWatch[];
  #callbacks = 0;
  #stillMs = 0;
  #sinceSinksMs = 0;
  /** Looks in a row that found sound going astray, and moves in a row that brought it nowhere. */
  #looksAstray = 0;
  #moves = 0;
  #isBusy = false;
  #open = true;
  /** While true, something better than what runs may come. */
  #makesDo: boolean;
  #takeOvers = 0;
  #takeOverAtMs = 0;
  #why = '';
  #tries = 0;
  #wake = (): void => {};

  constructor(parts: AudioRecoveryParts) {
    this.#parts = parts;
    this.#makesDo = parts.choice === 'auto' && parts.engine.out.audio?.driver === 'file';
    this.#look = setInterval(() => this.#lookAfter(), LOOK_EVERY_MS).unref();
    const sockets = serverSockets(process.env);
    this.#watches = sockets.map((path) => new PathWatch(path, () => this.#serverChanged()));
  }

  /** Why there is no sound; '' while there is. */
  get why(): string {
    return this.#why;
  }

  /** How often it was tried to bring sound back so far. */
  get tries(): number {
    return this.#tries;
  }

  /** Opens the way out again, as it has to be for settings that changed; notes sound on. */
  async reopen(): Promise<void> {
    const { out } = this.#parts.engine;
    // Where there is no sound, the next try goes by the new settings anyway.
    while (this.#isBusy && out.audio !== undefined) await passing(LOOK_EVERY_MS);
    await this.#inTurn(async () => {
      const before = out.audio;
      const answer = await out.reopen();
      if (before === undefined || answer === undefined || answer.ok) return;
      if (out.audio === undefined) await this.#recover(before);
      else this.#parts.log.error(`Sound goes on as it was: ${answer.why}. ${answer.remedy}`);
    });
  }

  close(): void {
    this.#open = false;
    clearInterval(this.#look);
    for (const watch of this.#watches) watch.close();
    this.#wake();
  }

  #lookAfter(): void {
    const { audio, callbacks } = this.#parts.engine.out;
    if (this.#isBusy) return;
    if (audio === undefined) {
      if (this.#parts.isEnabled()) void this.#inTurn(() => this.#findSound());
      return;
    }
    if (this.#makesDo && performance.now() >= this.#takeOverAtMs && this.#parts.isEnabled()) {
      void this.#inTurn(() => this.#takeOver());
      return;
    }
    if (audio.driver === 'file') return;
    this.#stillMs = callbacks === this.#callbacks ? this.#stillMs + LOOK_EVERY_MS : 0;
    this.#callbacks = callbacks;
    if (this.#stillMs >= stillMs(this.#parts.engine)) void this.#inTurn(() => this.#recover(audio));
    else this.#followSink();
  }

  /** The default sink has changed, or ours is gone: sound moves there, once that is sure. */
  #followSink(): void {
    this.#sinceSinksMs += LOOK_EVERY_MS;
    // What does not ask for sound may hang, and whoever asks it with it.
    if (this.#sinceSinksMs < SINKS_EVERY_MS || this.#stillMs > 0) return;
    this.#sinceSinksMs = 0;
    const isAstray = this.#parts.engine.out.look();
    if (!isAstray || !this.#parts.isEnabled()) {
      this.#moves = 0;
      this.#looksAstray = 0;
      return;
    }
    this.#looksAstray++;
    if (this.#looksAstray < LOOKS_ASTRAY * 2 ** this.#moves) return;
    this.#looksAstray = 0;
    this.#moves = Math.min(MOVES_MOST, this.#moves + 1);
    void this.#inTurn(async () => {
      const answer = await this.#parts.engine.out.reopen();
      if (answer?.ok) this.#parts.log.info('Sound moves to the output that is the default now.');
    });
  }

  async #recover({ driver }: Audio): Promise<void> {
    const { engine, log, letGo } = this.#parts;
    const lostMs = performance.now();
    this.#why = `${driver} asks for no sound any more`;
    letGo();
    await engine.out.fallSilent();
    if (!this.#parts.isEnabled()) {
      log.error(
        `${this.#why}. Start fw16-synth again to hear it: production.error_recovery_enabled is off.`,
        { driver },
      );
      return;
    }
    log.warn(
      `${this.#why}; it is tried again every second. If it stays away: ${bringBack(driver)}`,
      { driver },
    );
    await this.#tryUntilHeard(driver, lostMs);
    if (engine.out.audio === undefined) return;
    const seconds = (performance.now() - lostMs) / 1000;
    this.#parts.onRestart('no callback');
    log.info(`Sound is back through ${engine.out.audio.driver} after ${seconds.toFixed(1)} s.`, {
      driver: engine.out.audio.driver,
      seconds,
    });
  }

  /** There has been no sound so far, or nothing was to be done about its loss. */
  async #findSound(): Promise<void> {
    const { engine, choice, log } = this.#parts;
    await this.#tryUntilHeard(choice, Number.NEGATIVE_INFINITY);
    const { audio } = engine.out;
    if (audio === undefined) return;
    log.info(`Sound goes through ${audio.driver} now.`, { driver: audio.driver });
  }

  /** @param wanted the driver that is tried alone at first, so that no other takes its card */
  async #tryUntilHeard(wanted: DriverChoice, lostMs: number): Promise<void> {
    const { engine, choice, log, random } = this.#parts;
    for (let tries = 0; this.#open; tries++) {
      this.#tries++;
      const same = performance.now() - lostMs < SAME_DRIVER_MS;
      const answer = await engine.out.open(same ? wanted : choice);
      if (answer.ok) {
        this.#why = '';
        this.#makesDo = choice === 'auto' && answer.audio.driver !== wanted;
        return;
      }
      if (!same && answer.why !== this.#why) {
        this.#why = answer.why;
        log.error(`There is no sound: ${answer.why}. ${answer.remedy}`, { driver: wanted });
      }
      await this.#pause(waitMs(BACKOFF, tries, random));
    }
  }

  #serverChanged(): void {
    this.#wake();
    this.#takeOvers = 0;
    this.#takeOverAtMs = 0;
  }

  /** A better driver plays from now on, if its server has come, and its outputs. */
  async #takeOver(): Promise<void> {
    const { engine, choice, log, random } = this.#parts;
    const answer = await engine.out.openBetter(choice);
    if (!answer.ok) {
      this.#takeOverAtMs = performance.now() + waitMs(TAKE_OVER_BACKOFF, this.#takeOvers++, random);
      return;
    }
    this.#makesDo = false;
    const file = engine.endRecording();
    const written = file === undefined ? '' : ` ${file} holds what was played until now.`;
    log.info(`Sound goes through ${answer.audio.driver} now.${written}`, {
      driver: answer.audio.driver,
    });
  }

  /** One thing at a time; what comes while another is under way is left out. */
  async #inTurn(work: () => Promise<void>): Promise<void> {
    if (this.#isBusy || !this.#open) return;
    this.#isBusy = true;
    try {
      await work();
    } catch (error) {
      this.#parts.log.error(`The sound could not be brought back: ${error}`);
    }
    this.#stillMs = 0;
    this.#isBusy = false;
  }

  /** Until the time is over, or a server comes. */
  #pause(ms: number): Promise<void> {
    if (!this.#open) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function passing(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function stillMs({ out, settings }: Engine): number {
  const periodMs = (1000 * (out.route?.periodFrames ?? 0)) / settings.sampleRate;
  return Math.max(STILL_LEAST_MS, STILL_PERIODS * periodMs);
}
