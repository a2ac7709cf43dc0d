/** One key through the whole chain, and what was heard of it. */
import { EV_KEY, EV_SYN, RECORD_WORDS, SYN_REPORT, writeRecord } from '../core/event.ts';
import type { PlayerSettings } from '../core/instrument/player.ts';
import { createKeymap, fillKeymap } from '../core/keys/keymap.ts';
import { LAYOUTS } from '../core/keys/layouts.ts';
import type { Pitch } from '../core/music/pitch.ts';
import { createScaleLock, fillScaleLock } from '../core/music/scale.ts';
import { NODE, ORDER } from '../core/order.ts';
import { RecordPipe } from '../devices/record-pipe.ts';
import type { Ear } from '../engine/ear.ts';
import type { Engine } from '../engine/engine.ts';
import { monotonicUs } from '../ffi/libc.ts';
import type { PlayThread } from '../play/handle.ts';
import { pitchMs, steadyPitch } from './trial-pitch.ts';

/** What was heard of a note. */
export interface HeardNote {
  /** Notes that the key began, by the ledger. */
  readonly begun: number;
  /** Of these, what sounded on after the key came up, by the ledger. */
  readonly leftSounding: number;
  /** Calls that FluidSynth refused. */
  readonly refused: number;
  /** From the key to the first sample above {@link AUDIBLE}; undefined for silence. */
  readonly firstMs: number | undefined;
  readonly peakDb: number;
  readonly pitch: Pitch | undefined;
  /** From the key's release until no voice was left; undefined while one was after some seconds. */
  readonly releaseMs: number | undefined;
  /** How far the sound had fallen by then. */
  readonly fallenDb: number;
}

export interface HeardPanic {
  /** From the order until no voice was left; undefined while one was. */
  readonly silentMs: number | undefined;
  readonly leftSounding: number;
}

/** Where a sound begins: -100 dBFS is below the noise of any converter. */
const AUDIBLE = 1e-5;
const RELEASED_MS = 4000;
const STRUCK_MS = 150;
const PANIC_MS = 1000;
const LOOK_EVERY_MS = 1;
const MIDDLE_C = 60;

/** The key of the layout whose note is nearest to middle C. */
export function trialKey({ instrument }: PlayerSettings): { key: number; note: number } {
  const layout = instrument.layouts[instrument.layout] ?? LAYOUTS[0]!;
  const keymap = createKeymap();
  const scale = createScaleLock(instrument.scale);
  fillScaleLock(scale, instrument.transpose);
  fillKeymap(keymap, layout, instrument.octave, instrument.transpose, scale);
  const { notes } = keymap;
  const distance = (key: number): number => Math.abs((notes[key] ?? -1) - MIDDLE_C);
  const playable = layout.keys.filter((key) => (notes[key] ?? -1) >= 0);
  const key = playable.reduce((so, each) => (distance(each) < distance(so) ? each : so));
  return { key, note: notes[key] ?? MIDDLE_C };
}

/** A keyboard of one key, which the play thread reads as any other. */
export class TrialKeyboard {
  readonly #thread: PlayThread;
  readonly #engine: Engine;
  readonly #ear: Ear;
  readonly #key: number;
  readonly #pipe = new RecordPipe();
  readonly #node: number | undefined;
  readonly #records = new Int32Array(2 * RECORD_WORDS);

  constructor(thread: PlayThread, engine: Engine, ear: Ear, key: number) {
    this.#thread = thread;
    this.#engine = engine;
    this.#ear = ear;
    this.#key = key;
    this.#node = thread.addNode(this.#pipe.readFd, NODE.pipe, 0);
  }

  /** Holds the key for a while, lets it go, and waits for the sound to end. */
  async play(): Promise<HeardNote> {
    const ear = this.#ear;
    const before = this.#thread.snapshot();
    ear.listen();
    const from = ear.frames;
    const pressedUs = this.#press(1);
    await this.#hear(pitchMs(ear.rate), () => false);
    const began = ear.onset(AUDIBLE, from);
    // A burst is dated to a millisecond, and nothing is heard before its key.
    const firstMs =
      began === undefined ? undefined : Math.max(0, ear.timeUs(began) - pressedUs) / 1000;
    const peakDb = ear.peakDb(from);
    const pitch =
      began === undefined
        ? undefined
        : steadyPitch(ear.samples.subarray(0, ear.frames), ear.rate, began);
    const releasedUs = this.#press(0);
    const isOver = await this.#hear(RELEASED_MS, () => this.#voices() === 0);
    const after = this.#thread.snapshot();
    const tail = Math.round(ear.rate * 0.05);
    return {
      begun: after.notesBegun - before.notesBegun,
      leftSounding: after.sounding,
      refused: after.engineFailures - before.engineFailures,
      firstMs,
      peakDb,
      pitch,
      releaseMs: isOver ? (monotonicUs() - releasedUs) / 1000 : undefined,
      fallenDb: peakDb - ear.peakDb(ear.frames - tail),
    };
  }

  /** Holds the key, and has everything silenced while it is down. */
  async panic(): Promise<HeardPanic> {
    this.#press(1);
    await this.#hear(STRUCK_MS, () => false);
    const orderedUs = monotonicUs();
    this.#thread.order(ORDER.panic);
    const isSilent = await this.#hear(PANIC_MS, () => this.#voices() === 0);
    const silentMs = isSilent ? (monotonicUs() - orderedUs) / 1000 : undefined;
    const { sounding } = this.#thread.snapshot();
    this.#press(0);
    return { silentMs, leftSounding: sounding };
  }

  /** Goes on listening; at once when there is no time left. */
  async listen(ms: number): Promise<void> {
    await this.#hear(ms, () => false);
  }

  async close(): Promise<void> {
    if (this.#node !== undefined) await this.#thread.removeNode(this.#node);
    this.#pipe.close();
  }

  /** Sends the key's change and answers when that was. */
  #press(value: 0 | 1): number {
    const nowUs = monotonicUs();
    writeRecord(this.#records, 0, nowUs, EV_KEY, this.#key, value);
    writeRecord(this.#records, 1, nowUs, EV_SYN, SYN_REPORT, 0);
    this.#pipe.send(this.#records, 2);
    return nowUs;
  }

  /** Listens for so long, or until it is over; answers whether it was. */
  async #hear(forMs: number, isOver: () => boolean): Promise<boolean> {
    const untilMs = performance.now() + forMs;
    while (performance.now() < untilMs) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      this.#ear.listen();
      if (isOver()) return true;
    }
    return false;
  }

  #voices(): number {
    return this.#engine.fluidsynth.activeVoices(this.#engine.synth);
  }
}
