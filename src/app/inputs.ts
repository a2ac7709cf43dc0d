import type { Readable, Writable } from 'node:stream';
import type { Config } from '../config/schema.ts';
import { recordTimeUs } from '../core/event.ts';
import type { Log } from '../core/log.ts';
import { songLengthUs } from '../core/midi/song.ts';
import type { Source } from '../core/order.ts';
import { NODE, ORDER } from '../core/order.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { InputStatus } from '../core/status.ts';
import type { Pad } from '../core/touch/pad.ts';
import type { FoundNode, Survey } from '../devices/evdev-discovery.ts';
import { EvdevDiscovery, surveyDevices } from '../devices/evdev-discovery.ts';
import type { Description, KeyboardChoice } from '../devices/keyboards.ts';
import {
  groupKeyboards,
  isChosen,
  isKeyboard,
  isPlayed,
  isStanding,
  isTouchpad,
  keyboardOf,
  kindOfKeyboard,
  layersOfDevice,
  usbId,
} from '../devices/keyboards.ts';
import { RecordPipe } from '../devices/record-pipe.ts';
import { TerminalKeys } from '../devices/terminal-keys.ts';
import { monotonicUs } from '../ffi/libc.ts';
import type { Evdev } from '../ffi/libevdev.ts';
import { openEvdev } from '../ffi/libevdev.ts';
import type { LastingThread } from '../play/lasting-thread.ts';
import type { PlaybackPart } from '../play/loop-state.ts';
import type { SongPart } from '../play/song.ts';
import { openPlayable } from './recordings.ts';
import type { Tally } from './tally.ts';

/** Where the notes come from. */
export interface Input {
  status(): InputStatus;
  /** A node that this input added has gone; true when it was one of its own. */
  nodeGone(node: number): void;
  /** Plays the keyboards that the configuration means, where keyboards are what it plays. */
  choose(config: Config): Promise<void>;
  close(): Promise<void>;
}

/** What is there to play from, and how to get more. */
export interface Choice {
  readonly from: InputStatus['from'];
  /** Of a recording: its path. */
  readonly path?: string;
  /** Why not the keyboards, when they were not asked away. */
  readonly instead?: string;
}

// Time for the sound to settle before a recording's first note.
const LEAD_US = 200_000;

/** Which keyboards, and touchpads, the configuration means. */
export function keyboardChoice({ devices }: Config): KeyboardChoice {
  const { keyboards, ignore, alwaysArmed } = devices;
  return {
    keyboards: typeof keyboards === 'string' ? [] : [...keyboards],
    ignore: [...ignore],
    standing: alwaysArmed,
    touchpads: true,
  };
}

/**
 * What `wanted` (auto, keyboards, terminal, demo, a file) comes to on this machine.
 *
 * @param isTerminal whether a person sits at this program's terminal
 */
export function chooseInput(wanted: string, config: Config, isTerminal: boolean): Choice {
  if (wanted === 'keyboards') return { from: 'keyboards' };
  if (wanted === 'terminal') {
    if (isTerminal) return { from: 'terminal' };
    throw new Problem('there is no terminal to play from', {
      remedy: 'Run it in one, or play a recording: fw16-synth --input demo',
      exit: EXIT.unavailable,
    });
  }
  if (wanted !== 'auto') return { from: 'recording', path: wanted };
  const instead = whyNoKeyboard(config);
  if (instead === undefined) return { from: 'keyboards' };
  if (isTerminal) {
    return { from: 'terminal', instead: `${instead} This terminal is the keyboard instead.` };
  }
  return { from: 'recording', path: 'demo', instead: `${instead} The demo plays instead.` };
}

/** Undefined when a keyboard can be played, else what is missing and how to get it. */
export function whyNoKeyboard(config: Config): string | undefined {
  const opened = openEvdev();
  if (!opened.ok) return `Keyboards need libevdev. ${opened.remedy}`;
  const survey = surveyDevices(opened.evdev);
  const choice = keyboardChoice(config);
  const keyboards = survey.devices.filter(isKeyboard);
  if (keyboards.some((keyboard) => isChosen(keyboard, choice))) return undefined;
  if (keyboards.length > 0) return 'devices.keyboards and devices.ignore leave no keyboard over.';
  return missingKeyboard(survey);
}

/** For each layer the keyboards that play it; none stands for all. */
export type LayerSources = readonly (readonly string[])[];

interface PlayedNode extends FoundNode {
  readonly keyboard: string;
  /** The number of the keyboard, 0 to DEVICES_MAX - 1. */
  readonly device: number;
}

/** Plays the keyboards of this machine, as they come and go. */
export class KeyboardInput implements Input {
  readonly #thread: LastingThread;
  readonly #discovery: EvdevDiscovery;
  readonly #layerSources: LayerSources;
  #choice: KeyboardChoice;
  readonly #nodes = new Map<number, PlayedNode>();
  readonly #log: Log;
  readonly #reconnects: Tally;
  readonly #onPad: (pad: Pad) => void;
  /** Keyboards that have been here and are not now, by what they are. */
  readonly #away = new Set<string>();

  /**
   * @param reconnects counts the keyboards that come back, by kind
   * @param onPad told of the touchpad that plays
   */
  constructor(
    thread: LastingThread,
    evdev: Evdev,
    choice: KeyboardChoice,
    layerSources: LayerSources,
    log: Log,
    reconnects: Tally,
    onPad: (pad: Pad) => void,
    folder?: string,
  ) {
    this.#thread = thread;
    this.#layerSources = layerSources;
    this.#choice = choice;
    this.#log = log;
    this.#reconnects = reconnects;
    this.#onPad = onPad;
    this.#discovery = new EvdevDiscovery(evdev, choice, (found) => this.#add(found), folder);
  }

  status(): InputStatus {
    // Of the nodes of one keyboard, the first has its name and others add what they report.
    const names = new Map<string, string>();
    for (const { keyboard, description } of this.#nodes.values()) {
      const { name } = description;
      if (name.length < (names.get(keyboard) ?? `${name}+`).length) names.set(keyboard, name);
    }
    const detail = names.size === 0 ? 'waiting for a keyboard' : [...names.values()].join(', ');
    return { from: 'keyboards', detail };
  }

  nodeGone(node: number): void {
    const played = this.#nodes.get(node);
    if (played === undefined) return;
    this.#nodes.delete(node);
    played.node.close();
    this.#discovery.forget(played.description.path);
    this.#wentAway(played);
  }

  async choose(config: Config): Promise<void> {
    const [choice, before] = [keyboardChoice(config), this.#choice];
    this.#choice = choice;
    this.#discovery.choose(choice);
    for (const [node, played] of this.#nodes) {
      const { description } = played;
      const isSame = isStanding(description, choice) === isStanding(description, before);
      // One of another role goes, and is found again at once.
      if (isSame && isPlayed(description, choice)) continue;
      this.#nodes.delete(node);
      await this.#thread.removeNode(node);
      played.node.close();
      this.#discovery.forget(played.description.path);
    }
  }

  async close(): Promise<void> {
    this.#discovery.close();
    for (const { node } of this.#nodes.values()) node.close();
    this.#nodes.clear();
  }

  /** False when there are as many already as can be played. */
  #add(found: FoundNode): boolean {
    const { description } = found;
    const pad = isTouchpad(description) ? description.pad : undefined;
    // One at a time.
    if (pad !== undefined && this.#hasPad) return false;
    const keyboard = keyboardOf(description);
    const device = this.#deviceOf(keyboard);
    const layers = layersOfDevice(description, this.#layerSources);
    this.#thread.order(ORDER.layersOf, device, layers);
    const source = sourceOf(description);
    const kind =
      pad !== undefined
        ? NODE.touchpad
        : isStanding(description, this.#choice)
          ? NODE.standing
          : NODE.kernel;
    const node = this.#thread.addNode(found.node.fd, kind, device, source);
    if (node === undefined) return false;
    const played = { ...found, keyboard, device };
    this.#nodes.set(node, played);
    if (pad !== undefined) this.#onPad(pad);
    if (this.#away.delete(identityOf(played))) {
      this.#reconnects.add(source);
      this.#log.info(`${description.name} is back.`, { kind: source });
    }
    return true;
  }

  /** Its last node is gone: the keyboard is. */
  #wentAway(played: PlayedNode): void {
    const identity = identityOf(played);
    if ([...this.#nodes.values()].some((each) => identityOf(each) === identity)) return;
    const { description } = played;
    this.#away.add(identity);
    this.#log.warn(
      `${description.name} is gone; what it held has ended. Plug it in again to play on.`,
      { kind: sourceOf(description) },
    );
  }

  get #hasPad(): boolean {
    return [...this.#nodes.values()].some(({ description }) => isTouchpad(description));
  }

  /** The number that the other nodes of the keyboard have, or the first free one. */
  #deviceOf(keyboard: string): number {
    const nodes = [...this.#nodes.values()];
    const sibling = nodes.find((each) => each.keyboard === keyboard);
    if (sibling !== undefined) return sibling.device;
    let device = 0;
    while (nodes.some((each) => each.device === device)) device++;
    return device;
  }
}

/** What the notes of a device are counted as. */
function sourceOf(description: Description): Source {
  return isTouchpad(description) ? 'touchpad' : kindOfKeyboard(description);
}

const TERMINAL = { name: 'terminal', vendor: 0, product: 0, keys: [] };

/** Plays the terminal that the program runs in. */
export class TerminalInput implements Input {
  readonly #thread: LastingThread;
  readonly #terminal: TerminalKeys;
  readonly #pipe = new RecordPipe();
  readonly #node: number | undefined;

  constructor(
    thread: LastingThread,
    streams: { readonly input: Readable; readonly output: Writable },
    onQuit: () => void,
    layerSources: LayerSources,
  ) {
    this.#thread = thread;
    thread.order(ORDER.layersOf, 0, layersOfDevice(TERMINAL, layerSources));
    this.#node = thread.addNode(this.#pipe.readFd, NODE.pipe, 0, 'terminal');
    this.#terminal = new TerminalKeys({
      ...streams,
      deliver: (records, count) => this.#pipe.send(records, count),
      nowUs: monotonicUs,
      onQuit,
    });
  }

  status(): InputStatus {
    return { from: 'terminal', detail: this.#terminal.account };
  }

  nodeGone(): void {}

  async choose(): Promise<void> {}

  async close(): Promise<void> {
    this.#terminal.close();
    if (this.#node !== undefined) await this.#thread.removeNode(this.#node);
    this.#pipe.close();
  }
}

/** A recording, or a MIDI file, that the play thread plays by itself. */
export class RecordingInput implements Input {
  readonly #name: string;
  readonly #seconds: number;
  readonly #thread: LastingThread;

  constructor(path: string, seconds: number, thread: LastingThread) {
    this.#name = path === 'demo' ? 'the demo' : path;
    this.#seconds = seconds;
    this.#thread = thread;
  }

  status(): InputStatus {
    const where = this.#thread.recordingDone
      ? 'at its end'
      : `${Math.ceil(this.#seconds)} seconds long`;
    return { from: 'recording', detail: `${this.#name}, ${where}` };
  }

  nodeGone(): void {}

  async choose(): Promise<void> {}

  async close(): Promise<void> {}
}

/** The same for a keyboard that was unplugged and plugged in again. */
function identityOf({ description, keyboard }: PlayedNode): string {
  return `${usbId(description)} ${keyboard}`;
}

/** A recording as the play thread takes it: of keys, or of what they make. */
export interface Played {
  readonly playback?: PlaybackPart;
  readonly song?: SongPart;
  readonly seconds: number;
}

export function playedFrom(path: string, layerSources: LayerSources): Played {
  const recording = openPlayable(path);
  if ('messages' in recording) {
    const timesUs = shared(recording.timesUs, Float64Array);
    const messages = shared(recording.messages, Int32Array);
    const song = { timesUs, messages, leadUs: LEAD_US };
    return { song, seconds: songLengthUs(recording) / 1e6 };
  }
  const { records, deviceOf, devices } = recording;
  const playback = {
    records: shared(records, Int32Array),
    deviceOf,
    keyboards: groupKeyboards(devices),
    layers: devices.map((device) => layersOfDevice(device, layerSources)),
    pads: devices.map(({ pad }) => pad),
    leadUs: LEAD_US,
  };
  return { playback, seconds: recordTimeUs(records, deviceOf.length - 1) / 1e6 };
}

// Shared rather than copied: the thread's heap stays small.
function shared<Cells extends Float64Array | Int32Array>(
  cells: Cells,
  kind: new (memory: SharedArrayBuffer) => Cells,
): Cells {
  const copy = new kind(new SharedArrayBuffer(cells.byteLength));
  copy.set(cells);
  return copy;
}

function missingKeyboard({ forbidden, absent }: Survey): string {
  if (absent !== undefined) return `No keyboard can be read: ${absent}.`;
  if (forbidden.length === 0) return 'No keyboard is connected.';
  return (
    'The keyboards may not be read by this user. To allow it: sudo usermod -aG input $USER, then' +
    ' log in anew (docs/security.md says what that means).'
  );
}
