/** Our own C library, native-shims: the audio callback, a clock to render by, and calls that wait. */
import koffi from 'koffi';
import type { CodePtr, DriverPtr, SettingsPtr, SynthPtr } from './libfluidsynth.ts';
import type { JackClientPtr } from './libjack.ts';
import { loadLibrary, symbolAddress } from './libraries.ts';

export type RenderPtr = bigint & { readonly of: 'render_t' };
/** A driver's stream, or the pacer; one of them at a time is heard. */
export type WayPtr = bigint & { readonly of: 'way_t' };
export type PacerPtr = bigint & { readonly of: 'pacer_t' };
/** A call on a thread of its own. */
export type AsidePtr = bigint & { readonly of: 'aside_t' };
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
  /** A view of its meter_t; see native-shims/meter.h. */
  meterOf(render: RenderPtr): ArrayBuffer;
  /** A view of its tap: left and right in turn. */
  tapOf(render: RenderPtr, tapFrames: number): Float32Array;
  /** `kind` is one of {@link WAY}. */
  newWay(render: RenderPtr, kind: number): WayPtr | null;
  freeWay(way: WayPtr): void;
  /** What it is asked for, word by word as {@link CALLS} has it. */
  callsOf(way: WayPtr): BigUint64Array;
  /** Renders into this way from now on; null is none. */
  useWay(render: RenderPtr, way: WayPtr | null): void;
  /** 1 while a callback is at the synthesiser. */
  isBusy(render: RenderPtr): number;
  startPacer(way: WayPtr): PacerPtr | null;
  stopPacer(pacer: PacerPtr): void;
  /** `call` is new_fluid_audio_driver2, `way` the data of the callback. */
  newDriver(call: CodePtr, settings: SettingsPtr, render: CodePtr, way: WayPtr): AsidePtr | null;
  /** `call` is delete_fluid_audio_driver. */
  deleteDriver(call: CodePtr, driver: DriverPtr): AsidePtr | null;
  /** `call` is fluid_synth_all_notes_off, `control` fluid_synth_cc, which lifts the pedals. */
  notesOff(call: CodePtr, control: CodePtr, synth: SynthPtr): AsidePtr | null;
  /** `call` is jack_client_open. */
  openClient(call: CodePtr): AsidePtr | null;
  /** `call` is jack_client_close. */
  closeClient(call: CodePtr, client: JackClientPtr): AsidePtr | null;
  /** One word, 1 once the call has come back. */
  doneOf(aside: AsidePtr): Uint32Array;
  /** Waits so long at most; 1 when the call has come back. */
  waitAside(aside: AsidePtr, ms: number): number;
  /** What the call answered, or null. Frees `aside`, which has to be done. */
  finishAside(aside: AsidePtr): bigint | null;
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
  /** The audio callback, one that takes a message and says nothing, and five that read a font. */
  readonly render: CodePtr;
  readonly quiet: CodePtr;
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

/** The first words of a way_t: callbacks so far, frames of the last one, and of a turn, and so on. */
export const CALLS = { callbacks: 0, frames: 1, turnFrames: 2, aheadNs: 3 } as const;

export const METER_BYTES = 10 * 8 + 8 * 4;
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
      freeRender: lib.func('void fw16_render_free(void *render)'),
      meterOf: (render) => koffi.view(meter(render), METER_BYTES),
      tapOf: (render, tapFrames) => new Float32Array(koffi.view(tap(render), tapFrames * 8)),
      newWay: lib.func('void *fw16_way_new(void *render, int kind)'),
      freeWay: lib.func('void fw16_way_free(void *way)'),
      callsOf: (way) => new BigUint64Array(koffi.view(way, 8 * Object.keys(CALLS).length)),
      useWay: lib.func('void fw16_render_use(void *render, void *way)'),
      isBusy: lib.func('uint32_t fw16_render_busy(void *render)'),
      startPacer: lib.func('void *fw16_pacer_start(void *way)'),
      stopPacer: lib.func('void fw16_pacer_stop(void *pacer)'),
      newDriver: lib.func(
        'void *fw16_aside_new_driver(void *call, void *settings, void *render, void *way)',
      ),
      deleteDriver: lib.func('void *fw16_aside_delete_driver(void *call, void *driver)'),
      notesOff: lib.func('void *fw16_aside_notes_off(void *call, void *control, void *synth)'),
      openClient: lib.func('void *fw16_aside_open_client(void *call)'),
      closeClient: lib.func('void *fw16_aside_close_client(void *call, void *client)'),
      doneOf: (aside) => new Uint32Array(koffi.view(aside, 4)),
      waitAside: lib.func('int fw16_aside_wait(void *aside, uint32_t ms)'),
      finishAside: lib.func('void *fw16_aside_finish(void *aside)'),
      loadFont: lib.func('void *fw16_font_load(void *load, void *synth, const char *path)'),
      unloadFont: lib.func('void *fw16_font_unload(void *unload, void *synth, int font)'),
      breakOffFont: lib.func('void fw16_font_break_off(void *job)'),
      progressOf: (job) => koffi.view(progress(job), PROGRESS_BYTES),
      finishFont: lib.func('int fw16_font_finish(void *job)'),
      render: symbolAddress(loaded, 'fw16_render'),
      quiet: symbolAddress(loaded, 'fw16_quiet'),
      fontCalls: [call('open'), call('read'), call('seek'), call('tell'), call('close')],
    },
  };
}
