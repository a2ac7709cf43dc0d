import { EV_KEY, EV_MSC } from '../core/event.ts';
import { NO_KEY } from '../core/instrument/arming.ts';
import type { Player } from '../core/instrument/player.ts';
import { KEY_BITMAP_BYTES, nodeGone, resync } from '../core/instrument/player.ts';
import { NODES_MAX } from '../core/keys/held-keys.ts';
import { NODE } from '../core/order.ts';
import type { EventMask } from '../ffi/libc.ts';
import {
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_DATA_WORD,
  EPOLL_EVENT_WORDS,
  EPOLLIN,
  EVIOCGRAB,
  eviocgkey,
  libc,
  maskBits,
  newEventMask,
  setEventMask,
} from '../ffi/libc.ts';
import type { Board } from './board.ts';
import { FIELD, type NODE_FREE, NODE_GONE, NODE_OPEN } from './board.ts';

const GRAB_NONE = 0;
/** Wanted, and waiting until every key is up: a console would see a held one repeat for ever. */
const GRAB_WAITING = 1;
const GRAB_HELD = 2;
/** Another program has it. */
const GRAB_REFUSED = 3;

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
  readonly bitmap: Uint8Array;
  readonly event: Int32Array;
  readonly chordOnly: EventMask;
  /** The keys that {@link chordOnly} lets by. */
  readonly chordBits: Uint8Array;
  readonly allKeys: EventMask;
  readonly noScanCodes: EventMask;
  /** Whether armed keyboards are taken from the console. */
  grabbing: boolean;
  armed: boolean;
}

export function createNodes(
  epoll: number,
  chord: readonly number[],
  grabbing: boolean,
  armed: boolean,
): Nodes {
  const chordOnly = newEventMask(EV_KEY, new Uint8Array(KEY_BITMAP_BYTES));
  const chordBits = maskBits(chordOnly, KEY_BITMAP_BYTES);
  for (const code of chord) chordBits[code >> 3]! |= 1 << (code & 7);
  return {
    epoll,
    fds: new Int32Array(NODES_MAX).fill(-1),
    kinds: new Uint8Array(NODES_MAX),
    grabs: new Uint8Array(NODES_MAX),
    bitmap: new Uint8Array(KEY_BITMAP_BYTES),
    event: new Int32Array(EPOLL_EVENT_WORDS),
    chordOnly,
    chordBits,
    allKeys: newEventMask(EV_KEY, new Uint8Array(KEY_BITMAP_BYTES).fill(0xff)),
    noScanCodes: newEventMask(EV_MSC, new Uint8Array(1)),
    grabbing,
    armed,
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
  if (kind === NODE.kernel) setEventMask(fd, nodes.noScanCodes);
  show(nodes, node);
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
  if (nodes.grabs[node] === GRAB_HELD) libc.ioctlInt(fd, EVIOCGRAB, 0);
  libc.epollCtl(nodes.epoll, EPOLL_CTL_DEL, fd, nodes.event);
  nodes.fds[node] = -1;
  nodes.grabs[node] = GRAB_NONE;
  nodeGone(player, node);
  Atomics.store(board.nodes, node, state);
  count(nodes, board);
}

/** Armed or not, taking keyboards or not: every node is shown and taken accordingly. */
export function follow(nodes: Nodes, board: Board, armed: boolean, grabbing: boolean): void {
  nodes.armed = armed;
  nodes.grabbing = grabbing;
  for (let node = 0; node < NODES_MAX; node++) {
    if (nodes.fds[node]! >= 0) show(nodes, node);
  }
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

/** Takes the node if it is wanted and its keys have come up meanwhile. */
export function settle(nodes: Nodes, board: Board, node: number): void {
  if (nodes.grabs[node] !== GRAB_WAITING) return;
  tryGrab(nodes, node);
  count(nodes, board);
}

/** Reads the keys that are down after a gap; a pipe has no such answer and counts as all up. */
export function reread(nodes: Nodes, player: Player, node: number, nowUs: number): void {
  nodes.bitmap.fill(0);
  if (nodes.kinds[node] === NODE.kernel) readKeys(nodes, node);
  resync(player, node, nodes.bitmap, nowUs);
}

function show(nodes: Nodes, node: number): void {
  if (nodes.kinds[node] !== NODE.kernel) return;
  const fd = nodes.fds[node]!;
  setEventMask(fd, nodes.armed ? nodes.allKeys : nodes.chordOnly);
  const wanted = nodes.armed && nodes.grabbing;
  if (wanted && nodes.grabs[node] !== GRAB_HELD) {
    nodes.grabs[node] = GRAB_WAITING;
    tryGrab(nodes, node);
  } else if (!wanted) {
    if (nodes.grabs[node] === GRAB_HELD) libc.ioctlInt(fd, EVIOCGRAB, 0);
    nodes.grabs[node] = GRAB_NONE;
  }
}

function tryGrab(nodes: Nodes, node: number): void {
  if (!allUp(nodes, node)) return;
  const fd = nodes.fds[node]!;
  if (libc.ioctlInt(fd, EVIOCGRAB, 1) < 0) {
    nodes.grabs[node] = GRAB_REFUSED;
  } else if (allUp(nodes, node)) {
    nodes.grabs[node] = GRAB_HELD;
  } else {
    // Pressed between the look and the grab: the console has to see it come up.
    libc.ioctlInt(fd, EVIOCGRAB, 0);
  }
}

function allUp(nodes: Nodes, node: number): boolean {
  if (readKeys(nodes, node) < 0) return false;
  for (const byte of nodes.bitmap) if (byte !== 0) return false;
  return true;
}

function readKeys(nodes: Nodes, node: number): number {
  return libc.ioctlBytes(nodes.fds[node]!, eviocgkey(KEY_BITMAP_BYTES), nodes.bitmap);
}

function count(nodes: Nodes, board: Board): void {
  let open = 0;
  let held = 0;
  let refused = 0;
  for (let node = 0; node < NODES_MAX; node++) {
    if (nodes.fds[node]! >= 0) open++;
    if (nodes.grabs[node] === GRAB_HELD) held++;
    if (nodes.grabs[node] === GRAB_REFUSED) refused++;
  }
  board.fields[FIELD.nodes] = open;
  board.fields[FIELD.grabbed] = held;
  board.fields[FIELD.grabRefused] = refused;
}
