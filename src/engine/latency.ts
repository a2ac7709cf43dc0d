import type { LatencyStage } from '../core/latency.ts';
import { CALLS } from '../ffi/shim.ts';
import type { Destination } from './sink-watch.ts';

/** How sound leaves just now, and what it waits for on its way. */
export interface Route {
  /** What plays it, by the server's name for it; '' for nothing, undefined where it cannot be asked. */
  readonly into: string | undefined;
  /** Frames that the way out asks for at once, and how many of these it keeps. */
  readonly periodFrames: number;
  readonly periods: number;
  readonly latency: readonly LatencyStage[];
}

export interface RouteParts {
  /** FluidSynth's driver, or `file` for a clock of ours. */
  readonly driver: string;
  /** Of the way that is in use. */
  readonly calls: BigUint64Array;
  readonly settings: { readonly sampleRate: number; readonly periods: number };
  readonly destination: Destination | undefined;
}

/** Drivers that take as much as their buffer holds, rather than a period when it is due. */
export const PUSHED: readonly string[] = ['pulseaudio', 'alsa'];

/**
 * What is known of the way from the synthesiser to what is heard. JACK and PipeWire ask for a period
 * when it is due: a note waits for the next one. PulseAudio and ALSA are ahead by what they keep in
 * hand, and what lies behind that they do not tell.
 */
export function routeOf({ driver, calls, settings, destination }: RouteParts): Route {
  const { sampleRate } = settings;
  const turnFrames = Number(calls[CALLS.turnFrames]);
  const periodFrames = turnFrames > 0 ? turnFrames : Number(calls[CALLS.frames]);
  const periods = driver === 'alsa' ? settings.periods : 1;
  const periodSeconds = (periodFrames * periods) / sampleRate;
  const aheadSeconds = Number(calls[CALLS.aheadNs]) / 1e9;
  const buffer: LatencyStage = PUSHED.includes(driver)
    ? { stage: 'buffer', known: 'least', seconds: Math.max(periodSeconds, aheadSeconds) }
    : {
        stage: 'buffer',
        known: driver === 'file' ? 'configured' : 'measured',
        seconds: periodSeconds,
      };
  const { into, delayFrames = 0 } = destination ?? { into: undefined };
  const server: LatencyStage[] =
    delayFrames > 0
      ? [{ stage: 'server', known: 'reported', seconds: delayFrames / sampleRate }]
      : [];
  return { into, periodFrames, periods, latency: [buffer, ...server] };
}
