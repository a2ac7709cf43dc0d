import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { basename } from 'node:path';
import { EXIT, Problem } from '../core/problem.ts';
import type { Evdev } from '../ffi/libevdev.ts';
import { EvdevNode } from './evdev-node.ts';
import type { Description, KeyboardChoice } from './keyboards.ts';
import { isPlayed } from './keyboards.ts';

const INPUT_FOLDER = '/dev/input';

/** One look at the event devices. */
export interface Survey {
  readonly devices: readonly Description[];
  /** Devices that exist and that we may not read. */
  readonly forbidden: readonly string[];
  /** Undefined, or why there is nothing to look at. */
  readonly absent: string | undefined;
}

/** What every readable event device says of itself. */
export function surveyDevices(evdev: Evdev, folder = INPUT_FOLDER): Survey {
  const devices: Description[] = [];
  const forbidden: string[] = [];
  let names: string[];
  try {
    names = eventNodes(folder);
  } catch {
    return { devices, forbidden, absent: `this machine has no ${folder}` };
  }
  for (const name of names) {
    const path = `${folder}/${name}`;
    const opened = openNode(path);
    if (opened === 'forbidden') forbidden.push(path);
    if (typeof opened === 'string') continue;
    const description = opened.describe(evdev);
    if (description !== undefined) devices.push(description);
    opened.close();
  }
  return { devices, forbidden, absent: undefined };
}

/** A keyboard node, open and on the monotonic clock; closing it is the receiver's duty. */
export interface FoundNode {
  readonly node: EvdevNode;
  readonly description: Description;
}

// udev gives a fresh device its permissions some time after it appears.
const LOOK_AGAIN_MS = [30, 250, 1000, 3000];
// 10 ms where it is slowest (CONFIG_HZ=100), and as much again for the time between two looks.
const TICK_MS = 20;
// Where the kernel does not tell what comes and goes.
const POLL_MS = 1000;

/**
 * Finds the chosen keyboards, now and as they are plugged in. A node is handed over once; when its
 * device has gone, {@link forget} lets it be found again.
 */
export class EvdevDiscovery {
  readonly #evdev: Evdev;
  #choice: KeyboardChoice;
  readonly #folder: string;
  readonly #onFound: (found: FoundNode) => boolean;
  readonly #known = new Set<string>();
  /**
   * Nodes that are of no use as they stand, by path. They are not opened at every look: that wakes
   * a device, and takes a sleeping one on USB 50 ms.
   */
  readonly #useless = new Map<string, string>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #watcher: FSWatcher | undefined;
  #poll: NodeJS.Timeout | undefined;

  /** @param onFound answers whether the node was taken; else it is closed, and found again later */
  constructor(
    evdev: Evdev,
    choice: KeyboardChoice,
    onFound: (found: FoundNode) => boolean,
    folder = INPUT_FOLDER,
  ) {
    this.#evdev = evdev;
    this.#choice = choice;
    this.#folder = folder;
    this.#onFound = onFound;
    this.#watch();
    this.look();
  }

  /** Looks for keyboards that are not known yet. */
  look(): void {
    let names: string[];
    try {
      names = eventNodes(this.#folder);
    } catch {
      return;
    }
    for (const name of names) this.#consider(`${this.#folder}/${name}`);
  }

  /** Finds by this choice from now on; what was found before is the receiver's to let go. */
  choose(choice: KeyboardChoice): void {
    this.#choice = choice;
    this.#useless.clear();
    this.look();
  }

  /** The device behind the path is gone, or was let go: it may be found anew. */
  forget(path: string): void {
    this.#known.delete(path);
    this.#lookSoon();
  }

  close(): void {
    this.#watcher?.close();
    clearInterval(this.#poll);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /** Has the kernel tell of changes; while it can not, such as without a folder, looks by itself. */
  #watch(): void {
    this.#watcher?.close();
    try {
      this.#watcher = watch(this.#folder, (_, name) => this.#changed(name));
      this.#watcher.on('error', () => this.#lookByItself());
      clearInterval(this.#poll);
      this.#poll = undefined;
    } catch {
      this.#lookByItself();
    }
  }

  #lookByItself(): void {
    this.#poll ??= setInterval(() => {
      this.#watch();
      this.look();
    }, POLL_MS).unref();
  }

  #changed(name: string | null): void {
    // The folder itself: it goes with its last device, and the next one brings a new folder.
    if (name === basename(this.#folder)) this.#watch();
    this.#lookSoon();
  }

  #consider(path: string): void {
    if (this.#known.has(path)) return;
    const state = stateOf(path);
    if (state === this.#useless.get(path)) return;
    this.#useless.delete(path);
    const node = openNode(path);
    if (node === 'forbidden' && isSettled(path)) this.#useless.set(path, state);
    if (typeof node === 'string') return;
    const description = node.describe(this.#evdev);
    const isWanted =
      description !== undefined && isPlayed(description, this.#choice) && node.useMonotonicClock();
    if (isWanted && this.#onFound({ node, description })) {
      this.#known.add(path);
      return;
    }
    node.close();
    if (description !== undefined && !isWanted) this.#useless.set(path, state);
  }

  #lookSoon(): void {
    for (const delay of LOOK_AGAIN_MS) {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        this.look();
      }, delay);
      this.#timers.add(timer);
    }
  }
}

/** What changes with a new device under the path, and with its permissions. */
function stateOf(path: string): string {
  try {
    const { ino, ctimeMs } = statSync(path);
    return `${ino} ${ctimeMs}`;
  } catch {
    return 'gone';
  }
}

/** Whether a later change would show: within one tick of the kernel's clock two leave the same time. */
function isSettled(path: string): boolean {
  try {
    return Math.abs(Date.now() - statSync(path).ctimeMs) > TICK_MS;
  } catch {
    return false;
  }
}

function eventNodes(folder: string): string[] {
  const numberOf = (name: string): number => Number(name.slice('event'.length));
  return readdirSync(folder)
    .filter((name) => /^event\d+$/.test(name))
    .sort((a, b) => numberOf(a) - numberOf(b));
}

function openNode(path: string): EvdevNode | 'forbidden' | 'gone' {
  try {
    return new EvdevNode(path);
  } catch (error) {
    if (error instanceof Problem && error.exit === EXIT.noPermission) return 'forbidden';
    return 'gone';
  }
}
