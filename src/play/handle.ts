import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { COMPILED_WORDS, compileSettings } from '../core/instrument/compiled-settings.ts';
import { DEVICES_MAX } from '../core/instrument/instrument.ts';
import type { PlayerSettings } from '../core/instrument/player.ts';
import { NODES_MAX } from '../core/keys/held-keys.ts';
import type { NodeKind, OrderCode, Source } from '../core/order.ts';
import { addressOf, NODE, ORDER } from '../core/order.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { checkErrno } from '../ffi/check.ts';
import { EVIOCGRAB, libc, monotonicUs, newEventFd } from '../ffi/libc.ts';
import type { Board } from './board.ts';
import { createBoard, FIELD, NODE_FREE, NODE_GONE, PING_CLOCK_US, snapshot } from './board.ts';
import type { PlaybackPart } from './loop.ts';
import type { MeasuredPlay } from './measured.ts';
import { measuredPlay } from './measured.ts';
import { createOrders, give } from './orders.ts';
import { askRtkit, limitRunaway } from './realtime.ts';
import type { PlayThreadStart, Resumed } from './worker.ts';

/** What ended a thread that nobody told to end. */
export type ThreadFailure = 'error' | 'ended' | 'hung';

/** A thread on its way: what takes long needs neither a synthesiser nor a configuration. */
export class ThreadOnItsWay {
  readonly worker: Worker;

  constructor() {
    // The compiler rewrites the endings of imports, not of URLs.
    const entry = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
    this.worker = new Worker(entry, { execArgv: [], name: 'play' });
    // Until it plays nobody waits for it: a program that ends before takes it along.
    this.worker.unref();
  }

  /** Has it rehearse, once libfluidsynth is open. */
  rehearse(settings: PlayerSettings): void {
    this.worker.postMessage({ rehearse: settings });
  }
}

const READY_MS = 5000;
const LOOK_EVERY_MS = 250;
// The loop's longest turn is some milliseconds: a second in one turn is a hang.
const HUNG_MS = 1000;
const PING_LOOKS = 4;
// Twice a minute, between two notes, the thread counts its garbage collections.
const COUNT_PINGS = 30;
const FAILED: Readonly<Record<ThreadFailure, string>> = {
  error: 'stopped with an error',
  ended: 'ended by itself',
  hung: 'hangs',
};

export interface PlayThreadOptions {
  /** Made and deleted by the caller, after this thread has stopped. */
  readonly synth: bigint;
  readonly player: PlayerSettings;
  readonly grab: boolean;
  readonly realtimePriority: number;
  readonly playback?: PlaybackPart | undefined;
  readonly resumed?: Resumed | undefined;
  /** The thread to use, if one was sent for before. */
  readonly onItsWay?: ThreadOnItsWay | undefined;
  /** A node's device went away: its descriptor is the caller's to close now. */
  readonly onNodeGone: (node: number) => void;
  /** The thread ended or hung without being asked to; no key reaches the synthesiser any more. */
  readonly onFailure: (problem: Problem, why: ThreadFailure) => void;
}

/** What a thread that failed leaves to the next one, beside its snapshot. */
export interface Left extends Resumed {
  readonly velocity: number;
  readonly recordingNext: number;
}

/** The play thread as the main thread sees it. */
export class PlayThread {
  readonly #board: Board = createBoard();
  readonly #orders = createOrders();
  readonly #orderFd: number;
  readonly #settings = new Int16Array(new SharedArrayBuffer(COMPILED_WORDS * 2));
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #options: PlayThreadOptions;
  readonly #look: NodeJS.Timeout;
  /** Descriptors of kernel nodes by number, or -1. */
  readonly #kernelFds = new Int32Array(NODES_MAX).fill(-1);
  readonly #used = new Set<number>();
  #closing = false;
  #failed = false;
  #turn = -1;
  #turnSince = 0;
  #looks = 0;
  #pinged = 0;
  #changes = 0;
  #lagUs = 0;

  constructor(options: PlayThreadOptions) {
    this.#options = options;
    limitRunaway();
    this.#orderFd = checkErrno('eventfd', newEventFd());
    const given: PlayThreadStart = {
      synth: options.synth,
      board: this.#board.memory,
      orders: this.#orders.memory,
      orderFd: this.#orderFd,
      settings: this.#settings.buffer as SharedArrayBuffer,
      player: options.player,
      grab: options.grab,
      realtimePriority: options.realtimePriority,
      playback: options.playback,
      resumed: options.resumed,
    };
    this.#worker = (options.onItsWay ?? new ThreadOnItsWay()).worker;
    this.#worker.ref();
    this.#worker.postMessage({ start: given });
    this.#worker.on('error', (error) => this.#fail('error', error));
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#fail('ended', undefined);
        resolve();
      });
    });
    this.#look = setInterval(() => this.#lookAfter(), LOOK_EVERY_MS);
    this.#look.unref();
  }

  /** Waits until the thread listens, then sees to its scheduling if it could not itself. */
  async ready(): Promise<void> {
    const { fields } = this.#board;
    const waited = Atomics.waitAsync(fields, FIELD.ready, 0, READY_MS);
    const answer = await Promise.race([waited.value, this.#exited.then(() => 'exited' as const)]);
    if (answer === 'exited' || answer === 'timed-out') {
      throw new Problem(`the play thread ${answer === 'exited' ? 'ended' : 'hung'} at its start`, {
        exit: EXIT.internal,
      });
    }
  }

  /** Makes the thread real-time through rtkit when its own limits did not allow it. */
  async seekRealtime(): Promise<void> {
    const { fields } = this.#board;
    const wanted = this.#options.realtimePriority;
    if (wanted === 0 || fields[FIELD.realtimePriority] !== 0) return;
    const granted = await askRtkit(fields[FIELD.threadId]!, wanted);
    fields[FIELD.realtimePriority] = granted;
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
    if (!this.order(ORDER.addNode, fd, node, addressOf(kind, device, source))) return undefined;
    this.#used.add(node);
    if (kind === NODE.kernel) this.#kernelFds[node] = fd;
    return node;
  }

  /** Resolves when the thread has let the node go. */
  async removeNode(node: number): Promise<void> {
    if (!this.#used.has(node)) return;
    this.order(ORDER.removeNode, node);
    const { nodes } = this.#board;
    while (!this.#failed && nodes[node] !== NODE_FREE && nodes[node] !== NODE_GONE) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    this.#forget(node);
  }

  /** Asks for something; false when the thread is gone or too far behind. */
  order(code: OrderCode, a = 0, b = 0, c = 0): boolean {
    if (this.#failed || !give(this.#orders, code, a, b, c)) return false;
    libc.write(this.#orderFd, Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0), 8);
    return true;
  }

  /**
   * Has the settings that are tables change: velocity but for `fixed`, presets and the arming chord.
   * One change at a time. Resolves when the thread goes by them, or has failed.
   */
  async change(player: PlayerSettings): Promise<void> {
    compileSettings(this.#settings, player);
    this.#changes = (this.#changes + 1) | 0;
    if (!this.order(ORDER.settings, this.#changes)) return;
    const { fields } = this.#board;
    while (!this.#failed && Atomics.load(fields, FIELD.settingsTaken) !== this.#changes) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  snapshot(): Snapshot {
    return snapshot(this.#board);
  }

  /** Where another thread goes on, if this one has failed. */
  left(): Left {
    const { fields } = this.#board;
    return {
      velocity: fields[FIELD.velocity]!,
      preset: fields[FIELD.preset]!,
      velocityOffset: fields[FIELD.velocityOffset]!,
      recordingNext: fields[FIELD.recordingNext]!,
    };
  }

  /** Resolves when the thread has ended, however it did. */
  get exited(): Promise<void> {
    return this.#exited;
  }

  /** True once the recording, if there is one, has been played to its end. */
  get recordingDone(): boolean {
    return Atomics.load(this.#board.fields, FIELD.recordingDone) === 1;
  }

  /** What this thread has counted, on top of what those before it had. */
  measured(before: MeasuredPlay): MeasuredPlay {
    return measuredPlay(this.#board, before);
  }

  /** How late the thread woke at worst since the last look, in microseconds. */
  takeLagUs(): number {
    const lagUs = this.#lagUs;
    this.#lagUs = 0;
    return lagUs;
  }

  /** Every note ended, every keyboard given back, the thread gone. */
  async close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true;
      clearInterval(this.#look);
      this.order(ORDER.stop);
    }
    await this.#exited;
    if (this.#orderFdOpen) libc.close(this.#orderFd);
    this.#orderFdOpen = false;
  }

  #orderFdOpen = true;

  #freeNode(): number | undefined {
    for (let node = 0; node < NODES_MAX - DEVICES_MAX; node++) {
      if (!this.#used.has(node)) return node;
    }
    return undefined;
  }

  #forget(node: number): void {
    this.#used.delete(node);
    this.#kernelFds[node] = -1;
    Atomics.store(this.#board.nodes, node, NODE_FREE);
  }

  #lookAfter(): void {
    for (const node of this.#used) {
      if (Atomics.load(this.#board.nodes, node) !== NODE_GONE) continue;
      this.#forget(node);
      this.#options.onNodeGone(node);
    }
    this.#watch();
    this.#ping();
  }

  /** A thread that hangs while it has the keyboard is worse than none. */
  #watch(): void {
    const { fields } = this.#board;
    const turn = Atomics.load(fields, FIELD.heartbeat);
    if (Atomics.load(fields, FIELD.busy) === 0 || turn !== this.#turn) {
      this.#turn = turn;
      this.#turnSince = performance.now();
    } else if (performance.now() - this.#turnSince > HUNG_MS) {
      this.#fail('hung', undefined);
    }
  }

  /** One that waits for what never comes hangs as well: it is asked for a sign of life each second. */
  #ping(): void {
    const { fields } = this.#board;
    if (Atomics.load(fields, FIELD.ready) === 0) return;
    this.#looks = (this.#looks + 1) % PING_LOOKS;
    if (this.#looks > 0) return;
    if (Atomics.load(fields, FIELD.pong) === this.#pinged) {
      this.#lagUs = Math.max(this.#lagUs, fields[FIELD.lagUs]!);
      this.#pinged = (this.#pinged + 1) | 0;
      this.order(ORDER.ping, this.#pinged, Math.trunc(monotonicUs()) % PING_CLOCK_US);
      if (this.#pinged % COUNT_PINGS === 0) this.order(ORDER.collections);
    } else this.#fail('hung', undefined);
  }

  #fail(why: ThreadFailure, cause: unknown): void {
    if (this.#closing || this.#failed) return;
    this.#failed = true;
    clearInterval(this.#look);
    Atomics.store(this.#board.fields, FIELD.givenUp, 1);
    libc.write(this.#orderFd, Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0), 8);
    for (const fd of this.#kernelFds) if (fd >= 0) libc.ioctlInt(fd, EVIOCGRAB, 0);
    this.#options.onFailure(
      new Problem(`the play thread ${FAILED[why]}; the keyboards are given back`, {
        remedy: 'Start again; if it happens twice, report it with what you played.',
        exit: EXIT.internal,
        cause,
      }),
      why,
    );
  }
}
