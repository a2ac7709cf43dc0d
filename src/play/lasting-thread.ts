import { mayAgain } from '../core/backoff.ts';
import { RECORD_BYTES } from '../core/event.ts';
import { FORGET } from '../core/instrument/learnt-routes.ts';
import type { PlayerSettings } from '../core/instrument/player.ts';
import type { NodeKind, OrderCode, Source } from '../core/order.ts';
import { ORDER } from '../core/order.ts';
import type { Problem } from '../core/problem.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { libc } from '../ffi/libc.ts';
import type { Named } from './board.ts';
import type { PlayThreadOptions, ThreadFailure } from './handle.ts';
import { PlayThread } from './handle.ts';
import type { MeasuredPlay, Turning } from './measured.ts';
import { nothingMeasured } from './measured.ts';
import { resumedSettings } from './resume.ts';
import type { TracedNote } from './trace.ts';

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

type Begin = Pick<
  PlayThreadOptions,
  'player' | 'grab' | 'playback' | 'song' | 'resumed' | 'onItsWay'
>;

const COUNTED = [
  'notesBegun',
  'notesEnded',
  'notesRefused',
  'keyEvents',
  'gaps',
  'engineFailures',
] as const;

type Counts = Pick<Snapshot, (typeof COUNTED)[number]>;

const NOTHING = countedBy(() => 0);

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
  /** What was ordered for good, and a thread to come is told anew. */
  readonly #standing = new Map<string, readonly [OrderCode, number, number, number]>();
  #player: PlayerSettings;
  #thread: PlayThread;
  #grab: boolean;
  /** The thread that failed last. */
  #failed: PlayThread | undefined;
  /** What the threads before this one had counted. */
  #before: Counts = NOTHING;
  #measuredBefore = nothingMeasured();
  /** Threads that were given up and have not ended. */
  #hanging = 0;
  /** It was to end and has not. */
  #isStuck = false;
  #closing = false;
  #replaced: Promise<void> = Promise.resolve();

  constructor(options: LastingThreadOptions) {
    this.#options = options;
    this.#player = options.player;
    this.#grab = options.grab;
    const { player, grab, playback, song, onItsWay } = options;
    this.#thread = this.#newThread({ player, grab, playback, song, onItsWay });
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
    if (code === ORDER.layersOf) this.#standing.set(`${code} ${a}`, [code, a, b, c]);
    if (code === ORDER.learnt) this.#standing.set(`${code} ${b}`, [code, a, b, c]);
    if (code === ORDER.learn && a === FORGET) this.#forget(ORDER.learnt);
    if (code === ORDER.midiChannels || code === ORDER.midiOutput)
      this.#standing.set(`${code}`, [code, a, b, c]);
    return this.#thread.order(code, a, b, c);
  }

  /** As {@link PlayThread.learnt}, of the thread that plays. */
  learnt(): ReturnType<PlayThread['learnt']> {
    return this.#thread.learnt();
  }

  /** What has its numbers from the start on: layouts and scales. */
  get named(): Named {
    const { layouts, scale } = this.#options.player.instrument;
    return { layouts, scales: scale.scales };
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

  /** The notes that sound, a bit each. */
  notes(into: Uint32Array): void {
    this.#thread.notes(into);
  }

  get recordingDone(): boolean {
    return this.#thread.recordingDone;
  }

  /** What all threads have counted, this one and those before it. */
  measured(): MeasuredPlay {
    return this.#thread.measured(this.#measuredBefore);
  }

  /** Whether the thread that plays turns. */
  turning(): Turning {
    return this.#thread.turning();
  }

  /** How late the thread woke at worst since the last look, in microseconds. */
  takeLagUs(): number {
    return this.#thread.takeLagUs();
  }

  /** As {@link PlayThread.tracedNotes}, of the thread that plays. */
  tracedNotes(sinceUs: number): TracedNote[] {
    return this.#thread.tracedNotes(sinceUs);
  }

  pulse(): number {
    return this.#thread.pulse();
  }

  /** True while a thread that hangs may still be in a call to the synthesiser. */
  get isHaunted(): boolean {
    return this.#hanging > 0 || this.#isStuck;
  }

  /**
   * Every note ended, every keyboard given back; a thread that was given up is not waited for.
   *
   * @returns false when the one that played does not end, which only the end of the process ends
   */
  async close(): Promise<boolean> {
    this.#closing = true;
    let ended = true;
    if (this.#thread !== this.#failed) ended = await this.#thread.close();
    this.#isStuck = !ended;
    await this.#replaced;
    return ended;
  }

  #newThread(options: Begin): PlayThread {
    const {
      synth,
      realtimePriority,
      capture,
      scenes,
      onScene,
      onRecord,
      onKeep,
      trace = false,
      onMidiNews,
    } = this.#options;
    const thread: PlayThread = new PlayThread({
      ...options,
      synth,
      realtimePriority,
      capture,
      scenes,
      onScene,
      onRecord,
      onKeep,
      trace,
      onNodeGone: (at) => this.#nodeGone(at),
      onMidiNews,
      onFailure: (problem, why) => {
        this.#replaced = this.#replace(thread, problem, why);
      },
    });
    return thread;
  }

  #forget(code: OrderCode): void {
    for (const [key, [standing]] of this.#standing) {
      if (standing === code) this.#standing.delete(key);
    }
  }

  #nodeGone(at: number): void {
    for (const [node, each] of this.#nodes) {
      if (each.at !== at) continue;
      this.#nodes.delete(node);
      this.#options.onNodeGone(node);
    }
  }

  async #replace(failed: PlayThread, problem: Problem, why: ThreadFailure): Promise<void> {
    this.#giveUp(failed, why);
    const next = await this.#nextThread(this.#leftBy(failed));
    if (this.#closing) return;
    if (next === undefined) {
      this.#options.onFailure(problem);
      return;
    }
    for (const order of this.#standing.values()) next.order(...order);
    for (const node of this.#nodes.values()) {
      drain(node.fd);
      node.at = next.addNode(node.fd, node.kind, node.device, node.source);
    }
    void next.seekRealtime();
    this.#options.onRestart(problem, why);
  }

  #giveUp(failed: PlayThread, why: ThreadFailure): void {
    this.#failed = failed;
    this.#hanging++;
    void failed.exited.then(() => this.#left(failed, why));
    for (const node of this.#nodes.values()) node.at = undefined;
  }

  /** The next thread that listens; undefined when too many have failed, or none could play. */
  async #nextThread(begin: Begin): Promise<PlayThread | undefined> {
    const { isRecovering, silence } = this.#options;
    for (;;) {
      const nowMs = performance.now();
      const isEnough = !mayAgain(this.#restartsMs, nowMs, RESTARTS_MOST, RESTARTS_WITHIN_MS);
      if (!isRecovering() || isEnough || !(await silence()) || this.#closing) return undefined;
      // The synthesiser has answered: what hangs, hangs elsewhere.
      this.#failed?.leave();
      this.#restartsMs.push(nowMs);
      const next = this.#newThread(begin);
      this.#before = ended(added(this.#before, this.#thread.snapshot()));
      this.#measuredBefore = this.measured();
      this.#thread = next;
      if (await listens(next)) return next;
      this.#giveUp(next, next.failure ?? 'ended');
    }
  }

  #leftBy(failed: PlayThread): Begin {
    const { playback, song } = this.#options;
    const left = failed.left();
    return {
      player: resumedSettings(this.#player, failed.snapshot(), left),
      grab: this.#grab,
      playback: playback && { ...playback, from: left.recordingNext },
      song: song && { ...song, from: left.recordingNext },
      resumed: left,
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

async function listens(thread: PlayThread): Promise<boolean> {
  return await thread.ready().then(
    () => true,
    () => false,
  );
}

function added(before: Counts, now: Counts): Counts {
  return countedBy((count) => before[count] + now[count]);
}

function countedBy(count: (count: keyof Counts) => number): Counts {
  return Object.fromEntries(COUNTED.map((each) => [each, count(each)])) as Record<
    keyof Counts,
    number
  >;
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
