import { EXIT, Problem } from '../core/problem.ts';
import { present } from '../ffi/check.ts';
import type {
  DriverPtr,
  FluidSynth,
  FontPtr,
  SettingsPtr,
  SynthPtr,
} from '../ffi/libfluidsynth.ts';
import { openFluidSynth } from '../ffi/libfluidsynth.ts';
import type { PacerPtr, RenderPtr, Shim } from '../ffi/shim.ts';
import { openShim } from '../ffi/shim.ts';
import type { Candidate, DriverChoice, Unfit } from './drivers.ts';
import { driversFor, prepareDrivers } from './drivers.ts';
import { FontShelf } from './font-shelf.ts';
import type { Levels, Meter } from './meters.ts';
import { levels, meterIn, takePeakDb, takeRmsDb } from './meters.ts';
import type { EngineSettings } from './settings.ts';
import { linearGain, makeSettings, tune } from './settings.ts';
import { TAP_FRAMES, Tap } from './tap.ts';

const HEARD_WITHIN_MS = 1000;
const LOOK_EVERY_MS = 2;

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
  | { readonly ok: false; readonly why: string; readonly remedy: string };

export type FontAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: string; readonly remedy: string };

/** What a channel plays, by the font's own words and numbers. */
export interface Sound {
  readonly name: string;
  readonly bank: number;
  readonly program: number;
}

/** A FluidSynth's life: settings, synthesiser, font, driver, and back in reverse order. */
export class Engine {
  readonly fluidsynth: FluidSynth;
  readonly synth: SynthPtr;
  readonly settings: EngineSettings;
  readonly #shim: Shim;
  readonly #fluidSettings: SettingsPtr;
  readonly #render: RenderPtr;
  readonly #meter: Meter;
  readonly #ring: Float32Array;
  #driver: DriverPtr | undefined;
  #pacer: PacerPtr | undefined;
  #tap: Tap | undefined;
  readonly #shelf: FontShelf;
  #font: FontPtr | undefined;
  #open = true;

  /**
   * @param choice what {@link startAudio} will be asked for; libraries are loaded accordingly
   * @throws Problem (exit 69) when FluidSynth or our own C library is missing
   */
  constructor(settings: EngineSettings, choice: DriverChoice) {
    prepareDrivers(choice, settings.bufferSize, settings.sampleRate);
    const opened = present(openFluidSynth());
    this.#shim = present(openShim()).shim;
    this.fluidsynth = opened.fluidsynth;
    this.settings = settings;
    this.#fluidSettings = makeSettings(this.fluidsynth, settings);
    const synth = this.fluidsynth.newSynth(this.#fluidSettings);
    if (synth === null)
      throw new Problem('FluidSynth makes no synthesiser', { exit: EXIT.internal });
    this.synth = synth;
    this.#shelf = new FontShelf(this.fluidsynth, this.#shim);
    tune(this.fluidsynth, synth, settings.tuningHz);
    const render = this.#shim.newRender(
      synth,
      this.fluidsynth.address('fluid_synth_process'),
      settings.sampleRate,
      settings.bufferSize,
      TAP_FRAMES,
    );
    if (render === null) throw new Problem('there is no memory', { exit: EXIT.internal });
    this.#render = render;
    this.#meter = meterIn(this.#shim.meterOf(render));
    this.#ring = this.#shim.tapOf(render, TAP_FRAMES);
  }

  /**
   * Has another font play. It is loaded beside the music: until it is, and if it cannot be, the one
   * before plays on, and what sounds by then ends as it began. Channels keep their bank and program.
   *
   * @param onProgress told a share of the file, 0 to 1, as it is read
   */
  async loadFont(path: string, onProgress?: (share: number) => void): Promise<FontAnswer> {
    const font = await this.#shelf.load(path, onProgress);
    if (font === null) {
      return {
        ok: false,
        why: `FluidSynth ${this.fluidsynth.version.join('.')} does not accept it`,
        remedy: 'Choose another: fw16-synth soundfonts lists them.',
      };
    }
    const { fluidsynth, synth } = this;
    const before = this.#font;
    this.#font = font;
    // First the new one, on top: a note in between finds one of the two.
    fluidsynth.addFont(synth, font);
    if (before !== undefined) {
      fluidsynth.removeFont(synth, before);
      void this.#shelf.discard(before);
    }
    return { ok: true };
  }

  /**
   * What a channel plays: undefined is nothing. FluidSynth takes another sound where the font lacks
   * the one that was chosen.
   */
  soundOf(channel: number): Sound | undefined {
    const { fluidsynth } = this;
    const preset = fluidsynth.channelPreset(this.synth, channel);
    if (preset === null) return undefined;
    return {
      name: fluidsynth.presetName(preset),
      bank: fluidsynth.presetBank(preset),
      program: fluidsynth.presetProgram(preset),
    };
  }

  /**
   * Starts the first driver that is heard from within a second. `file` renders at its own pace into
   * `fileName`, and so does `auto` where nothing else plays.
   */
  async startAudio(choice: DriverChoice, fileName: string): Promise<AudioAnswer> {
    const { candidates, unfit } = driversFor(
      choice,
      this.fluidsynth,
      this.#fluidSettings,
      process.env,
    );
    const passedOver = [...unfit];
    for (const candidate of candidates) {
      const failure = await this.#tryDriver(candidate);
      if (failure === undefined) {
        return { ok: true, audio: this.#audio(candidate.name, candidate.why), passedOver };
      }
      passedOver.push({ name: candidate.name, ...failure });
    }
    if (choice === 'auto' || choice === 'file') {
      this.#pacer = this.#shim.startPacer(this.#render) ?? undefined;
      this.record(fileName);
      await this.#heard();
      const why = choice === 'file' ? 'chosen' : 'nothing here plays sound';
      return { ok: true, audio: this.#audio('file', why), passedOver };
    }
    const [first] = passedOver;
    return {
      ok: false,
      why: `${choice}: ${first?.why ?? 'no such driver'}`,
      remedy: first?.remedy ?? 'Choose the driver auto.',
    };
  }

  /** Writes what is heard into a WAV too, until {@link close}. */
  record(path: string): void {
    this.#tap?.close();
    this.#tap = new Tap(path, this.settings.sampleRate, this.#meter, this.#ring);
  }

  /** The WAV that is being written, if one is. */
  get recordingPath(): string | undefined {
    return this.#tap?.path;
  }

  setGainDb(gainDb: number): void {
    this.fluidsynth.setGain(this.synth, linearGain(gainDb));
  }

  levels(): Levels {
    return levels(this.#meter);
  }

  /** The highest peak since the last look, in dBFS; -Infinity is silence. */
  takePeakDb(): number {
    return takePeakDb(this.#meter);
  }

  /** The mean level since the last look, in dBFS; -Infinity is silence. */
  takeRmsDb(): number {
    return takeRmsDb(this.#meter);
  }

  /** Every note into its release, at once: what is left to do when the play thread has died. */
  allNotesOff(): void {
    this.fluidsynth.allNotesOff(this.synth, -1);
  }

  /** Ends the sound, then the synthesiser. No other thread may play it any more. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#stopAudio();
    this.#tap?.close();
    this.fluidsynth.deleteSynth(this.synth);
    this.#shelf.close();
    this.fluidsynth.deleteSettings(this.#fluidSettings);
    this.#shim.freeRender(this.#render);
  }

  async #tryDriver(candidate: Candidate): Promise<{ why: string; remedy: string } | undefined> {
    const { fluidsynth } = this;
    fluidsynth.setString(this.#fluidSettings, 'audio.driver', candidate.driver);
    const driver = fluidsynth.newDriver2(this.#fluidSettings, this.#shim.render, this.#render);
    if (driver === null) {
      return { why: `${candidate.name} refuses a stream`, remedy: 'Look at its own log.' };
    }
    this.#driver = driver;
    if (await this.#heard()) return undefined;
    this.#stopAudio();
    return {
      why: `${candidate.name} asked for no sound within a second`,
      remedy: 'See whether it has an output, for instance with wpctl status.',
    };
  }

  async #heard(): Promise<boolean> {
    const before = this.levels().callbacks;
    const deadline = performance.now() + HEARD_WITHIN_MS;
    while (performance.now() < deadline) {
      if (this.levels().callbacks > before) return true;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return false;
  }

  #stopAudio(): void {
    if (this.#driver !== undefined) this.fluidsynth.deleteDriver(this.#driver);
    if (this.#pacer !== undefined) this.#shim.stopPacer(this.#pacer);
    this.#driver = undefined;
    this.#pacer = undefined;
  }

  #audio(driver: Audio['driver'], why: string): Audio {
    const { callbacks, frames } = this.levels();
    return {
      driver,
      why,
      sampleRate: this.settings.sampleRate,
      periodFrames: Math.round(frames / Math.max(1, callbacks)),
      periods: driver === 'alsa' || driver === 'pulseaudio' ? this.settings.periods : 1,
    };
  }
}
