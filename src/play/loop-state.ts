/** What the loop of the play thread has and holds. */
import type { Moment } from '../core/event.ts';
import { moment, recordTimeUs } from '../core/event.ts';
import { setLayersOf } from '../core/instrument/adjust.ts';
import type { Player } from '../core/instrument/player.ts';
import { padCame } from '../core/instrument/player.ts';
import { NODES_MAX } from '../core/keys/held-keys.ts';
import { SOURCES } from '../core/order.ts';
import type { Pad } from '../core/touch/pad.ts';
import { EPOLL_EVENT_WORDS, monotonicUs, newEpoll, newMonotonicTimer } from '../ffi/libc.ts';
import type { Board } from './board.ts';
import { FIELD } from './board.ts';
import type { Collector } from './collector.ts';
import type { MidiNode } from './midi-node.ts';
import { createMidiNode } from './midi-node.ts';
import type { Nodes } from './nodes.ts';
import { createNodes, listen } from './nodes.ts';
import type { Orders } from './orders.ts';
import type { RecordReader } from './record-reader.ts';
import { createRecordReader } from './record-reader.ts';
import type { Scenes } from './scenes.ts';
import { createScenes } from './scenes.ts';
import type { SongPart, SongPlayback } from './song.ts';
import { beginSong } from './song.ts';
import type { Trace } from './trace.ts';

// What epoll answers for a descriptor that is no node.
const TIMER = NODES_MAX;
export const ORDERS = NODES_MAX + 1;
export const READY_AT_ONCE = 16;

/** A recording on its way into the instrument; it speaks through the topmost nodes. */
interface Playback {
  readonly records: Int32Array;
  readonly deviceOf: Uint8Array;
  /** Added to a record's time: when the recording began, on our clock. */
  readonly startUs: number;
  next: number;
}

export interface Loop {
  readonly player: Player;
  readonly board: Board;
  readonly orders: Orders;
  readonly orderFd: number;
  /** Compiled settings, as the main thread puts them there before it orders to take them. */
  readonly settings: Int16Array;
  readonly scenes: Scenes;
  readonly timerFd: number;
  readonly nodes: Nodes;
  readonly playback: Playback | undefined;
  readonly song: SongPlayback | undefined;
  readonly trace: Trace;
  readonly collector: Collector | undefined;
  /** The number of each node's source. */
  readonly sources: Uint8Array;
  readonly ready: Int32Array;
  readonly reader: RecordReader;
  readonly midi: MidiNode;
  readonly order: Int32Array;
  readonly eight: Uint8Array;
  /** When the timer is set to ring; Infinity when it is not. */
  readonly timerUs: Float64Array;
  readonly now: Moment;
  /** When what is counted was played, and when MIDI was read. */
  readonly played: Moment;
  readonly midiNow: Moment;
}

export interface LoopParts {
  readonly player: Player;
  readonly board: Board;
  readonly orders: Orders;
  readonly orderFd: number;
  readonly settings: Int16Array;
  readonly armingChord: readonly number[];
  readonly grab: boolean;
  readonly playback: PlaybackPart | undefined;
  readonly song?: SongPart | undefined;
  /** The sequencer, where the player's synthesiser sends to it. */
  readonly midi?: MidiNode | undefined;
  readonly trace: Trace;
  readonly collector?: Collector | undefined;
  /** None unless given. */
  readonly scenes?: Scenes | undefined;
}

/** A recording that the thread plays at its own pace. */
export interface PlaybackPart {
  readonly records: Int32Array;
  readonly deviceOf: Uint8Array;
  /** Which keyboard of ours each recorded device is, 0 to {@link DEVICES_MAX} - 1. */
  readonly keyboards: readonly number[];
  /** The layers that each recorded device plays, a bit a layer. */
  readonly layers: readonly number[];
  /** What each recorded device is as a touchpad, if it is one. */
  readonly pads: readonly (Pad | undefined)[];
  /** Silence before its time 0. */
  readonly leadUs: number;
  /** The event to begin with, for a thread that goes on where another ended. */
  readonly from?: number;
}

/** The node that device `device` of a recording speaks through; live nodes count from 0. */
export function recordingNode(device: number): number {
  return NODES_MAX - 1 - device;
}

export function createLoop(parts: LoopParts): Loop {
  const { player, board, orders, orderFd, playback } = parts;
  const nodes = createNodes(newEpoll(), parts.armingChord, parts.grab, player.arming.armed, {
    on: player.instrument.touchpad.on,
    grab: player.instrument.touchpad.grab,
  });
  const timerFd = newMonotonicTimer();
  listen(nodes, timerFd, TIMER);
  listen(nodes, orderFd, ORDERS);
  playback?.keyboards.forEach((keyboard, device) => {
    player.held.deviceOf[recordingNode(device)] = keyboard;
    setLayersOf(player.instrument, keyboard, playback.layers[device]!);
  });
  playback?.pads.forEach((pad, device) => {
    if (pad !== undefined) padCame(player, recordingNode(device), pad);
  });
  return {
    player,
    board,
    orders,
    orderFd,
    settings: parts.settings,
    scenes: parts.scenes ?? createScenes(),
    timerFd,
    nodes,
    playback: playback && {
      records: playback.records,
      deviceOf: playback.deviceOf,
      startUs: monotonicUs() + playback.leadUs - beganUs(playback),
      next: playback.from ?? 0,
    },
    song: parts.song && beginSong(parts.song),
    trace: parts.trace,
    collector: parts.collector,
    sources: new Uint8Array(NODES_MAX).fill(SOURCES.indexOf('recording')),
    ready: new Int32Array(READY_AT_ONCE * EPOLL_EVENT_WORDS),
    reader: createRecordReader(),
    midi: parts.midi ?? createMidiNode(),
    order: new Int32Array(4),
    eight: new Uint8Array(8),
    timerUs: Float64Array.of(Number.POSITIVE_INFINITY),
    now: moment(0),
    played: moment(0),
    midiNow: moment(0),
  };
}

/** When the first event to play was recorded; the silence before it is played too. */
function beganUs({ records, from = 0 }: PlaybackPart): number {
  return from === 0 ? 0 : recordTimeUs(records, from);
}

/** Whether another thread plays by now, since this one hung: notes and keyboards are that one's. */
export function isGivenUp({ board }: Loop): boolean {
  return Atomics.load(board.fields, FIELD.givenUp) === 1;
}
