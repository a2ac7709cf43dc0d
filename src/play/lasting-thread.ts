import { mayAgain } from '../core/backoff.ts';
import { RECORD_BYTES } from '../core/event.ts';
import type { PlayerSettings } from '../core/instrument/player.ts';
import { layoutNumber } from '../core/keys/layouts.ts';
import type { NodeKind, OrderCode, Source } from '../core/order.ts';
import { ORDER } from '../core/order.ts';
import type { Problem } from '../core/problem.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { libc } from '../ffi/libc.ts';
import type { PlayThreadOptions, ThreadFailure } from './handle.ts';
import { PlayThread } from './handle.ts';
import type { MeasuredPlay } from './measured.ts';
import { nothingMeasured } from './measured.ts';

const RESTARTS_MOST = 3;
const RESTARTS_WITHIN_MS = 10 * 60_000;
const RECORDS_AT_ONCE = 64;

export interface LastingThreadOptions extends Omit<PlayThreadOptions, 'onFailure' | 'resumed'> {
  /** False: the first failure is the last. */
  readonly isRecovering: () => boolean;
  /** Ends every note of the synthesiser; resolves false when it answers to nobody any more. */
  readonly silence: () => Promise<boolean>;
  /** A thread has failed, and the next one plays on. */
  readonly onRestart: (problem: Problem, why: ThreadFailure) => void;
  /** No thread plays any more. */
  readonly onFailure: (problem: Problem) => void;
}

type Begin = Pick<PlayThreadOptions, 'player' | 'grab' | 'playback' | 'resumed' | 'onItsWay'>;

type Counts = Pick<Snapshot, 'notesBegun' | 'notesEnded' | 'keyEvents' | 'gaps' | 'engineFailures'>;

interface Node {
  readonly fd: number;
  readonly kind: NodeKind;
  readonly device: number;
  readonly source: Source | undefined;
  /** Its number at the thread that plays now; undefined while none does. */
  at: number | undefined;
}

/**
 * The play thread, and when it fails, the next one in its place: set as the hands had left it, with
 * the same nodes, and with no note that nobody ends. A thread that hangs can't be ended. It is given
 * up, and leaves by itself should it ever go on.
 */
export class LastingThread {
  readonly #options: LastingThreadOptions;
  readonly #nodes = new Map<number, Node>();
  readonly #restartsMs: number[] = [];
  #player: PlayerSettings;
  #thread: PlayThread;
  #grab: boolean;
  /** The thread that failed last. */
  #failed: PlayThread | undefined;
  /** What the threads before this one had counted. */
  #before: Counts = { notesBegun: 0, notesEnded: 0, keyEvents: 0, gaps: 0, engineFailures: 0 };
  #measuredBefore = nothingMeasured();
  /** Threads that were given up and have not ended. */
  #hanging = 0;
  #closing = false;
  #replaced: Promise<void> = Promise.resolve();

  constructor(options: LastingThreadOptions) {
    this.#options = options;
    this.#player = options.player;
    this.#grab = options.grab;
    const { player, grab, playback, onItsWay } = options;
    this.#thread = this.#newThread({ player, grab, playback, onItsWay });
  }

  ready(): Promise<void> {
    return this.#thread.ready();
  }

  seekRealtime(): Promise<void> {
    return this.#thread.seekRealtime();
  }

  /** As {@link PlayThread.addNode}; the number is the node's at every thread to come. */
  addNode(fd: number, kind: NodeKind, device: number, source?: Source): number | undefined {
    const at = this.#thread.addNode(fd, kind, device, source);
    if (at === undefined) return undefined;
    let node = 0;
    while (this.#nodes.has(node)) node++;
    this.#nodes.set(node, { fd, kind, device, source, at });
    return node;
  }

  async removeNode(node: number): Promise<void> {
    await this.#replaced;
    const at = this.#nodes.get(node)?.at;
    this.#nodes.delete(node);
    if (at !== undefined) await this.#thread.removeNode(at);
  }

  order(code: OrderCode, a = 0, b = 0, c = 0): boolean {
    if (code === ORDER.grab) this.#grab = a === 1;
    return this.#thread.order(code, a, b, c);
  }

  /** As {@link PlayThread.change}; a thread to come is made with these settings. */
  async change(player: PlayerSettings): Promise<void> {
    this.#player = player;
    await this.#replaced;
    await this.#thread.change(player);
  }

  /** Resolves at once unless a thread is just being replaced. */
  get stands(): Promise<void> {
    return this.#replaced;
  }

  /** The state of the thread that plays; what is counted is counted over all of them. */
  snapshot(): Snapshot {
    const now = this.#thread.snapshot();
    return { ...now, ...added(this.#before, now) };
  }

  get recordingDone(): boolean {
    return this.#thread.recordingDone;
  }

  /** What all threads have counted, this one and those before it. */
  measured(): MeasuredPlay {
    return this.#thread.measured(this.#measuredBefore);
  }

  /** How late the thread woke at worst since the last look, in microseconds. */
  takeLagUs(): number {
    return this.#thread.takeLagUs();
  }

  /** True while a thread that was given up may still be in a call to the synthesiser. */
  get isHaunted(): boolean {
    return this.#hanging > 0;
  }

  /** Every note ended, every keyboard given back; a thread that hangs is not waited for. */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.#thread !== this.#failed) await this.#thread.close();
    await this.#replaced;
  }

  #newThread(options: Begin): PlayThread {
    const { synth, realtimePriority } = this.#options;
    const thread: PlayThread = new PlayThread({
      ...options,
      synth,
      realtimePriority,
      onNodeGone: (at) => this.#nodeGone(at),
      onFailure: (problem, why) => {
        this.#replaced = this.#replace(thread, problem, why);
      },
    });
    return thread;
  }

  #nodeGone(at: number): void {
    for (const [node, each] of this.#nodes) {
      if (each.at !== at) continue;
      this.#nodes.delete(node);
      this.#options.onNodeGone(node);
    }
  }

  async #replace(failed: PlayThread, problem: Problem, why: ThreadFailure): Promise<void> {
    const { isRecovering, silence, onRestart, onFailure } = this.#options;
    this.#failed = failed;
    this.#hanging++;
    void failed.exited.then(() => this.#left(failed, why));
    for (const node of this.#nodes.values()) node.at = undefined;
    const nowMs = performance.now();
    const isEnough = !mayAgain(this.#restartsMs, nowMs, RESTARTS_MOST, RESTARTS_WITHIN_MS);
    if (!isRecovering() || isEnough || !(await silence())) {
      if (!this.#closing) onFailure(problem);
      return;
    }
    if (this.#closing) return;
    this.#restartsMs.push(nowMs);
    const begin = this.#leftBy(failed);
    this.#before = ended(added(this.#before, failed.snapshot()));
    this.#measuredBefore = failed.measured(this.#measuredBefore);
    const next = this.#newThread(begin);
    this.#thread = next;
    try {
      await next.ready();
    } catch {
      // One that ended has failed in turn, and is replaced in turn.
      if (this.#failed !== next && !this.#closing) onFailure(problem);
      return;
    }
    for (const node of this.#nodes.values()) {
      drain(node.fd);
      node.at = next.addNode(node.fd, node.kind, node.device, node.source);
    }
    void next.seekRealtime();
    onRestart(problem, why);
  }

  #leftBy(failed: PlayThread): Begin {
    const { armed, octave, transpose, bank, program, layout } = failed.snapshot();
    const { velocity: fixed, recordingNext, ...resumed } = failed.left();
    const { playback } = this.#options;
    const { instrument } = this.#player;
    return {
      player: {
        ...this.#player,
        armed,
        instrument: {
          ...instrument,
          ...{ octave, transpose, bank, program, layout: layoutNumber(layout) },
          velocity: { ...instrument.velocity, fixed },
        },
      },
      grab: this.#grab,
      playback: playback && { ...playback, from: recordingNext },
      resumed,
    };
  }

  /** What a thread that hung may have begun, as it went on after all, ends. */
  async #left(failed: PlayThread, why: ThreadFailure): Promise<void> {
    this.#hanging--;
    await failed.close();
    if (why !== 'hung') return;
    await this.#replaced;
    if (this.#closing) return;
    this.#thread.order(ORDER.letGo);
    await this.#options.silence();
  }
}

function added(before: Counts, now: Counts): Counts {
  return {
    notesBegun: before.notesBegun + now.notesBegun,
    notesEnded: before.notesEnded + now.notesEnded,
    keyEvents: before.keyEvents + now.keyEvents,
    gaps: before.gaps + now.gaps,
    engineFailures: before.engineFailures + now.engineFailures,
  };
}

/** What sounded as a thread failed has ended with it. */
function ended(counts: Counts): Counts {
  return { ...counts, notesEnded: counts.notesBegun };
}

const records = new Uint8Array(RECORDS_AT_ONCE * RECORD_BYTES);

/** What was played to nobody is not to be made up for. */
function drain(fd: number): void {
  while (libc.read(fd, records, records.length) > 0) {
    // Until there is no more.
  }
}
