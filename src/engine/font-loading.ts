import { statSync } from 'node:fs';
import type { FluidSynth, SettingsPtr, SynthPtr } from '../ffi/libfluidsynth.ts';
import type { Shim } from '../ffi/shim.ts';

const LOOK_EVERY_MS = 4;

// Words of loading_t (native-shims/font-loader.c).
const BYTES = 0;
const DONE = 3;

/** Has FluidSynth read fonts through calls that count, so that progress can be told. */
export function countFontBytes(
  fluidsynth: FluidSynth,
  shim: Shim,
  settings: SettingsPtr,
  synth: SynthPtr,
): void {
  const loader = fluidsynth.newFontLoader(settings);
  if (loader === null) return;
  fluidsynth.setFontLoaderCalls(loader, ...shim.fontCalls);
  fluidsynth.addFontLoader(synth, loader);
}

/**
 * Loads a font on a thread of its own.
 *
 * @param onProgress told a share of the file, 0 to 1, as it is read
 * @returns the font's number, or -1 when FluidSynth refuses it
 */
export async function loadFont(
  fluidsynth: FluidSynth,
  shim: Shim,
  synth: SynthPtr,
  path: string,
  onProgress?: (share: number) => void,
): Promise<number> {
  const bytes = statSync(path).size;
  const loading = shim.loadFont(fluidsynth.address('fluid_synth_sfload'), synth, path);
  if (loading === null) return fluidsynth.loadFont(synth, path, 1);
  const memory = shim.progressOf(loading);
  const words = new Uint32Array(memory);
  while (Atomics.load(words, DONE) === 0) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    onProgress?.(Math.min(1, Atomics.load(words, BYTES) / bytes));
  }
  return shim.finishFont(loading);
}
