import { EV_ABS, EV_KEY, EV_MSC } from '../core/event.ts';
import { NO_KEY } from '../core/instrument/arming.ts';
import type { Player } from '../core/instrument/player.ts';
import { KEY_BITMAP_BYTES, nodeGone } from '../core/instrument/player.ts';
import { NODES_MAX } from '../core/keys/held-keys.ts';
import { isEventDevice, NODE } from '../core/order.ts';
import type { EventMask } from '../ffi/libc.ts';
import {
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_DATA_WORD,
  EPOLL_EVENT_WORDS,
  EPOLLIN,
  EVIOCGRAB,
  EVIOCSMASK,
  libc,
  maskBits,
  newEventMask,
  POLLIN,
} from '../ffi/libc.ts';
import type { Board } from './board.ts';
import { FIELD, type NODE_FREE, NODE_GONE, NODE_OPEN, PAD_STATE } from './board.ts';
import type { DownKeys } from './down-keys.ts';
import { allUp, askKeys, createDownKeys, forgetKeys, reread } from './down-keys.ts';

/** How soon keyboards that are not as they should be are looked at again. */
export const LOOK_AGAIN_US = 1_000_000;

/** Bytes of a bitmap of axes (ABS_CNT). */
const AXES_BYTES = 8;

const GRAB_NONE = 0;
/** Wanted, and waiting until every key is up: a console would see a held one repeat for ever. */
const GRAB_WAITING = 1;
const GRAB_HELD = 2;
/** Another program has it. */
const GRAB_REFUSED = 3;
/**
 * Not wanted any more, and kept until every key is up: a console takes the repeats of a held key
 * for typing. A key that sticks holds it up for {@link LOOK_AGAIN_US} at most.
 */
const GRAB_LEAVING = 4;

/**
 * The event nodes that the loop reads, and how much of each it takes. Disarmed, the kernel itself
 * keeps every key from us but those of the arming chord; armed, a keyboard is ours alone as soon
 * as its keys are up.
 */
export interface Nodes {
  readonly epoll: number;
  /** The descriptor of each node, or -1. */
  readonly fds: Int32Array;
  readonly kinds: Uint8Array;
  readonly grabs: Uint8Array;
  readonly down: DownKeys;
  readonly event: Int32Array;
  readonly pollFd: Int32Array;
  readonly chordOnly: EventMask;
  /** The keys that {@link chordOnly} lets by. */
  readonly chordBits: Uint8Array;
  readonly allKeys: EventMask;
  readonly noScanCodes: EventMask;
  readonly allAxes: EventMask;
  readonly noAxes: EventMask;
  /** When to {@link lookAgain}; Infinity while every keyboard is as it should be. */
  readonly lookUs: Float64Array;
  /** Keyboards that play without being ours alone, or are about to be given back. */
  unsettled: number;
  /** Whether armed keyboards are taken from the console. */
  grabbing: boolean;
  armed: boolean;
  /** Whether a touchpad is listened to while armed, and taken from the console then. */
  padOn: boolean;
  padGrabbing: boolean;
}

/** What is done with a touchpad while armed. */
export interface PadUse {
  readonly on: boolean;
  readonly grab: boolean;
}

export function createNodes(
  epoll: number,
  chord: readonly number[],
  grabbing: boolean,
  armed: boolean,
  pad: PadUse,
): Nodes {
  const chordOnly = newEventMask(EV_KEY, new Uint8Array(KEY_BITMAP_BYTES));
  const chordBits = maskBits(chordOnly, KEY_BITMAP_BYTES);
  for (const code of chord) chordBits[code >> 3]! |= 1 << (code & 7);
  return {
    epoll,
    fds: new Int32Array(NODES_MAX).fill(-1),
    kinds: new Uint8Array(NODES_MAX),
    grabs: new Uint8Array(NODES_MAX),
    down: createDownKeys(),
    event: new Int32Array(EPOLL_EVENT_WORDS),
    pollFd: Int32Array.of(-1, POLLIN),
    chordOnly,
    chordBits,
    allKeys: newEventMask(EV_KEY, new Uint8Array(KEY_BITMAP_BYTES).fill(0xff)),
    noScanCodes: newEventMask(EV_MSC, new Uint8Array(1)),
    allAxes: newEventMask(EV_ABS, new Uint8Array(AXES_BYTES).fill(0xff)),
    noAxes: newEventMask(EV_ABS, new Uint8Array(AXES_BYTES)),
    lookUs: Float64Array.of(Number.POSITIVE_INFINITY),
    unsettled: 0,
    grabbing,
    armed,
    padOn: pad.on,
    padGrabbing: pad.grab,
  };
}

/** Has epoll answer `data` when `fd` can be read. */
export function listen(nodes: Nodes, fd: number, data: number): number {
  nodes.event[0] = EPOLLIN;
  nodes.event[EPOLL_DATA_WORD] = data;
  return libc.epollCtl(nodes.epoll, EPOLL_CTL_ADD, fd, nodes.event);
}

/** Starts to read a node; its descriptor stays the main thread's to close. */
export function addNode(nodes: Nodes, board: Board, node: number, fd: number, kind: number): void {
  nodes.fds[node] = fd;
  nodes.kinds[node] = kind;
  nodes.grabs[node] = GRAB_NONE;
  forgetKeys(nodes.down, node);
  if (isEventDevice(kind)) libc.ioctlMask(fd, EVIOCSMASK, nodes.noScanCodes);
  show(nodes, node, isHeard(nodes, node));
  if (listen(nodes, fd, node) < 0) {
    nodes.fds[node] = -1;
    Atomics.store(board.nodes, node, NODE_GONE);
    return;
  }
  Atomics.store(board.nodes, node, NODE_OPEN);
  count(nodes, board);
}

/** Stops reading a node and ends what it holds; `state` tells the main thread why. */
export function dropNode(
  nodes: Nodes,
  board: Board,
  player: Player,
  node: number,
  state: typeof NODE_FREE | typeof NODE_GONE,
): void {
  const fd = nodes.fds[node]!;
  if (fd < 0) return;
  if (isOurs(nodes, node)) libc.ioctlInt(fd, EVIOCGRAB, 0);
  libc.epollCtl(nodes.epoll, EPOLL_CTL_DEL, fd, nodes.event);
  nodes.fds[node] = -1;
  nodes.grabs[node] = GRAB_NONE;
  nodeGone(player, node);
  Atomics.store(board.nodes, node, state);
  count(nodes, board);
}

/** Armed or not, taking keyboards or not: every node is shown and taken accordingly. */
export function follow(nodes: Nodes, board: Board, armed: boolean, grabbing: boolean): void {
  const justArmed = armed && !nodes.armed;
  nodes.armed = armed;
  nodes.grabbing = grabbing;
  for (let node = 0; node < NODES_MAX; node++) {
    if (nodes.fds[node]! >= 0) show(nodes, node, justArmed && nodes.kinds[node] !== NODE.standing);
  }
  // A fresh second for those that are being given back.
  nodes.lookUs[0] = Number.POSITIVE_INFINITY;
  count(nodes, board);
}

/** A touchpad is listened to while armed, or not. */
export function followPadUse(nodes: Nodes, board: Board, on: boolean): void {
  nodes.padOn = on;
  for (let node = 0; node < NODES_MAX; node++) {
    if (nodes.fds[node]! < 0 || nodes.kinds[node] !== NODE.touchpad) continue;
    show(nodes, node, on && nodes.armed);
  }
  nodes.lookUs[0] = Number.POSITIVE_INFINITY;
  count(nodes, board);
}

/** Disarmed, these keys are looked at from now on; {@link NO_KEY} is none. */
export function followChord(nodes: Nodes, board: Board, chord: Uint16Array): void {
  nodes.chordBits.fill(0);
  for (const code of chord) {
    if (code !== NO_KEY) nodes.chordBits[code >> 3]! |= 1 << (code & 7);
  }
  follow(nodes, board, nodes.armed, nodes.grabbing);
}

/** Takes or gives back the node, if that waited for its keys and they have come up meanwhile. */
export function settle(nodes: Nodes, board: Board, node: number): void {
  const grab = nodes.grabs[node];
  if (grab === GRAB_WAITING) tryGrab(nodes, node);
  else if (grab === GRAB_LEAVING && allUp(nodes.down, node)) giveBack(nodes, node);
  else return;
  count(nodes, board);
}

/**
 * Once a second while a keyboard is not ours alone: whoever else takes it takes the releases too, so
 * that what is down is asked anew, and whoever has it may have let it go.
 */
export function lookAgain(nodes: Nodes, board: Board, player: Player, nowUs: number): void {
  for (let node = 0; node < NODES_MAX; node++) {
    const fd = nodes.fds[node]!;
    if (fd < 0 || !isEventDevice(nodes.kinds[node]!)) continue;
    const grab = nodes.grabs[node];
    if (grab === GRAB_LEAVING) giveBack(nodes, node);
    else if (isHeard(nodes, node) && grab !== GRAB_HELD) {
      // Asking would lose what is queued; and what is queued will be read, and looked at, next.
      if (!isReadable(nodes, node)) reread(nodes.down, player, node, fd, nowUs);
      if (isWanted(nodes, node)) tryGrab(nodes, node);
    }
  }
  nodes.lookUs[0] = Number.POSITIVE_INFINITY;
  count(nodes, board);
}

/** Sets when to look again, if a keyboard needs it. */
export function planLook(nodes: Nodes, nowUs: number): void {
  if (nodes.unsettled === 0) nodes.lookUs[0] = Number.POSITIVE_INFINITY;
  else if (nodes.lookUs[0] === Number.POSITIVE_INFINITY) nodes.lookUs[0] = nowUs + LOOK_AGAIN_US;
}

function show(nodes: Nodes, node: number, asks: boolean): void {
  if (!isEventDevice(nodes.kinds[node]!)) return;
  const fd = nodes.fds[node]!;
  if (isHeard(nodes, node)) {
    libc.ioctlMask(fd, EVIOCSMASK, nodes.allKeys);
    if (nodes.kinds[node] === NODE.touchpad) libc.ioctlMask(fd, EVIOCSMASK, nodes.allAxes);
    if (asks) askKeys(nodes.down, node, fd);
  }
  const wanted = isWanted(nodes, node);
  if (isOurs(nodes, node)) {
    if (wanted) nodes.grabs[node] = GRAB_HELD;
    else if (allUp(nodes.down, node)) giveBack(nodes, node);
    else nodes.grabs[node] = GRAB_LEAVING;
  } else if (wanted) tryGrab(nodes, node);
  else giveBack(nodes, node);
}

function tryGrab(nodes: Nodes, node: number): void {
  const fd = nodes.fds[node]!;
  nodes.grabs[node] = GRAB_WAITING;
  if (!allUp(nodes.down, node)) return;
  if (libc.ioctlInt(fd, EVIOCGRAB, 1) < 0) nodes.grabs[node] = GRAB_REFUSED;
  else if (!isReadable(nodes, node)) nodes.grabs[node] = GRAB_HELD;
  // Pressed between the look and the grab: the console has to see it come up.
  else libc.ioctlInt(fd, EVIOCGRAB, 0);
}

function giveBack(nodes: Nodes, node: number): void {
  const fd = nodes.fds[node]!;
  if (isOurs(nodes, node)) libc.ioctlInt(fd, EVIOCGRAB, 0);
  nodes.grabs[node] = GRAB_NONE;
  if (isHeard(nodes, node)) return;
  libc.ioctlMask(fd, EVIOCSMASK, nodes.chordOnly);
  if (nodes.kinds[node] === NODE.touchpad) libc.ioctlMask(fd, EVIOCSMASK, nodes.noAxes);
}

/** Whether the kernel passes us more of the node than the arming chord. */
function isHeard({ armed, padOn, kinds }: Nodes, node: number): boolean {
  if (kinds[node] === NODE.standing) return true;
  return armed && (padOn || kinds[node] !== NODE.touchpad);
}

function isWanted(nodes: Nodes, node: number): boolean {
  const grabs = nodes.kinds[node] === NODE.touchpad ? nodes.padGrabbing : nodes.grabbing;
  return grabs && isHeard(nodes, node);
}

function isOurs(nodes: Nodes, node: number): boolean {
  return nodes.grabs[node] === GRAB_HELD || nodes.grabs[node] === GRAB_LEAVING;
}

function isReadable(nodes: Nodes, node: number): boolean {
  nodes.pollFd[0] = nodes.fds[node]!;
  return libc.poll(nodes.pollFd, 1, 0) > 0;
}

function count(nodes: Nodes, board: Board): void {
  let open = 0;
  let ours = 0;
  let refused = 0;
  let unsettled = 0;
  let pad: number = PAD_STATE.none;
  for (let node = 0; node < NODES_MAX; node++) {
    if (nodes.fds[node]! < 0 || nodes.kinds[node] === NODE.sequencer) continue;
    const grab = nodes.grabs[node];
    if (nodes.kinds[node] === NODE.touchpad) pad = padState(nodes, node);
    else {
      open++;
      if (isOurs(nodes, node)) ours++;
      if (grab === GRAB_REFUSED) refused++;
      if (nodes.kinds[node] === NODE.pipe) continue;
    }
    if (grab === GRAB_LEAVING || (isHeard(nodes, node) && grab !== GRAB_HELD)) unsettled++;
  }
  nodes.unsettled = unsettled;
  board.fields[FIELD.nodes] = open;
  board.fields[FIELD.grabbed] = ours;
  board.fields[FIELD.grabRefused] = refused;
  board.fields[FIELD.touchpad] = pad;
}

function padState(nodes: Nodes, node: number): number {
  if (!nodes.padOn) return PAD_STATE.off;
  if (isOurs(nodes, node)) return PAD_STATE.ours;
  return nodes.grabs[node] === GRAB_REFUSED ? PAD_STATE.refused : PAD_STATE.shared;
}
