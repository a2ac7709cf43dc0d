import { EXIT, Problem } from '../core/problem.ts';
import { present } from '../ffi/check.ts';
import type { FluidSynth, FontPtr, SettingsPtr, SynthPtr } from '../ffi/libfluidsynth.ts';
import { openFluidSynth } from '../ffi/libfluidsynth.ts';
import { silenceJack } from '../ffi/libjack.ts';
import type { RenderPtr, Shim } from '../ffi/shim.ts';
import { openShim } from '../ffi/shim.ts';
import { Aside } from './aside.ts';
import type { AudioAnswer } from './audio-out.ts';
import { AudioOut } from './audio-out.ts';
import type { DriverChoice } from './drivers.ts';
import { askForPeriod, prepareDrivers } from './drivers.ts';
import { Ear } from './ear.ts';
import { FontShelf } from './font-shelf.ts';
import type { LevelReader, Levels, Meter } from './meters.ts';
import { decibels, levels, meterIn, setPeriod, takePeak, takeRms } from './meters.ts';
import { setModulators } from './modulators.ts';
import type { EngineSettings } from './settings.ts';
import { linearGain, makeSettings, retune, setBuffer, tune } from './settings.ts';
import { TAP_FRAMES, Tap } from './tap.ts';

const SILENT_WITHIN_MS = 500;

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
  readonly out: AudioOut;
  #settings: EngineSettings;
  readonly #shim: Shim;
  readonly #fluidSettings: SettingsPtr;
  readonly #render: RenderPtr;
  readonly #meter: Meter;
  readonly #ring: Float32Array;
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
    silenceJack(this.#shim.quiet);
    this.fluidsynth = opened.fluidsynth;
    this.#settings = settings;
    this.#fluidSettings = makeSettings(this.fluidsynth, settings);
    const synth = this.fluidsynth.newSynth(this.#fluidSettings);
    if (synth === null)
      throw new Problem('FluidSynth makes no synthesiser', { exit: EXIT.internal });
    this.synth = synth;
    this.#shelf = new FontShelf(this.fluidsynth, this.#shim);
    setModulators(this.fluidsynth, synth);
    tune(this.fluidsynth, synth, settings);
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
    this.out = new AudioOut({
      fluidsynth: this.fluidsynth,
      shim: this.#shim,
      made: this.#fluidSettings,
      render,
      settings: () => this.#settings,
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
   * `fileName`, and so does `auto` where nothing else plays: unless `unheard` is `silence`, which
   * plays into nothing then.
   */
  async startAudio(
    choice: DriverChoice,
    fileName: string,
    unheard: 'file' | 'silence' = 'file',
  ): Promise<AudioAnswer> {
    const answer = await this.out.open(choice);
    if (answer.ok || (choice !== 'auto' && choice !== 'file')) return answer;
    if (choice === 'auto' && unheard === 'silence') {
      await this.out.fallSilent();
      return answer;
    }
    this.record(fileName);
    const why = choice === 'file' ? 'chosen' : 'nothing here plays sound';
    return { ok: true, audio: await this.out.pace(why), passedOver: answer.passedOver };
  }

  /**
   * Writes what is heard into a WAV too, until {@link endRecording} or {@link close}.
   *
   * @param onFailure told once that no more can be written
   */
  record(path: string, onFailure?: (problem: Problem) => void): void {
    this.#tap?.close();
    this.#tap = new Tap(path, this.settings.sampleRate, this.#meter, this.#ring, onFailure);
  }

  /** Ends the WAV that is being written and answers its path, if one is. */
  endRecording(): string | undefined {
    const path = this.#tap?.path;
    this.#tap?.close();
    this.#tap = undefined;
    return path;
  }

  /** Hears what is rendered from now on, beside a WAV that is being written. */
  ear(seconds: number): Ear {
    const { sampleRate } = this.settings;
    return new Ear(sampleRate, seconds, this.#meter, this.#ring, this.#tap === undefined);
  }

  /** The WAV that is being written, if one is. */
  get recordingPath(): string | undefined {
    return this.#tap?.path;
  }

  /** What it goes by now. */
  get settings(): EngineSettings {
    return this.#settings;
  }

  /**
   * Changes what can change while it plays, which is all but the sample rate, and the tuning: that is
   * {@link tune}'s. Notes sound on.
   *
   * @returns whether the way out has to be opened again for it
   */
  change(settings: EngineSettings): boolean {
    const { fluidsynth, synth } = this;
    const before = this.#settings;
    this.#settings = { ...settings, sampleRate: before.sampleRate };
    const { gainDb, reverb, chorus, polyphony, bufferSize, periods } = settings;
    if (gainDb !== before.gainDb) fluidsynth.setGain(synth, linearGain(gainDb));
    if (reverb !== before.reverb) fluidsynth.reverbOn(synth, reverb);
    if (chorus !== before.chorus) fluidsynth.chorusOn(synth, chorus);
    if (polyphony !== before.polyphony) fluidsynth.setPolyphony(synth, polyphony);
    if (bufferSize === before.bufferSize && periods === before.periods) return false;
    setBuffer(fluidsynth, this.#fluidSettings, settings);
    setPeriod(this.#meter, bufferSize);
    askForPeriod(bufferSize, before.sampleRate);
    return true;
  }

  /** Gives each of the 128 notes its cents; one that sounds keeps its pitch. */
  tune(cents: Float64Array): void {
    retune(this.fluidsynth, this.synth, cents);
  }

  levels(): Levels {
    return levels(this.#meter);
  }

  /** The highest peak since this reader's last look, in dBFS; -Infinity is silence. */
  takePeakDb(reader: LevelReader): number {
    return decibels(takePeak(this.#meter, reader));
  }

  /** The mean level since the last look, in dBFS; -Infinity is silence. */
  takeRmsDb(): number {
    return decibels(takeRms(this.#meter, 'status'));
  }

  /** Both since the last measurement, linear: 1 is full scale. */
  takeLevels(): { readonly peak: number; readonly rms: number } {
    return {
      peak: takePeak(this.#meter, 'measurements'),
      rms: takeRms(this.#meter, 'measurements'),
    };
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
    const ended = this.out.close();
    this.#tap?.close();
    if (isPlayed) return;
    this.fluidsynth.deleteSynth(this.synth);
    this.#shelf.close();
    if (!ended) return;
    this.fluidsynth.deleteSettings(this.#fluidSettings);
    this.#shim.freeRender(this.#render);
  }
}
