import { EXIT, Problem } from '../core/problem.ts';
import { present } from '../ffi/check.ts';
import type { FluidSynth, SettingsPtr, SynthPtr } from '../ffi/libfluidsynth.ts';
import { openFluidSynth } from '../ffi/libfluidsynth.ts';
import { openShim } from '../ffi/shim.ts';
import { FontShelf } from './font-shelf.ts';
import { setModulators } from './modulators.ts';
import type { EngineSettings } from './settings.ts';
import { makeSettings, tune } from './settings.ts';

/** FluidSynth works in steps of this many frames; what is asked for between two begins with the next. */
export const STEP_FRAMES = 64;

/** A FluidSynth without a driver: it renders when asked, the same every time. */
export class OfflineSynth {
  readonly fluidsynth: FluidSynth;
  readonly synth: SynthPtr;
  readonly #settings: SettingsPtr;
  readonly #shelf: FontShelf;
  readonly #samples = new Float32Array(STEP_FRAMES * 2);
  #open = true;

  /**
   * Throws a Problem when FluidSynth or our own C library is missing (exit 69), or FluidSynth refuses
   * the font (65).
   */
  constructor(settings: EngineSettings, fontPath: string) {
    this.fluidsynth = present(openFluidSynth()).fluidsynth;
    const { shim } = present(openShim());
    this.#settings = makeSettings(this.fluidsynth, settings);
    const synth = this.fluidsynth.newSynth(this.#settings);
    if (synth === null)
      throw new Problem('FluidSynth makes no synthesiser', { exit: EXIT.internal });
    this.synth = synth;
    this.#shelf = new FontShelf(this.fluidsynth, shim);
    const font = this.#shelf.loadNow(fontPath);
    if (font === null) {
      this.close();
      throw new Problem('FluidSynth cannot load this SoundFont', {
        where: fontPath,
        remedy: 'Choose another: fw16-synth soundfonts lists them.',
        exit: EXIT.badData,
      });
    }
    this.fluidsynth.addFont(synth, font);
    setModulators(this.fluidsynth, synth);
    tune(this.fluidsynth, synth, settings);
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
    this.#shelf.close();
    this.fluidsynth.deleteSettings(this.#settings);
  }
}
