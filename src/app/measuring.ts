/** The figures of a running instrument, from what its parts measure themselves. */
import { statSync } from 'node:fs';
import type {
  KeyToNote,
  MeasuredAudio,
  MeasuredNotes,
  Measurements,
} from '../core/measurements.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { InputStatus } from '../core/status.ts';
import type { Engine } from '../engine/engine.ts';
import type { LastingThread } from '../play/lasting-thread.ts';
import { keyToNote, measuredThread } from '../play/measured.ts';
import type { Input } from './inputs.ts';
import { MainThread } from './main-thread.ts';
import type { PlayedMidi } from './midi.ts';
import { version } from './version.ts';

/** What is measured. */
export interface MeasuredParts {
  readonly engine: Engine;
  readonly fontPath: string;
  readonly thread: LastingThread;
  readonly input: Input;
  readonly midi: Pick<PlayedMidi, 'status'>;
  /** By what had happened. */
  readonly restarts: Readonly<Record<string, number>>;
  /** By kind of keyboard. */
  readonly reconnects: Readonly<Record<string, number>>;
  readonly reloads: Measurements['reloads'];
}

/** What a way out has asked for. */
interface Heard {
  readonly callbacks: number;
  readonly frames: number;
  /** CLOCK_MONOTONIC of the last callback. */
  readonly lastUs: number;
}

// No driver's period is that long: after it, no sound is being asked for.
const SILENT_SECONDS = 1;
// A turn of the play thread takes some milliseconds.
const STUCK_SECONDS = 1;
const VOICES_EVERY_MS = 1000;

const PLAYABLE = ['ours', 'shared', 'open'];

const KIND: Readonly<Record<InputStatus['from'], string>> = {
  keyboards: 'keyboard',
  terminal: 'terminal',
  recording: 'recording',
};

export class Measuring {
  readonly #startedAt = performance.timeOrigin / 1000;
  readonly #main = new MainThread();
  readonly #loads = { loaded: 0, refused: 0 };
  #loadSeconds = 0;
  #heard: Heard = { callbacks: 0, frames: 0, lastUs: 0 };
  #unheard = { callbacks: 0, frames: 0 };
  #voices = 0;
  #voicesAtMs = Number.NEGATIVE_INFINITY;
  #turns = -1;
  #stuckSeconds = 0;
  #wasReady = false;

  /** Times the load of a font, and counts what came of it. */
  async ofFont<Answer extends { readonly ok: boolean }>(load: Promise<Answer>): Promise<Answer> {
    const began = performance.now();
    const answer = await load;
    this.#loads[answer.ok ? 'loaded' : 'refused']++;
    if (answer.ok) this.#loadSeconds = (performance.now() - began) / 1000;
    return answer;
  }

  /** Counts a font that was found out before it was loaded. */
  fontRefused(): void {
    this.#loads.refused++;
  }

  /** Begins to watch the threads, once the first note may sound. */
  begin({ thread, engine }: Pick<MeasuredParts, 'thread' | 'engine'>): void {
    this.#main.begin((seconds) => {
      this.#listen(engine);
      const { turns, isBusy } = thread.turning();
      this.#stuckSeconds = isBusy && turns === this.#turns ? this.#stuckSeconds + seconds : 0;
      this.#turns = turns;
    });
  }

  close(): void {
    this.#main.close();
  }

  /**
   * While no way out runs, the synthesiser is rendered into nothing so that its notes end: what that
   * counts, nobody asked for.
   */
  #listen(engine: Engine): Heard {
    const { callbacks, frames, lastUs } = engine.levels();
    if (engine.out.audio === undefined) {
      this.#unheard = {
        callbacks: callbacks - this.#heard.callbacks,
        frames: frames - this.#heard.frames,
      };
    } else {
      this.#heard = {
        callbacks: callbacks - this.#unheard.callbacks,
        frames: frames - this.#unheard.frames,
        lastUs,
      };
    }
    return this.#heard;
  }

  /** How long the play thread has been in one turn. */
  get stuckSeconds(): number {
    return this.#stuckSeconds;
  }

  /** Whether all is there from key to sound; to ask this is no look at anything else. */
  isReady({ engine, thread, input, midi }: MeasuredParts): boolean {
    const { from } = input.status();
    const devices = [
      ...devicesOf(from, thread.snapshot(), thread.recordingDone),
      ...controllers(midi),
    ];
    const isReady =
      engine.out.audio !== undefined &&
      unixSeconds(this.#listen(engine).lastUs) > Date.now() / 1000 - SILENT_SECONDS &&
      this.#stuckSeconds < STUCK_SECONDS &&
      devices.some(
        ({ kind, state, count }) => kind !== 'touchpad' && PLAYABLE.includes(state) && count > 0,
      );
    this.#wasReady ||= isReady;
    return isReady;
  }

  /** Whether it has been seen ready: its start is over for good. */
  get wasReady(): boolean {
    return this.#wasReady;
  }

  measure(parts: MeasuredParts): Measurements {
    const { engine, thread, fontPath } = parts;
    const playing = thread.snapshot();
    const { from } = parts.input.status();
    const measured = thread.measured();
    const sources = keyToNote(measured, KIND[from]);
    return {
      startedAt: this.#startedAt,
      version,
      fluidsynth: engine.fluidsynth.version.join('.'),
      ready: this.isReady(parts),
      keyToNote: sources,
      audio: this.#audio(parts),
      notes: notes(sources, playing),
      midi: measured.midi,
      devices: [...devicesOf(from, playing, thread.recordingDone), ...controllers(parts.midi)],
      reconnects: parts.reconnects,
      restarts: parts.restarts,
      font: {
        bytes: statSync(fontPath, { throwIfNoEntry: false })?.size ?? 0,
        loadSeconds: this.#loadSeconds,
        loads: { ...this.#loads },
      },
      reloads: parts.reloads,
      threads: [this.#main.take(), measuredThread(measured, thread.takeLagUs())],
    };
  }

  #audio({ engine }: MeasuredParts): MeasuredAudio {
    const { audio } = engine.out;
    const heard = this.#listen(engine);
    const levels = engine.levels();
    const { sampleRate } = engine.settings;
    return {
      driver: audio?.driver ?? '',
      sampleRate,
      into: engine.out.route?.into,
      latency: engine.out.route?.latency ?? [],
      callbacks: heard.callbacks,
      frames: heard.frames,
      late: levels.late,
      renderSeconds: levels.renderTotalUs / 1e6,
      renderMostSeconds: levels.renderMostUs / 1e6,
      lastCallbackAt: unixSeconds(heard.lastUs),
      ...engine.takeLevels(),
      clippedSamples: levels.clippedSamples,
      voices: this.#voicesOf(engine),
      polyphony: engine.settings.polyphony,
      load: engine.fluidsynth.cpuLoad(engine.synth) / 100,
    };
  }

  // FluidSynth counts them under the lock that a note-on takes as well: rarely, however often asked.
  #voicesOf({ fluidsynth, synth }: Engine): number {
    const nowMs = performance.now();
    if (nowMs - this.#voicesAtMs < VOICES_EVERY_MS) return this.#voices;
    this.#voicesAtMs = nowMs;
    this.#voices = fluidsynth.activeVoices(synth);
    return this.#voices;
  }
}

function notes(
  sources: readonly KeyToNote[],
  { notesBegun, notesEnded, sounding }: Snapshot,
): MeasuredNotes {
  const bySource = sources.map(({ device, counts }) => [device, sum(counts)] as const);
  const struck = sum(bySource.map(([, count]) => count));
  return {
    begun: { ...Object.fromEntries(bySource), clock: Math.max(0, notesBegun - struck) },
    sounding,
    orphaned: notesBegun - notesEnded - sounding,
  };
}

function devicesOf(
  from: InputStatus['from'],
  { nodes, grabbed, grabRefused, touchpad }: Snapshot,
  isOver: boolean,
): Measurements['devices'] {
  const kind = KIND[from];
  if (from === 'recording') return [{ kind, state: isOver ? 'ended' : 'open', count: 1 }];
  if (from === 'terminal') return [{ kind, state: 'open', count: nodes }];
  return [
    { kind, state: 'ours', count: grabbed },
    { kind, state: 'shared', count: nodes - grabbed - grabRefused },
    { kind, state: 'refused', count: grabRefused },
    ...(touchpad === 'none' ? [] : [{ kind: 'touchpad', state: touchpad, count: 1 }]),
  ];
}

function controllers(midi: MeasuredParts['midi']): Measurements['devices'] {
  const { isOpen, ports } = midi.status();
  return isOpen ? [{ kind: 'midi', state: 'open', count: ports.length }] : [];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}

function unixSeconds(monotonicUs: number): number {
  if (monotonicUs === 0) return 0;
  return Date.now() / 1000 - (Number(process.hrtime.bigint() / 1000n) - monotonicUs) / 1e6;
}
