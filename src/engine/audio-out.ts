import type { FluidSynth, SettingsPtr } from '../ffi/libfluidsynth.ts';
import type { RenderPtr, Shim } from '../ffi/shim.ts';
import type { DriverChoice, Unfit } from './drivers.ts';
import { driversFor } from './drivers.ts';
import type { EngineSettings } from './settings.ts';
import { SinkWatch } from './sink-watch.ts';
import { Ways } from './ways.ts';

/** The way out that runs. */
export interface Audio {
  readonly driver: Exclude<DriverChoice, 'auto'>;
  readonly why: string;
  readonly sampleRate: number;
  /** Frames of a callback, as the first ones had them. */
  readonly periodFrames: number;
  readonly periods: number;
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

/** Where the sound goes: which driver, why, and which one after it. */
export class AudioOut {
  readonly #parts: AudioOutParts;
  readonly #ways: Ways;
  #audio: Audio | undefined;
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

  /** Looks whether sound goes where it belongs no more; to {@link reopen} it mends that. */
  get isAstray(): boolean {
    return this.#sinks?.look() ?? false;
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
    await this.#ways.pace();
    return this.#runs('file', why);
  }

  /** Gives the driver up and plays on into nothing, at the same pace. */
  async fallSilent(): Promise<void> {
    this.#audio = undefined;
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
      const refusal = await this.#ways.play(candidate);
      if (refusal === undefined) {
        this.#watchSinks(name === 'pipewire' && driver === 'jack');
        return { ok: true, audio: this.#runs(name, why), passedOver };
      }
      passedOver.push({ name, ...refusal });
    }
    const [first] = passedOver;
    return {
      ok: false,
      why: `${choice}: ${first?.why ?? 'no such driver'}`,
      remedy: first?.remedy ?? 'Choose the driver auto.',
      passedOver,
    };
  }

  #candidates(choice: DriverChoice): ReturnType<typeof driversFor> {
    const { fluidsynth, made } = this.#parts;
    return driversFor(choice, fluidsynth, made, process.env);
  }

  #runs(driver: Audio['driver'], why: string): Audio {
    const { sampleRate, periods } = this.#parts.settings();
    const audio: Audio = {
      driver,
      why,
      sampleRate,
      periodFrames: this.#ways.periodFrames,
      periods: driver === 'alsa' || driver === 'pulseaudio' ? periods : 1,
    };
    this.#audio = audio;
    return audio;
  }

  #watchSinks(isNeeded: boolean): void {
    if (!isNeeded) {
      this.#stopWatching();
      return;
    }
    this.#sinks ??= new SinkWatch(this.#parts.shim);
    this.#sinks.forget();
  }

  #stopWatching(): void {
    this.#sinks?.close();
    this.#sinks = undefined;
  }
}
