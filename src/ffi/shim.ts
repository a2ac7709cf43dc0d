/** Our own C library, native-shims: the audio callback, a clock to render by, and font loading. */
import koffi from 'koffi';
import type { CodePtr, SynthPtr } from './libfluidsynth.ts';
import { loadLibrary, symbolAddress } from './libraries.ts';

export type RenderPtr = bigint & { readonly of: 'render_t' };
export type PacerPtr = bigint & { readonly of: 'pacer_t' };
/** A font being loaded or given up. */
export type FontJobPtr = bigint & { readonly of: 'font_job_t' };

export interface Shim {
  newRender(
    synth: SynthPtr,
    process: CodePtr,
    sampleRate: number,
    periodFrames: number,
    tapFrames: number,
  ): RenderPtr | null;
  freeRender(render: RenderPtr): void;
  /** Before each driver; `way` is one of {@link WAY}. */
  beginRender(render: RenderPtr, way: number): void;
  /** A view of its meter_t; see native-shims/meter.h. */
  meterOf(render: RenderPtr): ArrayBuffer;
  /** A view of its tap: left and right in turn. */
  tapOf(render: RenderPtr, tapFrames: number): Float32Array;
  startPacer(render: RenderPtr): PacerPtr | null;
  stopPacer(pacer: PacerPtr): void;
  /** Begins to load; `load` is fluid_synth_sfload. */
  loadFont(load: CodePtr, synth: SynthPtr, path: string): FontJobPtr | null;
  /** Begins to give a font up; `unload` is fluid_synth_sfunload. */
  unloadFont(unload: CodePtr, synth: SynthPtr, font: number): FontJobPtr | null;
  /** Has a load fail soon. */
  breakOffFont(job: FontJobPtr): void;
  /** A view of its font_progress_t; see native-shims/fonts.h. */
  progressOf(job: FontJobPtr): ArrayBuffer;
  /** Waits if need be; the font's number or -1. Frees `job`. */
  finishFont(job: FontJobPtr): number;
  /** The audio callback, and FluidSynth's five for reading a font. */
  readonly render: CodePtr;
  readonly fontCalls: readonly [
    open: CodePtr,
    read: CodePtr,
    seek: CodePtr,
    tell: CodePtr,
    close: CodePtr,
  ];
}

export type ShimLoaded =
  | { readonly ok: true; readonly shim: Shim }
  | { readonly ok: false; readonly why: string; readonly remedy: string };

/** What calls for sound, by what it has in hand when it does (native-shims/render.h). */
export const WAY = { pulled: 0, pushed: 1, unhurried: 2 } as const;

export const METER_BYTES = 12 * 8 + 8 * 4;
const PROGRESS_BYTES = 24;

export function openShim(): ShimLoaded {
  const loaded = loadLibrary('shim');
  if (!loaded.ok) return loaded;
  const lib = loaded.library;
  const meter = lib.func('void *fw16_render_meter(void *render)');
  const tap = lib.func('void *fw16_render_tap(void *render)');
  const progress = lib.func('const void *fw16_font_progress(const void *job)');
  const call = (name: string): CodePtr => symbolAddress(loaded, `fw16_font_${name}`);
  return {
    ok: true,
    shim: {
      newRender: lib.func(
        'void *fw16_render_new(void *synth, void *process, uint32_t rate, uint32_t period, uint32_t tap)',
      ),
      beginRender: lib.func('void fw16_render_begin(void *render, int way)'),
      freeRender: lib.func('void fw16_render_free(void *render)'),
      meterOf: (render) => koffi.view(meter(render), METER_BYTES),
      tapOf: (render, tapFrames) => new Float32Array(koffi.view(tap(render), tapFrames * 8)),
      startPacer: lib.func('void *fw16_pacer_start(void *render)'),
      stopPacer: lib.func('void fw16_pacer_stop(void *pacer)'),
      loadFont: lib.func('void *fw16_font_load(void *load, void *synth, const char *path)'),
      unloadFont: lib.func('void *fw16_font_unload(void *unload, void *synth, int font)'),
      breakOffFont: lib.func('void fw16_font_break_off(void *job)'),
      progressOf: (job) => koffi.view(progress(job), PROGRESS_BYTES),
      finishFont: lib.func('int fw16_font_finish(void *job)'),
      render: symbolAddress(loaded, 'fw16_render'),
      fontCalls: [call('open'), call('read'), call('seek'), call('tell'), call('close')],
    },
  };
}
