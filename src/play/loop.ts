/**
 * The play thread's one loop. It sleeps in epoll_wait and nowhere else: device nodes, the timer for
 * what is due, the eventfd of the main thread's orders. Nothing in it allocates, logs or throws.
 */
import { recordTimeUs } from '../core/event.ts';
import { DEVICES_MAX } from '../core/instrument/holders.ts';
import { endBeats, letGo } from '../core/instrument/instrument.ts';
import { nodeGone, planWake, tickNow } from '../core/instrument/player.ts';
import { NODES_MAX } from '../core/keys/held-keys.ts';
import { endSilentPorts } from '../core/midi/midi-stream.ts';
import { endSong } from '../core/midi/song.ts';
import { EPOLL_DATA_WORD, EPOLL_EVENT_WORDS, libc, readMonotonic, setTimer } from '../ffi/libc.ts';
import { FIELD, LISTENS, NODE_FREE, publish, REHEARSED } from './board.ts';
import type { Loop } from './loop-state.ts';
import { isGivenUp, ORDERS, READY_AT_ONCE, recordingNode } from './loop-state.ts';
import { flush } from './midi-node.ts';
import { follow, followPadUse, lookAgain, planLook } from './nodes.ts';
import { askPad, obey, recallAsked } from './obey.ts';
import { leave, play, readNode } from './reading.ts';
import { playSongDue, songDueUs } from './song.ts';

const FOR_EVER = -1;
export const AT_ONCE = 0;

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

/** Closes what the loop opened itself, and leaves all else as it is. */
export function leaveLoop(loop: Loop): void {
  libc.close(loop.timerFd);
  libc.close(loop.nodes.epoll);
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

function lookAfterNodes(loop: Loop): void {
  const { nodes, board, player } = loop;
  if (nodes.unsettled === 0 && nodes.lookUs[0] === Number.POSITIVE_INFINITY) return;
  readMonotonic(loop.now);
  if (loop.now[0]! >= nodes.lookUs[0]!) lookAgain(nodes, board, player, loop.now[0]!);
  planLook(nodes, loop.now[0]!);
}
