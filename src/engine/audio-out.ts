import type { FluidSynth, SettingsPtr } from '../ffi/libfluidsynth.ts';
import type { RenderPtr, Shim } from '../ffi/shim.ts';
import type { Candidate, DriverChoice, Unfit } from './drivers.ts';
import { BEST_FIRST, bringBack, driversFor, SEE_OUTPUTS } from './drivers.ts';
import type { Route } from './latency.ts';
import { routeOf } from './latency.ts';
import type { EngineSettings } from './settings.ts';
import { SinkWatch } from './sink-watch.ts';
import type { Refusal } from './ways.ts';
import { Ways } from './ways.ts';

const ANSWER_WITHIN_MS = 3000;
const START_JACK = 'Start one, for instance jackd -d alsa.';

/** The way out that runs. */
export interface Audio {
  readonly driver: Exclude<DriverChoice, 'auto'>;
  readonly why: string;
  readonly sampleRate: number;
}

export type AudioAnswer =
  | { readonly ok: true; readonly audio: Audio; readonly passedOver: readonly Unfit[] }
  | {
      readonly ok: false;
      readonly why: string;
      readonly remedy: string;
      readonly passedOver: readonly Unfit[];
    };

export interface AudioOutParts {
  readonly fluidsynth: FluidSynth;
  readonly shim: Shim;
  /** Drivers are made from these. */
  readonly made: SettingsPtr;
  readonly render: RenderPtr;
  readonly settings: () => EngineSettings;
}

function rankOf({ name }: Unfit): number {
  return BEST_FIRST.indexOf(name);
}

/** Where the sound goes: which driver, why, and which one after it. */
export class AudioOut {
  readonly #parts: AudioOutParts;
  readonly #ways: Ways;
  #audio: Audio | undefined;
  /** The driver that is heard; undefined while nothing but a clock renders. */
  #heard: Candidate | undefined;
  #sinks: SinkWatch | undefined;

  constructor(parts: AudioOutParts) {
    this.#parts = parts;
    this.#ways = new Ways(parts.fluidsynth, parts.shim, parts.made, parts.render);
  }

  /** What sound goes through; undefined while there is none. */
  get audio(): Audio | undefined {
    return this.#audio;
  }

  /** Callbacks of what runs: they stand still when its server does. */
  get callbacks(): number {
    return this.#ways.callbacks;
  }

  /** How sound leaves just now, and what it waits for; undefined while there is none. */
  get route(): Route | undefined {
    const { calls } = this.#ways;
    if (this.#audio === undefined || calls === undefined) return undefined;
    const driver = this.#heard?.driver ?? 'file';
    const destination = driver === 'jack' ? this.#sinks?.destination : undefined;
    return routeOf({ driver, calls, settings: this.#parts.settings(), destination });
  }

  /**
   * Looks where sound goes, which {@link route} then tells; true when it is not where it belongs, to
   * {@link reopen} it mends that. Only while {@link callbacks} moves on: a server that hangs may keep
   * whoever asks it waiting.
   */
  look(): boolean {
    const { name, driver } = this.#heard ?? {};
    const isElsewhere = driver === 'jack' && this.#sinks?.look() === true;
    // Through JACK it goes where people connect it.
    return isElsewhere && name === 'pipewire';
  }

  /**
   * Starts the first driver of the choice that is heard from, in place of what runs; while there is
   * none, that goes on.
   */
  open(choice: DriverChoice): Promise<AudioAnswer> {
    return this.#open(choice, Number.POSITIVE_INFINITY);
  }

  /** The same, of the drivers that the choice prefers to the one that runs. */
  openBetter(choice: DriverChoice): Promise<AudioAnswer> {
    const { candidates } = this.#candidates(choice);
    const rank = candidates.findIndex(({ name }) => name === this.#audio?.driver);
    return this.#open(choice, rank < 0 ? Number.POSITIVE_INFINITY : rank);
  }

  /** Opens what runs again, beside itself, or after it where there is room for one alone. */
  async reopen(): Promise<AudioAnswer | undefined> {
    const before = this.#audio;
    if (before === undefined) return undefined;
    if (before.driver === 'file') {
      return { ok: true, audio: await this.pace(before.why), passedOver: [] };
    }
    if (before.driver === 'alsa') {
      await this.fallSilent();
      await this.#ways.settled('alsa');
    }
    return await this.open(before.driver);
  }

  /** Renders by the clock, for a file. */
  async pace(why: string): Promise<Audio> {
    this.#heard = undefined;
    this.#stopWatching();
    await this.#ways.pace();
    return this.#runs('file', why);
  }

  /** Gives the driver up and plays on into nothing, at the same pace. */
  async fallSilent(): Promise<void> {
    this.#audio = undefined;
    this.#heard = undefined;
    this.#stopWatching();
    await this.#ways.pace();
  }

  /**
   * Ends all sound.
   *
   * @returns false when a driver hangs: what it was made from has to stay until the process ends
   */
  close(): boolean {
    this.#audio = undefined;
    this.#stopWatching();
    return this.#ways.close();
  }

  async #open(choice: DriverChoice, most: number): Promise<AudioAnswer> {
    const { candidates, unfit } = this.#candidates(choice);
    const passedOver = [...unfit];
    for (const candidate of candidates.slice(0, most)) {
      const { name, driver, why } = candidate;
      const barred = driver === 'jack' ? await this.#enterJack(name) : undefined;
      const refusal = barred ?? (await this.#ways.play(candidate));
      if (refusal === undefined) {
        this.#heard = candidate;
        if (driver === 'jack') await this.#sinks?.settle();
        else this.#stopWatching();
        return { ok: true, audio: this.#runs(name, why), passedOver };
      }
      passedOver.push({ name, ...refusal });
    }
    passedOver.sort((one, other) => rankOf(one) - rankOf(other));
    const [first = { why: 'no such driver', remedy: 'Choose the driver auto.' }] = passedOver;
    return {
      ok: false,
      why: choice === 'auto' ? first.why : `${choice}: ${first.why}`,
      remedy: first.remedy,
      passedOver,
    };
  }

  #candidates(choice: DriverChoice): ReturnType<typeof driversFor> {
    const { fluidsynth, made } = this.#parts;
    return driversFor(choice, fluidsynth, made, process.env);
  }

  #runs(driver: Audio['driver'], why: string): Audio {
    const { sampleRate } = this.#parts.settings();
    const audio: Audio = { driver, why, sampleRate };
    this.#audio = audio;
    return audio;
  }

  /**
   * Has somebody watch where JACK takes the sound. JACK calls whoever is there, heard or not: a
   * PipeWire that has no output is refused here.
   */
  async #enterJack(name: Candidate['name']): Promise<Refusal | undefined> {
    this.#sinks ??= new SinkWatch(this.#parts.shim);
    const entered = await this.#sinks.entered(ANSWER_WITHIN_MS);
    if (entered === undefined) {
      return { why: `${name} does not answer`, remedy: `To mend it: ${bringBack(name)}` };
    }
    if (entered && (name === 'jack' || this.#sinks?.hasSink)) return undefined;
    // What plays there already is watched on.
    if (this.#heard?.driver !== 'jack') this.#stopWatching();
    if (entered) return { why: `${name} has no output to play into`, remedy: SEE_OUTPUTS };
    if (name === 'jack') return { why: 'no JACK answers', remedy: START_JACK };
    return { why: `${name} refuses a stream`, remedy: 'Look at its own log.' };
  }

  #stopWatching(): void {
    this.#sinks?.close();
    this.#sinks = undefined;
  }
}
