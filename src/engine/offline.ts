import { EXIT, Problem } from '../core/problem.ts';
import type { FluidSynth, SettingsPtr, SynthPtr } from '../ffi/libfluidsynth.ts';
import { FLUID_FAILED, openFluidSynth } from '../ffi/libfluidsynth.ts';
import type { EngineSettings } from './settings.ts';
import { makeSettings, tune } from './settings.ts';

/** FluidSynth works in steps of this many frames; what is asked for between two begins with the next. */
export const STEP_FRAMES = 64;

/** A FluidSynth without a driver: it renders when asked, the same every time. */
export class OfflineSynth {
  readonly fluidsynth: FluidSynth;
  readonly synth: SynthPtr;
  readonly #settings: SettingsPtr;
  readonly #samples = new Float32Array(STEP_FRAMES * 2);
  #open = true;

  /** Throws a Problem when FluidSynth is missing (exit 69) or refuses the font (65). */
  constructor(settings: EngineSettings, fontPath: string) {
    const opened = openFluidSynth();
    if (!opened.ok) {
      throw new Problem(opened.why, { remedy: opened.remedy, exit: EXIT.unavailable });
    }
    this.fluidsynth = opened.fluidsynth;
    this.#settings = makeSettings(this.fluidsynth, settings);
    const synth = this.fluidsynth.newSynth(this.#settings);
    if (synth === null)
      throw new Problem('FluidSynth makes no synthesiser', { exit: EXIT.internal });
    this.synth = synth;
    if (this.fluidsynth.loadFont(synth, fontPath, 1) === FLUID_FAILED) {
      this.close();
      throw new Problem('FluidSynth cannot load this SoundFont', {
        where: fontPath,
        remedy: 'Choose another: fw16-synth soundfonts lists them.',
        exit: EXIT.badData,
      });
    }
    tune(this.fluidsynth, synth, settings.tuningHz);
  }

  /** The next {@link STEP_FRAMES} frames, left and right in turn; overwritten by the next call. */
  step(): Float32Array {
    this.fluidsynth.writeFloat(this.synth, STEP_FRAMES, this.#samples, 0, 2, this.#samples, 1, 2);
    return this.#samples;
  }

  get activeVoices(): number {
    return this.fluidsynth.activeVoices(this.synth);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.fluidsynth.deleteSynth(this.synth);
    this.fluidsynth.deleteSettings(this.#settings);
  }
}
