import { EXIT, Problem } from '../core/problem.ts';
import { present } from '../ffi/check.ts';
import type { FluidSynth, FontPtr, SettingsPtr, SynthPtr } from '../ffi/libfluidsynth.ts';
import { openFluidSynth } from '../ffi/libfluidsynth.ts';
import type { RenderPtr, Shim } from '../ffi/shim.ts';
import { openShim } from '../ffi/shim.ts';
import type { AudioAnswer, Latency } from './audio-output.ts';
import { AudioOutput } from './audio-output.ts';
import type { DriverChoice } from './drivers.ts';
import { prepareDrivers } from './drivers.ts';
import { FontShelf } from './font-shelf.ts';
import type { Levels, Meter } from './meters.ts';
import { levels, meterIn, takePeakDb, takeRmsDb } from './meters.ts';
import type { EngineSettings } from './settings.ts';
import { linearGain, makeSettings, tune } from './settings.ts';
import { TAP_FRAMES, Tap } from './tap.ts';

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
  readonly #output: AudioOutput;
  #tap: Tap | undefined;
  readonly #shelf: FontShelf;
  #font: FontPtr | undefined;
  #open = true;

  /**
   * @param choice what {@link startAudio} will be asked for; libraries are loaded accordingly
   * @throws Problem (exit 69) when FluidSynth or our own C library is missing
   */
  constructor(settings: EngineSettings, choice: DriverChoice) {
    prepareDrivers(choice, settings.bufferSize, settings.sampleRate, process.env);
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
    this.#output = new AudioOutput({
      fluidsynth: this.fluidsynth,
      fluidSettings: this.#fluidSettings,
      settings,
      shim: this.#shim,
      render,
      meter: this.#meter,
    });
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
  startAudio(choice: DriverChoice, fileName: string): Promise<AudioAnswer> {
    return this.#output.start(choice, () => this.record(fileName));
  }

  /** What lies between the synthesiser and the sound server. */
  latency(): Latency {
    return this.#output.latency();
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
    this.#output.stop();
    this.#tap?.close();
    this.fluidsynth.deleteSynth(this.synth);
    this.#shelf.close();
    this.fluidsynth.deleteSettings(this.#fluidSettings);
    this.#shim.freeRender(this.#render);
  }
}
