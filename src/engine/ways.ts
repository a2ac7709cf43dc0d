import type { DriverPtr, FluidSynth, SettingsPtr } from '../ffi/libfluidsynth.ts';
import type { PacerPtr, RenderPtr, Shim, WayPtr } from '../ffi/shim.ts';
import { CALLS, WAY } from '../ffi/shim.ts';
import { Aside } from './aside.ts';
import type { Candidate } from './drivers.ts';
import { bringBack, SEE_OUTPUTS } from './drivers.ts';
import { PUSHED } from './latency.ts';

const HEARD_WITHIN_MS = 1000;
const LOOK_EVERY_MS = 2;
const ANSWER_WITHIN_MS = 3000;
const CLOSE_WITHIN_MS = 300;

/** Why a driver does not play. */
export interface Refusal {
  readonly why: string;
  readonly remedy: string;
}

/** A stream of a driver's, or the pacer. */
interface Way {
  readonly at: WayPtr;
  readonly calls: BigUint64Array;
  readonly candidate: Candidate | undefined;
  driver: DriverPtr | undefined;
  pacer: PacerPtr | undefined;
}

/**
 * The ways out that there are, one of which is heard. The synthesiser is rendered at
 * every time by exactly one way: by a driver, or by the pacer into nothing, since a synthesiser
 * that nobody renders forgets the notes' ends. Drivers are opened and deleted aside: either may
 * hang with its server, and is then left to itself until it comes back.
 */
export class Ways {
  readonly #fluidsynth: FluidSynth;
  readonly #shim: Shim;
  readonly #settings: SettingsPtr;
  readonly #render: RenderPtr;
  /** Calls that have not come back yet, and the driver each is about. */
  readonly #calls = new Map<Aside, string>();
  #used: Way | undefined;
  /** Opened, and not heard yet. */
  #coming: Way | undefined;
  #open = true;

  constructor(fluidsynth: FluidSynth, shim: Shim, settings: SettingsPtr, render: RenderPtr) {
    this.#fluidsynth = fluidsynth;
    this.#shim = shim;
    this.#settings = settings;
    this.#render = render;
  }

  /** Callbacks of the way that is in use; they stand still when its server does. */
  get callbacks(): number {
    return this.#used === undefined ? 0 : Number(Atomics.load(this.#used.calls, CALLS.callbacks));
  }

  /** What the way that is in use is asked for: its words are {@link CALLS}. */
  get calls(): BigUint64Array | undefined {
    return this.#used?.calls;
  }

  /**
   * Plays through this driver as soon as it asks for sound; until then, and if it does not within a
   * second, all stays as it is.
   */
  async play(candidate: Candidate): Promise<Refusal | undefined> {
    const { name, driver } = candidate;
    const hangs = { why: `${name} does not answer`, remedy: `To mend it: ${bringBack(name)}` };
    if (!(await this.#isFree(driver)) || !this.#open) return hangs;
    const way = this.#newWay(candidate);
    this.#fluidsynth.setString(this.#settings, 'audio.driver', driver);
    const { newDriver, render } = this.#shim;
    const call = this.#fluidsynth.address('new_fluid_audio_driver2');
    const opening = new Aside(this.#shim, newDriver(call, this.#settings, render, way.at));
    this.#calls.set(opening, driver);
    if (!(await opening.comesBack(ANSWER_WITHIN_MS))) {
      void this.#discardLate(opening, way);
      return hangs;
    }
    if (!this.#open) return hangs;
    this.#calls.delete(opening);
    if (opening.made === null) {
      this.#shim.freeWay(way.at);
      return { why: `${name} refuses a stream`, remedy: 'Look at its own log.' };
    }
    way.driver = opening.made as DriverPtr;
    this.#coming = way;
    const isHeard = await this.#isHeard(way);
    if (!this.#open) return hangs;
    this.#coming = undefined;
    if (isHeard) {
      this.#use(way);
      return undefined;
    }
    void this.#discard(way);
    return {
      why: `${name} asked for no sound within a second`,
      remedy: SEE_OUTPUTS,
    };
  }

  /** Renders by the clock alone: into what records it, else into nothing. */
  async pace(): Promise<void> {
    if (!this.#open) return;
    const way = this.#newWay(undefined);
    way.pacer = this.#shim.startPacer(way.at) ?? undefined;
    this.#use(way);
    await this.#isHeard(way);
  }

  /** Resolves when a driver that was given up is deleted, so that another may have its device. */
  async settled(driver: string): Promise<void> {
    await this.#isFree(driver);
  }

  /**
   * Ends all sound.
   *
   * @returns false when a driver hangs: what it was made from has to stay until the process ends
   */
  close(): boolean {
    if (!this.#open) return this.#calls.size === 0;
    this.#open = false;
    this.#use(undefined);
    if (this.#coming !== undefined) void this.#discard(this.#coming);
    while (this.#shim.isBusy(this.#render) === 1) {
      // A callback takes less than a period.
    }
    const deadline = performance.now() + CLOSE_WITHIN_MS;
    // A driver that opens just now is deleted in turn, which adds to what is waited for.
    for (const call of this.#calls.keys()) {
      if (!call.waitFor(Math.max(0, deadline - performance.now()))) continue;
      this.#calls.delete(call);
      if (call.made !== null) this.#calls.set(this.#deletion(call.made as DriverPtr), '');
    }
    return this.#calls.size === 0;
  }

  #newWay(candidate: Candidate | undefined): Way {
    const isPushed = candidate !== undefined && PUSHED.includes(candidate.driver);
    const kind = candidate === undefined ? WAY.unhurried : isPushed ? WAY.pushed : WAY.pulled;
    const at = this.#shim.newWay(this.#render, kind);
    if (at === null) throw new Error('there is no memory');
    return { at, calls: this.#shim.callsOf(at), candidate, driver: undefined, pacer: undefined };
  }

  #use(way: Way | undefined): void {
    const before = this.#used;
    this.#used = way;
    this.#shim.useWay(this.#render, way?.at ?? null);
    if (before !== undefined) void this.#discard(before);
  }

  async #discard(way: Way): Promise<void> {
    if (way.pacer !== undefined) this.#shim.stopPacer(way.pacer);
    if (way.driver !== undefined) {
      const deleting = this.#deletion(way.driver);
      this.#calls.set(deleting, way.candidate?.driver ?? '');
      if (!(await deleting.comesBack(Number.POSITIVE_INFINITY))) return;
      this.#calls.delete(deleting);
    }
    this.#shim.freeWay(way.at);
  }

  /** A driver that opens when nobody waits for it any more is deleted again. */
  async #discardLate(opening: Aside, way: Way): Promise<void> {
    if (!(await opening.comesBack(Number.POSITIVE_INFINITY)) || !this.#open) return;
    way.driver = (opening.made as DriverPtr | null) ?? undefined;
    const discarded = this.#discard(way);
    this.#calls.delete(opening);
    await discarded;
  }

  #deletion(driver: DriverPtr): Aside {
    const call = this.#fluidsynth.address('delete_fluid_audio_driver');
    return new Aside(this.#shim, this.#shim.deleteDriver(call, driver));
  }

  async #isFree(driver: string): Promise<boolean> {
    const deadline = performance.now() + ANSWER_WITHIN_MS;
    for (const [call, busy] of this.#calls) {
      if (busy !== driver) continue;
      if (!(await call.comesBack(deadline - performance.now()))) return false;
    }
    return true;
  }

  async #isHeard({ calls }: Way): Promise<boolean> {
    // Looks are counted, not time: where this process is kept waiting, so is the server.
    for (let left = HEARD_WITHIN_MS / LOOK_EVERY_MS; this.#open && left > 0; left--) {
      if (Atomics.load(calls, CALLS.callbacks) > 0n) return true;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return false;
  }
}
