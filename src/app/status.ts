import { latencyMs } from '../core/latency.ts';
import type { Glance, Status } from '../core/status.ts';
import type { Engine } from '../engine/engine.ts';
import type { Route } from '../engine/latency.ts';
import type { LastingThread } from '../play/lasting-thread.ts';
import { latencyQuantileUs } from '../play/measured.ts';
import type { PlayedFont } from './font.ts';
import type { Input } from './inputs.ts';
import type { Memory } from './memory.ts';
import type { PlayedMidi } from './midi.ts';
import type { Recovery } from './recovery.ts';
import type { PlayedTuning } from './tuning.ts';
import { version } from './version.ts';

export interface StatusParts {
  readonly engine: Engine;
  readonly font: PlayedFont;
  readonly tuning: PlayedTuning;
  readonly thread: LastingThread;
  readonly input: Input;
  readonly midi: PlayedMidi;
  readonly recovery: Recovery;
  readonly memory: Memory;
}

/** All that is known of a running instrument, now. */
export function statusOf(parts: StatusParts, startedMs: number): Status {
  const { engine, font } = parts;
  const glance = glanceOf(parts, startedMs);
  return {
    ...glance,
    programName: font.sound()?.name ?? 'no such program',
    audio: {
      ...glance.audio,
      peakDb: orNull(engine.takePeakDb('status')),
      rmsDb: orNull(engine.takeRmsDb()),
    },
  };
}

export function glanceOf(parts: StatusParts, startedMs: number): Glance {
  const { thread, font, tuning, input, midi, memory } = parts;
  const playing = thread.snapshot();
  const measured = thread.measured();
  return {
    version,
    pid: process.pid,
    uptimeSeconds: (performance.now() - startedMs) / 1000,
    playing,
    presetName: memory.presets[playing.preset]?.name ?? '',
    input: input.status(),
    midi: midi.status(),
    audio: audioGlance(parts),
    font: font.status(),
    tuning: tuning.name,
    latency: {
      p50Us: latencyQuantileUs(measured, 0.5),
      p99Us: latencyQuantileUs(measured, 0.99),
    },
  };
}

function audioGlance({ engine, recovery }: StatusParts): Glance['audio'] {
  const { sampleRate } = engine.settings;
  const { audio = { driver: '', why: recovery.whySilent, sampleRate }, route } = engine.out;
  const { into, periodFrames, periods, latency } = route ?? NO_ROUTE;
  return {
    ...audio,
    into,
    periodFrames,
    periods,
    bufferMs: latencyMs(latency.slice(0, 1)),
    latency,
    late: engine.levels().late,
    file: engine.recordingPath,
  };
}

const NO_ROUTE: Route = { into: undefined, periodFrames: 0, periods: 0, latency: [] };

// JSON knows no infinity.
function orNull(db: number): number | null {
  return Number.isFinite(db) ? db : null;
}
