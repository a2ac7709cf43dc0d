import type { Worker } from 'node:worker_threads';
import { COMPILED_WORDS, compileSettings } from '../core/instrument/compiled-settings.ts';
import { DEVICES_MAX } from '../core/instrument/holders.ts';
import type { PlayerSettings } from '../core/instrument/player.ts';
import { NODES_MAX } from '../core/keys/held-keys.ts';
import type { NodeKind, OrderCode, Source } from '../core/order.ts';
import { addressOf, isEventDevice, ORDER } from '../core/order.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { checkErrno } from '../ffi/check.ts';
import { EVIOCGRAB, libc, newEventFd } from '../ffi/libc.ts';
import type { Board } from './board.ts';
import {
  createBoard,
  FIELD,
  LISTENS,
  NODE_COMING,
  NODE_FREE,
  NODE_GONE,
  NODE_OPEN,
  readNotes,
  scaleOf,
  snapshot,
} from './board.ts';
import type { PlaybackPart } from './loop-state.ts';
import type { MeasuredPlay, Turning } from './measured.ts';
import { measuredPlay, turning } from './measured.ts';
import { ThreadOnItsWay } from './on-its-way.ts';
import { createOrders, give } from './orders.ts';
import { askRtkit, limitRunaway, priorityOf } from './realtime.ts';
import type { Left } from './resume.ts';
import type { Scenes } from './scenes.ts';
import { createScenes } from './scenes.ts';
import type { SongPart } from './song.ts';
import { ThreadWatch } from './thread-watch.ts';
import type { TracedNote } from './trace.ts';
import { createTrace, tracedNotes } from './trace.ts';
import type { PlayThreadStart, Resumed } from './worker.ts';

/** What ended a thread that nobody told to end. */
export type ThreadFailure = 'error' | 'ended' | 'hung';

// Half a second on a machine that is not busy; one that crawls has been seen to take half a minute.
const READY_MS = 60_000;
// What plays stops within milliseconds, on a machine that crawls within seconds. One that is known
// to hang is given a moment more.
const END_MS = 15_000;
const HUNG_END_MS = 500;
const POLL_MS = 2;
const LOOK_EVERY_MS = 250;
const HUNG_END_S = 10;
const FAILED: Readonly<Record<ThreadFailure, string>> = {
  error: 'stopped with an error',
  ended: 'ended by itself',
  hung: 'hangs',
};
const WAKE = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0);
const REMEDY = 'Start again; if it happens twice, report it with what you played.';

export interface PlayThreadOptions {
  /** Made and deleted by the caller, after this thread has stopped. */
  readonly synth: bigint;
  readonly player: PlayerSettings;
  readonly grab: boolean;
  readonly realtimePriority: number;
  readonly playback?: PlaybackPart | undefined;
  readonly song?: SongPart | undefined;
  /** Where all that is played is written down, as in core's capture.ts. */
  readonly capture?: SharedArrayBuffer | undefined;
  /** Whether the latest notes are written down for {@link PlayThread.tracedNotes}. */
  readonly trace?: boolean;
  readonly resumed?: Resumed | undefined;
  /** What {@link writeScene} writes into; they are there for every thread that gets them. */
  readonly scenes?: Scenes | undefined;
  /** A scene was recalled: what the thread cannot do for it is to follow. */
  readonly onScene?: ((place: number) => void) | undefined;
  /** A key asks for a recording to begin or end, and for what was played just now. */
  readonly onRecord?: (() => void) | undefined;
  readonly onKeep?: (() => void) | undefined;
  /** The thread to use, if one was sent for before. */
  readonly onItsWay?: ThreadOnItsWay | undefined;
  /** A node's device went away: its descriptor is the caller's to close now. */
  readonly onNodeGone: (node: number) => void;
  /** MIDI ports have come, gone or changed. */
  readonly onMidiNews?: (() => void) | undefined;
  /**
   * The thread ended or hung without being asked to, after it was ready; no key reaches the
   * synthesiser any more. After a hang the process has to end: within seconds, or it is ended, unless
   * it {@link PlayThread.leave | leaves the thread behind}.
   */
  readonly onFailure: (problem: Problem, why: ThreadFailure) => void;
}

/** The play thread as the main thread sees it. */
export class PlayThread {
  readonly #board: Board;
  readonly #orders = createOrders();
  readonly #trace;
  readonly #orderFd: number;
  readonly #settings = new Int16Array(new SharedArrayBuffer(COMPILED_WORDS * 2));
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #options: PlayThreadOptions;
  readonly #look: NodeJS.Timeout;
  readonly #watch: ThreadWatch;
  /** Descriptors of kernel nodes by number, or -1. */
  readonly #kernelFds = new Int32Array(NODES_MAX).fill(-1);
  readonly #used = new Set<number>();
  readonly #leaving = new Set<number>();
  readonly #asking = new AbortController();
  #closed: Promise<boolean> | undefined;
  #closing = false;
  #listened = false;
  #ended = false;
  #failed: ThreadFailure | undefined;
  #error: Error | undefined;
  #isEnding = false;
  #changes = 0;
  /** How often keys had asked for what is not the thread's to do. */
  readonly #seen = { scenes: 0, record: 0, keep: 0 };
  #midiNews = 0;

  constructor(options: PlayThreadOptions) {
    this.#options = options;
    this.#board = createBoard(undefined, {
      layouts: options.player.instrument.layouts,
      scales: options.player.instrument.scale.scales,
    });
    this.#watch = new ThreadWatch(this.#board, (code, ...of) => this.order(code, ...of));
    this.#trace = createTrace(options.trace === true);
    limitRunaway();
    this.#orderFd = checkErrno('eventfd', newEventFd());
    const given: PlayThreadStart = {
      synth: options.synth,
      board: this.#board.memory,
      orders: this.#orders.memory,
      orderFd: this.#orderFd,
      settings: this.#settings.buffer,
      scenes: (options.scenes ?? createScenes()).buffer as SharedArrayBuffer,
      player: options.player,
      grab: options.grab,
      realtimePriority: options.realtimePriority,
      playback: options.playback,
      song: options.song,
      trace: this.#trace.memory,
      capture: options.capture,
      resumed: options.resumed,
    };
    this.#worker = (options.onItsWay ?? new ThreadOnItsWay()).worker;
    this.#worker.ref();
    this.#worker.postMessage(given);
    this.#worker.on('error', (error) => this.#fail('error', error));
    // Node joins its workers as it exits, for whatever reason, and this one waits where it can not be
    // interrupted: without the order to stop the process would hang there, keyboards and all.
    const stop = (): boolean => this.order(ORDER.stop);
    process.once('exit', stop);
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        process.off('exit', stop);
        this.#ended = true;
        this.#fail('ended', undefined);
        this.leave();
        resolve();
      });
    });
    this.#look = setInterval(() => this.#lookAfter(), LOOK_EVERY_MS);
    this.#look.unref();
  }

  /** Resolves once the thread listens; a Problem when it does not come that far. */
  async ready(): Promise<void> {
    const { fields } = this.#board;
    const waited = Atomics.waitAsync(fields, FIELD.ready, 0, READY_MS);
    const answer = await Promise.race([waited.value, this.#exited.then(() => 'exited' as const)]);
    if (answer === 'timed-out') this.#fail('hung', undefined);
    this.#listened = true;
    if (this.#failed === undefined) return;
    const how =
      this.#error === undefined ? FAILED[this.#failed] : `stopped: ${this.#error.message}`;
    throw new Problem(`the play thread ${how}`, {
      where: 'at its start',
      remedy: REMEDY,
      exit: EXIT.internal,
      cause: this.#error,
    });
  }

  /**
   * Makes the thread real-time through rtkit when its own limits did not allow it. Resolves when it
   * is as fast as it will be: tenths of a second after it is {@link ready}.
   */
  async seekRealtime(): Promise<void> {
    const wanted = this.#options.realtimePriority;
    const rehearsed = Atomics.waitAsync(this.#board.fields, FIELD.ready, LISTENS, READY_MS);
    await Promise.race([rehearsed.value, this.#exited]);
    if (!this.#isRunning || wanted === 0 || this.#priority() !== 0) return;
    await askRtkit(this.#board.fields[FIELD.threadId]!, wanted, this.#asking.signal);
  }

  /**
   * Has the thread read a node from now on. The descriptor stays the caller's, to be closed after
   * {@link removeNode} or `onNodeGone`.
   *
   * @param device the keyboard it belongs to, 0 to DEVICES_MAX - 1
   * @returns the node's number, or undefined when there are too many
   */
  addNode(fd: number, kind: NodeKind, device: number, source?: Source): number | undefined {
    const node = this.#freeNode();
    if (node === undefined || device >= DEVICES_MAX) return undefined;
    const { nodes } = this.#board;
    Atomics.store(nodes, node, NODE_COMING);
    if (!this.order(ORDER.addNode, fd, node, addressOf(kind, device, source))) {
      Atomics.store(nodes, node, NODE_FREE);
      return undefined;
    }
    this.#used.add(node);
    if (isEventDevice(kind)) this.#kernelFds[node] = fd;
    return node;
  }

  /** Resolves when the thread has let the node go; no `onNodeGone` comes for it any more. */
  async removeNode(node: number): Promise<void> {
    if (!this.#used.delete(node)) return;
    this.#leaving.add(node);
    while (this.#isRunning && !this.order(ORDER.removeNode, node)) await passing(POLL_MS);
    while (this.#isRunning && this.#isOpen(node)) await passing(POLL_MS);
    this.#leaving.delete(node);
    this.#forget(node);
  }

  /** Asks for something; false when the thread is gone or too far behind. */
  order(code: OrderCode, a = 0, b = 0, c = 0): boolean {
    if (!this.#isRunning || !give(this.#orders, code, a, b, c)) return false;
    libc.write(this.#orderFd, WAKE, 8);
    return true;
  }

  /**
   * Has the settings that are tables change: velocity but for `fixed`, presets and the arming chord.
   * One change at a time. Resolves when the thread goes by them, or does not play any more.
   */
  async change(player: PlayerSettings): Promise<void> {
    compileSettings(this.#settings, player);
    this.#changes = (this.#changes + 1) | 0;
    while (this.#isRunning && !this.order(ORDER.settings, this.#changes)) await passing(POLL_MS);
    const { fields } = this.#board;
    while (this.#isRunning && Atomics.load(fields, FIELD.settingsTaken) !== this.#changes) {
      await passing(POLL_MS);
    }
  }

  snapshot(): Snapshot {
    this.#board.fields[FIELD.realtimePriority] = this.#priority();
    return snapshot(this.#board);
  }

  /** The notes that sound, a bit each; the thread never notices. */
  notes(into: Uint32Array): void {
    readNotes(this.#board, into);
  }

  /** The controller that was learnt last, and the number of its destination. */
  learnt(): { readonly controller: number; readonly destination: number } | undefined {
    const learnt = Atomics.load(this.#board.fields, FIELD.learnt) - 1;
    return learnt < 0 ? undefined : { controller: learnt >> 8, destination: learnt & 0xff };
  }

  /** Where another thread goes on, if this one has failed. */
  left(): Left {
    const { fields } = this.#board;
    return {
      velocity: fields[FIELD.velocity]!,
      layout: fields[FIELD.layout]!,
      scale: scaleOf(this.#board),
      preset: fields[FIELD.preset]!,
      presetBank: fields[FIELD.presetBank]!,
      velocityOffset: fields[FIELD.velocityOffset]!,
      level: fields[FIELD.level]!,
      reverb: fields[FIELD.reverb]!,
      chorus: fields[FIELD.chorus]!,
      recordingNext: fields[FIELD.recordingNext]!,
    };
  }

  /** Resolves when the thread has ended, however it did. */
  get exited(): Promise<void> {
    return this.#exited;
  }

  /** The process goes on without the thread: what it hangs in is nothing that others need. */
  leave(): void {
    if (this.#isEnding) libc.alarm(0);
    this.#isEnding = false;
  }

  /** What ended it without being asked to; undefined while nothing did. */
  get failure(): ThreadFailure | undefined {
    return this.#failed;
  }

  /** True once the recording, if there is one, has been played to its end. */
  get recordingDone(): boolean {
    return Atomics.load(this.#board.fields, FIELD.recordingDone) === 1;
  }

  /** What this thread has counted, on top of what those before it had; it never notices. */
  measured(before: MeasuredPlay): MeasuredPlay {
    return measuredPlay(this.#board, before);
  }

  turning(): Turning {
    return turning(this.#board);
  }

  /** How late the thread woke at worst since the last look, in microseconds. */
  takeLagUs(): number {
    return this.#watch.takeLagUs();
  }

  /** The notes that began at `sinceUs` of CLOCK_MONOTONIC or later, the oldest first. */
  tracedNotes(sinceUs: number): TracedNote[] {
    return tracedNotes(this.#trace, sinceUs);
  }

  /** Turns of the loop so far. It asks for another: a thread that lives has moved on by the next look. */
  pulse(): number {
    this.order(ORDER.beat);
    return Atomics.load(this.#board.fields, FIELD.heartbeat);
  }

  /**
   * Every note ended, every keyboard given back, the thread gone.
   *
   * @returns false when the thread hangs in a call of a C library: only the end of the process
   *   ends it, and the synthesiser must not be deleted under it
   */
  close(): Promise<boolean> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<boolean> {
    this.#closing = true;
    this.#asking.abort();
    clearInterval(this.#look);
    let overdue: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      overdue = setTimeout(resolve, this.#failed === undefined ? END_MS : HUNG_END_MS, false);
    });
    const ended = await Promise.race([this.#end(), late]);
    clearTimeout(overdue);
    if (ended) libc.close(this.#orderFd);
    return ended;
  }

  async #end(): Promise<true> {
    while (this.#isRunning && !this.order(ORDER.stop)) await passing(POLL_MS);
    if (this.#failed !== undefined) void this.#worker.terminate();
    await this.#exited;
    return true;
  }

  get #isRunning(): boolean {
    return this.#failed === undefined && !this.#ended;
  }

  #isOpen(node: number): boolean {
    const state = Atomics.load(this.#board.nodes, node);
    return state === NODE_COMING || state === NODE_OPEN;
  }

  #freeNode(): number | undefined {
    for (let node = 0; node < NODES_MAX - DEVICES_MAX; node++) {
      if (!this.#used.has(node) && !this.#leaving.has(node)) return node;
    }
    return undefined;
  }

  #forget(node: number): void {
    this.#used.delete(node);
    this.#kernelFds[node] = -1;
    Atomics.store(this.#board.nodes, node, NODE_FREE);
  }

  /** As the kernel has it now: rtkit may take back what it gave. */
  #priority(): number {
    return priorityOf(Atomics.load(this.#board.fields, FIELD.threadId));
  }

  #lookAfter(): void {
    for (const node of this.#used) {
      if (Atomics.load(this.#board.nodes, node) !== NODE_GONE) continue;
      this.#forget(node);
      this.#options.onNodeGone(node);
    }
    const news = Atomics.load(this.#board.fields, FIELD.midiNews);
    if (news !== this.#midiNews) this.#options.onMidiNews?.();
    this.#midiNews = news;
    if (this.#isRunning && this.#watch.isHung()) this.#hang();
    this.#answerKeys();
  }

  /** What keys ask for that another thread does. */
  #answerKeys(): void {
    const { fields } = this.#board;
    const { onScene, onRecord, onKeep } = this.#options;
    const seen = this.#seen;
    if (seen.scenes !== fields[FIELD.scenesRecalled]) onScene?.(fields[FIELD.scene]! - 1);
    if (seen.record !== fields[FIELD.recordAsked]) onRecord?.();
    if (seen.keep !== fields[FIELD.keepAsked]) onKeep?.();
    seen.scenes = fields[FIELD.scenesRecalled]!;
    seen.record = fields[FIELD.recordAsked]!;
    seen.keep = fields[FIELD.keepAsked]!;
  }

  #hang(): void {
    if (!this.#isRunning) return;
    // It may hang within the synthesiser, and whoever asks that for anything then hangs as well.
    this.#isEnding = true;
    libc.alarm(HUNG_END_S);
    this.#fail('hung', undefined);
  }

  #fail(why: ThreadFailure, error: Error | undefined): void {
    if (this.#closing || this.#failed !== undefined) return;
    this.#failed = why;
    this.#error = error;
    clearInterval(this.#look);
    Atomics.store(this.#board.fields, FIELD.givenUp, 1);
    libc.write(this.#orderFd, WAKE, 8);
    for (const fd of this.#kernelFds) if (fd >= 0) libc.ioctlInt(fd, EVIOCGRAB, 0);
    if (!this.#listened) return;
    this.#options.onFailure(
      new Problem(`the play thread ${FAILED[why]}; the keyboards are given back`, {
        remedy: REMEDY,
        exit: EXIT.internal,
        cause: error,
      }),
      why,
    );
  }
}

function passing(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
