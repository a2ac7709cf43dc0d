import type { LatencyStage } from './latency.ts';

/** All the figures that a running instrument gives of itself, as plain data in base units. */
export interface Measurements {
  /** Unix seconds when the program started. */
  readonly startedAt: number;
  readonly version: string;
  /** Such as `2.3.1`. */
  readonly fluidsynth: string;
  /** Whether all is there from key to sound: armed, a key pressed now would sound. */
  readonly ready: boolean;
  readonly keyToNote: readonly KeyToNote[];
  readonly audio: MeasuredAudio;
  readonly notes: MeasuredNotes;
  readonly midi: MeasuredMidi;
  readonly devices: readonly {
    readonly kind: string;
    readonly state: string;
    readonly count: number;
  }[];
  /** Devices that came back, by kind. */
  readonly reconnects: Readonly<Record<string, number>>;
  /** Parts that were started anew, by what had happened to them: `no callback`, `hung`, ... */
  readonly restarts: Readonly<Record<string, number>>;
  readonly font: {
    readonly bytes: number;
    readonly loadSeconds: number;
    readonly loads: Readonly<Record<'loaded' | 'refused', number>>;
  };
  readonly reloads: {
    readonly applied: number;
    readonly refused: number;
    /** Unix seconds of the last that was applied, the start included. */
    readonly lastAppliedAt: number;
  };
  readonly threads: readonly MeasuredThread[];
}

/** From the kernel's stamp on a key event to the note-on that came of it. */
export interface KeyToNote {
  /** What kind of device, never which key. */
  readonly device: string;
  /** Upper edges in seconds, rising, and how many notes each bucket holds (not summed up). */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  readonly sumSeconds: number;
}

export interface MeasuredAudio {
  /** The driver that runs, '' while none does. */
  readonly driver: string;
  /** What plays it, by the server's name for it; '' for nothing, undefined where it cannot be asked. */
  readonly into: string | undefined;
  readonly sampleRate: number;
  /** What sound waits for, stage by stage. */
  readonly latency: readonly LatencyStage[];
  readonly callbacks: number;
  readonly frames: number;
  /** Callbacks that began too late or took too long: an xrun is heard in most of them. */
  readonly late: number;
  readonly renderSeconds: number;
  readonly renderMostSeconds: number;
  /** Unix seconds of the last callback, 0 before the first. */
  readonly lastCallbackAt: number;
  /** Since the last look, linear: 1 is full scale. */
  readonly peak: number;
  readonly rms: number;
  readonly clippedSamples: number;
  readonly voices: number;
  readonly polyphony: number;
  /** FluidSynth's own figure of its load, 1 is all of the time there is. */
  readonly load: number;
}

export interface MeasuredNotes {
  /** Begun, by the kind of device that began them; `clock` is what began by itself on the beat. */
  readonly begun: Readonly<Record<string, number>>;
  readonly sounding: number;
  /** Begun, and neither ended nor sounding: always 0. */
  readonly orphaned: number;
}

export interface MeasuredMidi {
  /** Messages that came in and were played. */
  readonly messages: number;
  /** Times that some were lost before they were read. */
  readonly losses: number;
}

export interface MeasuredThread {
  readonly thread: 'main' | 'play';
  /** How late the thread was for what was due, since the last look. */
  readonly lagSeconds: number;
  readonly collections: number;
  readonly collectionSeconds: number;
}
