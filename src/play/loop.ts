/**
 * The play thread's one loop. It sleeps in epoll_wait and nowhere else: device nodes, the timer for
 * what is due, the eventfd of the main thread's orders. Nothing in it allocates, logs or throws.
 */
import type { Moment } from '../core/event.ts';
import {
  moment,
  RECORD_WORDS,
  recordTimeUs,
  WORD_MICROSECONDS,
  WORD_SECONDS,
} from '../core/event.ts';
import { adoptSettings } from '../core/instrument/compiled-settings.ts';
import { DEVICES_MAX } from '../core/instrument/holders.ts';
import { endBeats, letGo, setLayersOf } from '../core/instrument/instrument.ts';
import { BEGUN } from '../core/instrument/ledger.ts';
import type { Player } from '../core/instrument/player.ts';
import { nodeGone, padCame, planWake, playRecords, tickNow } from '../core/instrument/player.ts';
import { NODES_MAX } from '../core/keys/held-keys.ts';
import { endSilentPorts } from '../core/midi/midi-stream.ts';
import { endSong, silenceSong } from '../core/midi/song.ts';
import { deviceOf, kindOf, NODE, ORDER, SOURCES, sourceOf } from '../core/order.ts';
import type { Pad } from '../core/touch/pad.ts';
import { askContacts, readPad } from '../devices/touchpad.ts';
import {
  EPOLL_DATA_WORD,
  EPOLL_EVENT_WORDS,
  libc,
  monotonicUs,
  newEpoll,
  newMonotonicTimer,
  readMonotonic,
  setTimer,
} from '../ffi/libc.ts';
import type { Board } from './board.ts';
import {
  FIELD,
  LISTENS,
  NODE_FREE,
  NODE_GONE,
  PING_CLOCK_US,
  publish,
  REHEARSED,
} from './board.ts';
import { change } from './change.ts';
import type { Collector } from './collector.ts';
import { followKeys, reread } from './down-keys.ts';
import { countLatency } from './latencies.ts';
import type { MidiNode } from './midi-node.ts';
import {
  createMidiNode,
  flush,
  joinMidi,
  leaveMidi,
  readMidi,
  setChannels,
  setOutput,
} from './midi-node.ts';
import type { Nodes } from './nodes.ts';
import {
  addNode,
  createNodes,
  dropNode,
  follow,
  followChord,
  followPadUse,
  listen,
  lookAgain,
  planLook,
  settle,
} from './nodes.ts';
import type { Orders } from './orders.ts';
import { take } from './orders.ts';
import type { RecordReader } from './record-reader.ts';
import { createRecordReader, forgetRest, readRecords } from './record-reader.ts';
import type { Scenes } from './scenes.ts';
import { createScenes, recallScene, SESSION } from './scenes.ts';
import type { SongPart, SongPlayback } from './song.ts';
import { beginSong, playSongDue, songDueUs } from './song.ts';
import type { Trace } from './trace.ts';
import { traceNotes } from './trace.ts';

const READY_AT_ONCE = 16;
const FOR_EVER = -1;
export const AT_ONCE = 0;
// What epoll answers for a descriptor that is no node.
const TIMER = NODES_MAX;
const ORDERS = NODES_MAX + 1;

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

/** Tells that it listens; {@link closeLoop} follows some day, whatever happens. */
export function beginLoop(loop: Loop): void {
  publish(loop.board, loop.player);
  setAlarm(loop);
  tell(loop, LISTENS);
}

/** Plays until the order to stop. */
export function runLoop(loop: Loop): void {
  tell(loop, REHEARSED);
  while (turn(loop)) {
    // All is in the turn: a function of its own is compiled while the loop goes on.
  }
}

function tell({ board }: Loop, readiness: number): void {
  Atomics.store(board.fields, FIELD.ready, readiness);
  Atomics.notify(board.fields, FIELD.ready);
}

/**
 * Waits for what comes next and plays it; false when that was the order to stop.
 *
 * @param waitMs for how long at most; {@link AT_ONCE} only plays what has come
 */
export function turn(loop: Loop, waitMs = FOR_EVER): boolean {
  const { board, nodes, ready } = loop;
  const { fields } = board;
  const count = libc.epollWait(nodes.epoll, ready, READY_AT_ONCE, waitMs);
  if (isGivenUp(loop)) return false;
  fields[FIELD.busy] = 1;
  let going = true;
  for (let index = 0; index < count; index++) {
    const source = ready[index * EPOLL_EVENT_WORDS + EPOLL_DATA_WORD]!;
    if (source < NODES_MAX) readNode(loop, source, ready[index * EPOLL_EVENT_WORDS]!);
    else if (source === ORDERS) going = obey(loop);
    else libc.read(loop.timerFd, loop.eight, 8);
  }
  playDue(loop);
  if (loop.player.instrument.sceneAsked >= 0) recallAsked(loop);
  followArming(loop);
  lookAfterNodes(loop);
  flush(loop.midi);
  setAlarm(loop);
  publish(board, loop.player);
  fields[FIELD.heartbeat] = (fields[FIELD.heartbeat]! + 1) | 0;
  fields[FIELD.busy] = 0;
  return going;
}

/** Ends every note, gives every keyboard back and closes what the loop opened itself. */
export function closeLoop(loop: Loop): void {
  letGo(loop.player.instrument, loop.player.synth);
  for (let node = 0; node < NODES_MAX; node++) {
    leave(loop, node, NODE_FREE);
  }
  publish(loop.board, loop.player);
  libc.close(loop.timerFd);
  libc.close(loop.nodes.epoll);
}

/** Whether another thread plays by now, since this one hung: notes and keyboards are that one's. */
export function isGivenUp({ board }: Loop): boolean {
  return Atomics.load(board.fields, FIELD.givenUp) === 1;
}

/** Closes what the loop opened itself, and leaves all else as it is. */
export function leaveLoop(loop: Loop): void {
  libc.close(loop.timerFd);
  libc.close(loop.nodes.epoll);
}

/** The scene that a key has asked for. */
function recallAsked(loop: Loop): void {
  const { instrument } = loop.player;
  const asked = instrument.sceneAsked;
  instrument.sceneAsked = -1;
  readMonotonic(loop.now);
  recall(loop, asked);
}

function recall({ player, board, scenes, now }: Loop, place: number): void {
  if (!recallScene(player, scenes, place, now) || place === SESSION) return;
  const { fields } = board;
  fields[FIELD.scene] = place + 1;
  fields[FIELD.scenesRecalled] = (fields[FIELD.scenesRecalled]! + 1) | 0;
}

function readNode(loop: Loop, node: number, woken: number): void {
  const { nodes, reader } = loop;
  const fd = nodes.fds[node]!;
  if (fd < 0) return;
  if (nodes.kinds[node] === NODE.sequencer) {
    readSequencer(loop, node, fd, woken);
    return;
  }
  const count = readRecords(reader, node, fd, woken);
  if (count < 0) {
    leave(loop, node, NODE_GONE);
    return;
  }
  followKeys(nodes.down, loop.player, node, reader.records, count);
  play(loop, node, reader.records, 0, count, 0);
  settle(nodes, loop.board, node);
}

/** The sequencer stamps nothing: its notes are as late as they are read. */
function readSequencer(loop: Loop, node: number, fd: number, woken: number): void {
  const { midi, player, board, midiNow } = loop;
  const begun = player.instrument.ledger.counts[BEGUN]!;
  readMonotonic(midiNow);
  if (!readMidi(midi, player, board, node, fd, woken, midiNow)) leave(loop, node, NODE_GONE);
  countNotes(loop, node, player.instrument.ledger.counts[BEGUN]! - begun, midiNow);
}

/** Stops reading a node; what it holds ends. */
function leave(loop: Loop, node: number, state: typeof NODE_FREE | typeof NODE_GONE): void {
  const { nodes, board, player } = loop;
  if (nodes.fds[node]! >= 0 && nodes.kinds[node] === NODE.sequencer) {
    readMonotonic(loop.midiNow);
    leaveMidi(loop.midi, player, board, loop.midiNow);
  }
  dropNode(nodes, board, player, node, state);
}

/** Plays records and counts how long after the first of them the notes began. */
function play(
  loop: Loop,
  node: number,
  records: Int32Array,
  from: number,
  to: number,
  offsetUs: number,
): void {
  const { player } = loop;
  const begun = player.instrument.ledger.counts[BEGUN]!;
  if (playRecords(player, node, records, from, to, offsetUs)) {
    reread(loop.nodes.down, player, node, loop.nodes.fds[node]!, monotonicUs());
  }
  const notes = player.instrument.ledger.counts[BEGUN]! - begun;
  if (notes === 0) return;
  const at = from * RECORD_WORDS;
  loop.played[0] = records[at + WORD_SECONDS]! * 1e6 + records[at + WORD_MICROSECONDS]! + offsetUs;
  countNotes(loop, node, notes, loop.played);
}

/** Counts notes that have just begun, and how late they are for what was played at `played`. */
function countNotes(loop: Loop, node: number, notes: number, played: Moment): void {
  if (notes === 0) return;
  const { board } = loop;
  readMonotonic(loop.now);
  const lateUs = Math.trunc(loop.now[0]! - played[0]!) | 0;
  const source = loop.sources[node]!;
  for (let note = 0; note < notes; note++) countLatency(board.latencies, source, lateUs);
  const { words } = loop.trace;
  if (words.length > 0) traceNotes(words, loop.now, lateUs, source, notes);
}

function playDue(loop: Loop): void {
  const { playback, player } = loop;
  const { input } = loop.midi;
  readMonotonic(loop.now);
  const nowUs = loop.now[0]!;
  if (nowUs >= input.dueUs[0]!) endSilentPorts(input, player.instrument, player.synth, loop.now);
  planWake(player);
  if (nowUs >= player.wake[0]!) {
    player.now[0] = nowUs;
    tickNow(player);
  }
  const { song } = loop;
  if (song !== undefined) {
    if (playSongDue(song, player, loop.now) && loop.board.fields[FIELD.recordingDone] === 0) {
      endSong(player.instrument, player.synth);
      Atomics.store(loop.board.fields, FIELD.recordingDone, 1);
    }
    loop.board.fields[FIELD.recordingNext] = song.next;
  }
  if (playback === undefined) return;
  const { records, deviceOf: devices, startUs } = playback;
  while (playback.next < devices.length) {
    const next = playback.next;
    if (recordTimeUs(records, next) + startUs > nowUs) return;
    playback.next = next + 1;
    loop.board.fields[FIELD.recordingNext] = playback.next;
    play(loop, recordingNode(devices[next]!), records, next, next + 1, startUs);
  }
  if (loop.board.fields[FIELD.recordingDone] === 0) endRecording(loop);
}

/** A recording may end with keys held; with its last event its devices are gone. */
function endRecording(loop: Loop): void {
  for (let device = 0; device < DEVICES_MAX; device++) {
    const node = recordingNode(device);
    if (loop.nodes.fds[node] === -1) nodeGone(loop.player, node);
  }
  endBeats(loop.player.instrument, loop.player.synth);
  Atomics.store(loop.board.fields, FIELD.recordingDone, 1);
}

/** Has the timer ring when something is due next, and not before. */
function setAlarm(loop: Loop): void {
  const { playback, timerUs } = loop;
  planWake(loop.player);
  let dueUs = Math.min(loop.player.wake[0]!, loop.nodes.lookUs[0]!, loop.midi.input.dueUs[0]!);
  if (playback !== undefined && playback.next < playback.deviceOf.length) {
    dueUs = Math.min(dueUs, recordTimeUs(playback.records, playback.next) + playback.startUs);
  }
  if (loop.song !== undefined) dueUs = Math.min(dueUs, songDueUs(loop.song));
  if (dueUs === timerUs[0]) return;
  timerUs[0] = dueUs;
  setTimer(loop.timerFd, dueUs);
}

function followArming(loop: Loop): void {
  const { armed } = loop.player.arming;
  const { on } = loop.player.instrument.touchpad;
  const { nodes, board } = loop;
  if (armed === nodes.armed && on === nodes.padOn) return;
  if (armed !== nodes.armed) follow(nodes, board, armed, nodes.grabbing);
  if (on !== nodes.padOn) followPadUse(nodes, board, on);
  askPad(loop);
}

/** A touchpad to play: what it says of itself is asked once more, on this thread. */
function addPad(loop: Loop, node: number): void {
  const fd = loop.nodes.fds[node]!;
  const pad = fd < 0 ? undefined : readPad(fd);
  if (pad !== undefined && padCame(loop.player, node, pad)) askPad(loop);
}

/** While a pad was not listened to, fingers came and went unseen. */
function askPad({ player, nodes }: Loop): void {
  const fd = player.padNode < 0 ? -1 : nodes.fds[player.padNode]!;
  if (fd < 0 || !nodes.armed || !nodes.padOn) return;
  askContacts(player.instrument.touchpad.contacts, fd);
}

function lookAfterNodes(loop: Loop): void {
  const { nodes, board, player } = loop;
  if (nodes.unsettled === 0 && nodes.lookUs[0] === Number.POSITIVE_INFINITY) return;
  readMonotonic(loop.now);
  if (loop.now[0]! >= nodes.lookUs[0]!) lookAgain(nodes, board, player, loop.now[0]!);
  planLook(nodes, loop.now[0]!);
}

/** Does what the main thread asked; false when it asked to stop. */
function obey(loop: Loop): boolean {
  libc.read(loop.orderFd, loop.eight, 8);
  readMonotonic(loop.now);
  while (take(loop.orders, loop.order)) {
    const code = loop.order[0]!;
    const a = loop.order[1]!;
    const b = loop.order[2]!;
    const c = loop.order[3]!;
    if (code === ORDER.stop) return false;
    if (code === ORDER.addNode) {
      loop.player.held.deviceOf[b] = deviceOf(c);
      loop.sources[b] = sourceOf(c);
      forgetRest(kindOf(c) === NODE.sequencer ? loop.midi.reader : loop.reader, b);
      loop.player.standing[b] = kindOf(c) === NODE.standing ? 1 : 0;
      addNode(loop.nodes, loop.board, b, a, kindOf(c));
      if (kindOf(c) === NODE.touchpad) addPad(loop, b);
      if (kindOf(c) === NODE.sequencer) joinMidi(loop.midi, loop.nodes.fds[b]!);
    } else if (code === ORDER.removeNode) {
      leave(loop, a, NODE_FREE);
    } else if (code === ORDER.midiChannels) {
      setChannels(loop.midi, loop.player, a, b, loop.now);
    } else if (code === ORDER.midiOutput) {
      setOutput(loop.midi, loop.player, a, b, c, loop.now);
    } else if (code === ORDER.grab) {
      follow(loop.nodes, loop.board, loop.player.arming.armed, a === 1);
    } else if (code === ORDER.scene) {
      recall(loop, a);
    } else if (code === ORDER.ping) {
      answer(loop, a, b);
    } else if (code === ORDER.collections) {
      loop.collector?.look();
    } else if (code === ORDER.settings) {
      adoptSettings(loop.player, loop.settings);
      followChord(loop.nodes, loop.board, loop.player.arming.chord);
      Atomics.store(loop.board.fields, FIELD.settingsTaken, a);
    } else change(loop.player, code, a, b, c, loop.now);
    if (code === ORDER.panic && loop.song !== undefined) {
      silenceSong(loop.player.instrument, loop.player.synth);
    }
  }
  return true;
}

function answer({ board, now }: Loop, ping: number, sentUs: number): void {
  readMonotonic(now);
  board.fields[FIELD.lagUs] = ((now[0]! % PING_CLOCK_US) - sentUs) & (PING_CLOCK_US - 1);
  Atomics.store(board.fields, FIELD.pong, ping);
}
