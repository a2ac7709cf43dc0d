import { EXIT, Problem } from '../core/problem.ts';
import type { FluidSynth, FontPtr, SettingsPtr, SynthPtr } from '../ffi/libfluidsynth.ts';
import { openFluidSynth } from '../ffi/libfluidsynth.ts';
import { silenceJack } from '../ffi/libjack.ts';
import type { RenderPtr, Shim } from '../ffi/shim.ts';
import { openShim } from '../ffi/shim.ts';
import { Aside } from './aside.ts';
import type { Audio } from './audio-out.ts';
import { AudioOut } from './audio-out.ts';
import type { DriverChoice, Unfit } from './drivers.ts';
import { driversFor, prepareDrivers } from './drivers.ts';
import { FontShelf } from './font-shelf.ts';
import type { Levels, Meter } from './meters.ts';
import { levels, meterIn, takePeakDb } from './meters.ts';
import type { EngineSettings } from './settings.ts';
import { linearGain, makeSettings, tune } from './settings.ts';
import { TAP_FRAMES, Tap } from './tap.ts';

const SILENT_WITHIN_MS = 500;

export type AudioAnswer =
  | { readonly ok: true; readonly audio: Audio; readonly passedOver: readonly Unfit[] }
  | {
      readonly ok: false;
      readonly why: string;
      readonly remedy: string;
      readonly passedOver: readonly Unfit[];
    };

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
  readonly #out: AudioOut;
  #audio: Audio | undefined;
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
    silenceJack(this.#shim.quiet);
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
    this.#out = new AudioOut(this.fluidsynth, this.#shim, this.#fluidSettings, render);
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
    const answer = await this.openAudio(choice);
    if (answer.ok || (choice !== 'auto' && choice !== 'file')) return answer;
    this.record(fileName);
    await this.#out.pace();
    const why = choice === 'file' ? 'chosen' : 'nothing here plays sound';
    this.#audio = this.#running('file', why);
    return { ok: true, audio: this.#audio, passedOver: answer.passedOver };
  }

  /**
   * Starts the first driver of the choice that is heard from, in place of what runs; while there is
   * none, that goes on.
   */
  openAudio(choice: DriverChoice): Promise<AudioAnswer> {
    return this.#openAudio(choice, Number.POSITIVE_INFINITY);
  }

  /** The same, of the drivers that the choice prefers to the one that runs. */
  openBetterAudio(choice: DriverChoice): Promise<AudioAnswer> {
    const rank = this.#candidates(choice).candidates.findIndex(
      ({ name }) => name === this.#audio?.driver,
    );
    return this.#openAudio(choice, rank < 0 ? Number.POSITIVE_INFINITY : rank);
  }

  async #openAudio(choice: DriverChoice, most: number): Promise<AudioAnswer> {
    const { candidates, unfit } = this.#candidates(choice);
    const passedOver = [...unfit];
    for (const candidate of candidates.slice(0, most)) {
      const refusal = await this.#out.play(candidate);
      if (refusal === undefined) {
        this.#audio = this.#running(candidate.name, candidate.why);
        return { ok: true, audio: this.#audio, passedOver };
      }
      passedOver.push({ name: candidate.name, ...refusal });
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
    return driversFor(choice, this.fluidsynth, this.#fluidSettings, process.env);
  }

  /** Gives the driver up and plays on into nothing, at the same pace. */
  async fallSilent(): Promise<void> {
    this.#audio = undefined;
    await this.#out.pace();
  }

  /** What sound goes through; undefined while there is none. */
  get audio(): Audio | undefined {
    return this.#audio;
  }

  /** Callbacks of the driver that runs: they stand still when its server does. */
  get callbacks(): number {
    return this.#out.callbacks;
  }

  /** Looks whether sound goes where it belongs no more; to open its driver again mends that. */
  get isAstray(): boolean {
    return this.#out.isAstray;
  }

  /** Writes what is heard into a WAV too, until {@link endRecording} or {@link close}. */
  record(path: string): void {
    this.#tap?.close();
    this.#tap = new Tap(path, this.settings.sampleRate, this.#meter, this.#ring);
  }

  /** Ends the WAV that is being written and answers its path, if one is. */
  endRecording(): string | undefined {
    const path = this.#tap?.path;
    this.#tap?.close();
    this.#tap = undefined;
    return path;
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

  /**
   * Every note into its release and every pedal up: what is left to do when the play thread has died.
   *
   * @returns false when a thread that hangs in FluidSynth keeps everybody out of it
   */
  async silence(): Promise<boolean> {
    const { fluidsynth, synth } = this;
    const [call, control] = ['fluid_synth_all_notes_off', 'fluid_synth_cc'] as const;
    const silencing = new Aside(
      this.#shim,
      this.#shim.notesOff(fluidsynth.address(call), fluidsynth.address(control), synth),
    );
    return await silencing.comesBack(SILENT_WITHIN_MS);
  }

  /**
   * Ends the sound, then the synthesiser.
   *
   * @param isPlayed whether another thread may be in a call to the synthesiser for ever: then it
   *   stays until the process ends
   */
  close(isPlayed = false): void {
    if (!this.#open) return;
    this.#open = false;
    this.#audio = undefined;
    const ended = this.#out.close();
    this.#tap?.close();
    if (isPlayed) return;
    this.fluidsynth.deleteSynth(this.synth);
    this.#shelf.close();
    if (!ended) return;
    this.fluidsynth.deleteSettings(this.#fluidSettings);
    this.#shim.freeRender(this.#render);
  }

  #running(driver: Audio['driver'], why: string): Audio {
    return {
      driver,
      why,
      sampleRate: this.settings.sampleRate,
      periodFrames: this.#out.periodFrames,
      periods: driver === 'alsa' || driver === 'pulseaudio' ? this.settings.periods : 1,
    };
  }
}

function present<T extends { readonly ok: true }>(
  opened: T | { readonly ok: false; readonly why: string; readonly remedy: string },
): T {
  if (opened.ok) return opened;
  throw new Problem(opened.why, { remedy: opened.remedy, exit: EXIT.unavailable });
}
