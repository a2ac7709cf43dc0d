import type { Measurements } from '../../src/core/measurements.ts';

/** An instrument that plays well, at `at` Unix seconds. */
export function measurements(at: number, changes: Partial<Measurements> = {}): Measurements {
  return {
    startedAt: at - 60,
    version: '1.2.3',
    fluidsynth: '2.3.1',
    ready: true,
    keyToNote: [
      {
        device: 'keyboard',
        edges: [32e-6, 64e-6, 100e-6, 128e-6, 1],
        counts: [0, 5, 2, 1, 4],
        sumSeconds: 0.5,
      },
    ],
    audio: {
      driver: 'pipewire',
      into: 'Speakers',
      sampleRate: 48_000,
      latency: [
        { stage: 'buffer', known: 'configured', seconds: 64 / 48_000 },
        { stage: 'server', known: 'reported', seconds: 0.004 },
      ],
      callbacks: 45_000,
      frames: 2_880_000,
      late: 3,
      renderSeconds: 4.5,
      renderMostSeconds: 0.0009,
      lastCallbackAt: at - 0.001,
      peak: 0.5,
      rms: 0.125,
      clippedSamples: 0,
      voices: 12,
      polyphony: 256,
      load: 0.08,
    },
    notes: { begun: { keyboard: 12 }, sounding: 2, orphaned: 0 },
    midi: { messages: 40, losses: 0 },
    devices: [
      { kind: 'keyboard', state: 'ours', count: 2 },
      { kind: 'keyboard', state: 'shared', count: 0 },
      { kind: 'keyboard', state: 'refused', count: 0 },
    ],
    reconnects: { keyboard: 1 },
    restarts: { 'no callback': 0 },
    font: { bytes: 6_000_000, loadSeconds: 0.2, loads: { loaded: 1, refused: 0 } },
    reloads: { applied: 1, refused: 0, lastAppliedAt: at - 60 },
    threads: [{ thread: 'main', lagSeconds: 0.002, collections: 7, collectionSeconds: 0.01 }],
    ...changes,
  };
}
