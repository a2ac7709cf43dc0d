import type { DriverPtr, FluidSynth, SettingsPtr } from '../ffi/libfluidsynth.ts';
import { jackConnections } from '../ffi/libjack.ts';
import type { PacerPtr, RenderPtr, Shim } from '../ffi/shim.ts';
import { WAY } from '../ffi/shim.ts';
import type { Candidate, DriverChoice, Unfit } from './drivers.ts';
import { driversFor } from './drivers.ts';
import type { Meter } from './meters.ts';
import { levels } from './meters.ts';
import type { EngineSettings } from './settings.ts';
import { JACK_NAME } from './settings.ts';

const HEARD_WITHIN_MS = 1000;
const LOOK_EVERY_MS = 2;
// A second one gets a number.
const CLIENTS = `${JACK_NAME}(-[0-9]+)?`;

/** The way out that runs. */
export interface Audio {
  readonly driver: Exclude<DriverChoice, 'auto'>;
  readonly why: string;
  readonly sampleRate: number;
  /** What plays it, by the server's name for it; undefined where that cannot be asked. */
  readonly into: string | undefined;
}

/** What lies between the synthesiser and the server, as measured. */
export interface Latency {
  /** Frames that the way out asks for at once. */
  readonly periodFrames: number;
  /** How many of these it keeps. */
  readonly periods: number;
  readonly bufferMs: number;
  /** Whether the server may keep more than that, and does not tell. */
  readonly isLeast: boolean;
}

export type AudioAnswer =
  | { readonly ok: true; readonly audio: Audio; readonly passedOver: readonly Unfit[] }
  | { readonly ok: false; readonly why: string; readonly remedy: string };

type Tried =
  | { readonly ok: true; readonly why: string; readonly into: string | undefined }
  | { readonly ok: false; readonly why: string; readonly remedy: string };

export interface OutputParts {
  readonly fluidsynth: FluidSynth;
  readonly fluidSettings: SettingsPtr;
  readonly settings: EngineSettings;
  readonly shim: Shim;
  readonly render: RenderPtr;
  readonly meter: Meter;
}

/** What calls for sound: a FluidSynth driver, or a clock of ours where there is no server. */
export class AudioOutput {
  readonly #parts: OutputParts;
  #driver: DriverPtr | undefined;
  #pacer: PacerPtr | undefined;
  #runs: Audio['driver'] | undefined;
  #stopped = false;

  constructor(parts: OutputParts) {
    this.#parts = parts;
  }

  /**
   * Starts the first driver that is heard from within a second. `file` renders at its own pace, and
   * so does `auto` where nothing else plays.
   *
   * @param toFile called before that, to put it into a file
   */
  async start(choice: DriverChoice, toFile: () => void): Promise<AudioAnswer> {
    const { fluidsynth, fluidSettings, settings } = this.#parts;
    const { candidates, unfit } = driversFor(choice, fluidsynth, fluidSettings, process.env);
    const passedOver = [...unfit];
    const { sampleRate } = settings;
    for (const candidate of candidates) {
      if (this.#stopped) break;
      const { name } = candidate;
      const tried = await this.#try(candidate);
      if (tried.ok) {
        this.#runs = name;
        const { why, into } = tried;
        return { ok: true, audio: { driver: name, why, sampleRate, into }, passedOver };
      }
      passedOver.push({ name, ...tried });
    }
    if (!this.#stopped && (choice === 'auto' || choice === 'file')) {
      toFile();
      await this.#pace();
      const why = choice === 'file' ? 'chosen' : 'nothing here plays sound';
      return { ok: true, audio: { driver: 'file', why, sampleRate, into: undefined }, passedOver };
    }
    const [first] = passedOver;
    return {
      ok: false,
      why: `${choice}: ${first?.why ?? 'no such driver'}`,
      remedy: first?.remedy ?? 'Choose the driver auto.',
    };
  }

  latency(): Latency {
    const { meter, settings } = this.#parts;
    const { turnFrames, aheadMs } = levels(meter);
    const periodFrames = turnFrames > 0 ? turnFrames : settings.bufferSize;
    const periods = this.#runs === 'alsa' ? settings.periods : 1;
    return {
      periodFrames,
      periods,
      bufferMs: Math.max((1000 * periodFrames * periods) / settings.sampleRate, aheadMs),
      isLeast: this.#runs === 'pulseaudio' || this.#runs === 'alsa',
    };
  }

  stop(): void {
    this.#stopped = true;
    this.#end();
  }

  async #try({ name, driver, why }: Candidate): Promise<Tried> {
    const { fluidsynth, fluidSettings, shim, render } = this.#parts;
    const isPushed = driver === 'pulseaudio' || driver === 'alsa';
    shim.beginRender(render, isPushed ? WAY.pushed : WAY.pulled);
    fluidsynth.setString(fluidSettings, 'audio.driver', driver);
    const made = fluidsynth.newDriver2(fluidSettings, shim.render, render);
    if (made === null) {
      const remedy = 'Look at its own log, or choose the driver auto.';
      return { ok: false, why: `${name} refuses a stream`, remedy };
    }
    this.#driver = made;
    const output = 'See whether it has an output, for instance with wpctl status.';
    if (!(await this.#heard())) {
      this.#end();
      return { ok: false, why: `${name} asked for no sound within a second`, remedy: output };
    }
    const connected = driver === 'jack' ? jackConnections(`${JACK_NAME}-look`, CLIENTS) : undefined;
    // JACK calls whoever is there, heard or not.
    if (connected?.length === 0 && name === 'pipewire') {
      this.#end();
      return { ok: false, why: 'pipewire has no output to play into', remedy: output };
    }
    const into = connected?.[0]?.replace(/:[^:]*$/, '');
    return { ok: true, why: connected?.length === 0 ? `${why}; connected to nothing` : why, into };
  }

  async #pace(): Promise<void> {
    const { shim, render } = this.#parts;
    shim.beginRender(render, WAY.unhurried);
    this.#pacer = shim.startPacer(render) ?? undefined;
    this.#runs = 'file';
    await this.#heard();
  }

  async #heard(): Promise<boolean> {
    const { meter } = this.#parts;
    const before = levels(meter).callbacks;
    const deadline = performance.now() + HEARD_WITHIN_MS;
    while (performance.now() < deadline && !this.#stopped) {
      if (levels(meter).callbacks > before) return true;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return false;
  }

  #end(): void {
    const { fluidsynth, shim } = this.#parts;
    if (this.#driver !== undefined) fluidsynth.deleteDriver(this.#driver);
    if (this.#pacer !== undefined) shim.stopPacer(this.#pacer);
    this.#driver = undefined;
    this.#pacer = undefined;
  }
}
