import type { FluidSynth, FontPtr, SettingsPtr, SynthPtr } from '../ffi/libfluidsynth.ts';
import { FLUID_FAILED } from '../ffi/libfluidsynth.ts';
import type { FontJobPtr, Shim } from '../ffi/shim.ts';

const LOOK_EVERY_MS = 4;

// font_progress_t (native-shims/fonts.h): the first two in words of 64 bits, the last of 32.
const BYTES = 0;
const SIZE = 1;
const DONE = 5;

/**
 * Where fonts are loaded and given up: a second synthesiser, which never sounds. Every call to a
 * FluidSynth waits while that FluidSynth loads a font, so the one that plays is never asked to.
 */
export class FontShelf {
  readonly #fluidsynth: FluidSynth;
  readonly #shim: Shim;
  readonly #settings: SettingsPtr;
  readonly #synth: SynthPtr;
  /** Ends when all that was asked for before is done. */
  #before: Promise<unknown> = Promise.resolve();
  #job: FontJobPtr | undefined;
  #open = true;

  constructor(fluidsynth: FluidSynth, shim: Shim) {
    this.#fluidsynth = fluidsynth;
    this.#shim = shim;
    const settings = fluidsynth.newSettings();
    if (settings === null) throw new Error('new_fluid_settings found no memory');
    for (const [name, value] of [
      ['synth.polyphony', 1],
      ['synth.reverb.active', 0],
      ['synth.chorus.active', 0],
    ] as const) {
      fluidsynth.setInt(settings, name, value);
    }
    const synth = fluidsynth.newSynth(settings);
    if (synth === null) throw new Error('new_fluid_synth found no memory');
    this.#settings = settings;
    this.#synth = synth;
    const loader = fluidsynth.newFontLoader(settings);
    if (loader === null) throw new Error('new_fluid_defsfloader found no memory');
    fluidsynth.setFontLoaderCalls(loader, ...shim.fontCalls);
    fluidsynth.addFontLoader(synth, loader);
  }

  /**
   * Loads a font on a thread of its own; the caller puts it into its synthesiser. One at a time: a
   * later call waits for the ones before.
   *
   * @param onProgress told a share of the file, 0 to 1, as it is read
   * @returns null when FluidSynth refuses the font, or the shelf is closed meanwhile
   */
  load(path: string, onProgress?: (share: number) => void): Promise<FontPtr | null> {
    return this.#inTurn(async () => {
      const id = await this.#finish(this.#begin(path), onProgress);
      return this.#open ? this.#take(id) : null;
    });
  }

  /** The same at once: the caller waits. */
  loadNow(path: string): FontPtr | null {
    const job = this.#begin(path);
    return job === null ? null : this.#take(this.#shim.finishFont(job));
  }

  /** Gives up a font that the caller took out of its synthesiser; its last voices still end. */
  async discard(font: FontPtr): Promise<void> {
    await this.#inTurn(async () => {
      const id = this.#fluidsynth.addFont(this.#synth, font);
      const unload = this.#fluidsynth.address('fluid_synth_sfunload');
      await this.#finish(this.#shim.unloadFont(unload, this.#synth, id));
    });
  }

  /** Breaks off what is going on. The synthesiser that plays these fonts has to be gone before. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    if (this.#job !== undefined) {
      this.#shim.breakOffFont(this.#job);
      this.#shim.finishFont(this.#job);
    }
    this.#fluidsynth.deleteSynth(this.#synth);
    this.#fluidsynth.deleteSettings(this.#settings);
  }

  #begin(path: string): FontJobPtr | null {
    const load = this.#fluidsynth.address('fluid_synth_sfload');
    return this.#shim.loadFont(load, this.#synth, path);
  }

  /** Takes a font out of the shelf; null when there is none of that number. */
  #take(id: number): FontPtr | null {
    const font = this.#fluidsynth.fontById(this.#synth, id);
    if (font !== null) this.#fluidsynth.removeFont(this.#synth, font);
    return font;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T | null> {
    const turn = this.#before.then(() => (this.#open ? work() : null));
    this.#before = turn.catch(() => {});
    return turn;
  }

  async #finish(job: FontJobPtr | null, onProgress?: (share: number) => void): Promise<number> {
    if (job === null) return FLUID_FAILED;
    this.#job = job;
    const memory = this.#shim.progressOf(job);
    const [words, longs] = [new Uint32Array(memory), new BigUint64Array(memory)];
    while (Atomics.load(words, DONE) === 0) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      if (!this.#open) return FLUID_FAILED;
      const size = Number(Atomics.load(longs, SIZE));
      if (size > 0) onProgress?.(Math.min(1, Number(Atomics.load(longs, BYTES)) / size));
    }
    this.#job = undefined;
    return this.#shim.finishFont(job);
  }
}
