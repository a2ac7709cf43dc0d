import { loadLibrary } from './libraries.ts';

let started = false;

/**
 * Starts libpipewire, which FluidSynth's own driver expects of its program (pw_init, PipeWire 0.3).
 *
 * @returns false when there is no libpipewire
 */
export function startPipeWire(): boolean {
  if (started) return true;
  const loaded = loadLibrary('pipewire');
  if (!loaded.ok) return false;
  loaded.library.func('void pw_init(void *argc, void *argv)')(null, null);
  started = true;
  return true;
}
