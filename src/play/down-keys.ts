import {
  EV_KEY,
  EV_SYN,
  KEY_RELEASED,
  KEY_REPEATED,
  RECORD_BYTES,
  RECORD_WORDS,
  SYN_DROPPED,
  SYN_REPORT,
  WORD_TYPE_CODE,
  WORD_VALUE,
} from '../core/event.ts';
import type { Player } from '../core/instrument/player.ts';
import { KEY_BITMAP_BYTES, resync } from '../core/instrument/player.ts';
import { holds, NODES_MAX } from '../core/keys/held-keys.ts';
import { KEY_COUNT } from '../core/keys/key-codes.ts';
import { askContacts } from '../devices/touchpad.ts';
import { eviocgkey, libc } from '../ffi/libc.ts';

// A keyboard's queue is no longer than this many reads.
const READS_MAX = 16;

/**
 * Which keys of each node are down, whether or not they play: asked of the kernel once, then
 * followed event by event. Asking (EVIOCGKEY) throws away the key events that are still queued, so
 * it is done when nothing that matters can be queued, or with {@link reread} to make up for it.
 */
export interface DownKeys {
  readonly nodes: readonly Uint8Array[];
  readonly answer: Uint8Array;
  /** Events that nobody wants. */
  readonly old: Uint8Array;
}

export function createDownKeys(): DownKeys {
  return {
    nodes: Array.from({ length: NODES_MAX }, () => new Uint8Array(KEY_BITMAP_BYTES)),
    answer: new Uint8Array(KEY_BITMAP_BYTES),
    old: new Uint8Array(64 * RECORD_BYTES),
  };
}

export function allUp(down: DownKeys, node: number): boolean {
  for (const byte of down.nodes[node]!) if (byte !== 0) return false;
  return true;
}

/** Follows `count` records of the node, before the player plays them. */
export function followKeys(
  down: DownKeys,
  player: Player,
  node: number,
  records: Int32Array,
  count: number,
): void {
  const bits = down.nodes[node]!;
  let dropping = player.dropping[node] === 1;
  for (let at = 0; at < count * RECORD_WORDS; at += RECORD_WORDS) {
    const typeAndCode = records[at + WORD_TYPE_CODE]!;
    const type = typeAndCode & 0xffff;
    const code = typeAndCode >>> 16;
    if (type === EV_SYN) {
      // What comes between the two is unsure, and the player does not hear it either.
      if (code === SYN_DROPPED) dropping = true;
      else if (code === SYN_REPORT) dropping = false;
    } else if (type === EV_KEY && code < KEY_COUNT && !dropping) {
      const value = records[at + WORD_VALUE]!;
      if (value !== KEY_REPEATED) set(bits, code, value !== KEY_RELEASED);
    }
  }
}

function set(bits: Uint8Array, code: number, down: boolean): void {
  const bit = 1 << (code & 7);
  const byte = bits[code >> 3]!;
  bits[code >> 3] = down ? byte | bit : byte & ~bit;
}

/**
 * Asks the kernel what is down on a node that begins to play: what is down already stays silent, and
 * what came before does not count, such as the gap that a change of its clock leaves in its queue.
 */
export function askKeys(down: DownKeys, node: number, fd: number): void {
  const bits = down.nodes[node]!;
  bits.fill(0);
  for (let reads = 0; reads < READS_MAX && libc.read(fd, down.old, down.old.length) > 0; reads++) {
    // Until its queue is empty, or it fills faster than it is read.
  }
  libc.ioctlBytes(fd, eviocgkey(KEY_BITMAP_BYTES), bits);
}

/** No key of a node that comes or goes counts as down. */
export function forgetKeys(down: DownKeys, node: number): void {
  down.nodes[node]!.fill(0);
}

/**
 * After events were lost: what the kernel says is up ends, what it says is down begins, but for what
 * was down and silent before. A node that cannot be asked, such as a pipe, has nothing down.
 */
export function reread(
  down: DownKeys,
  player: Player,
  node: number,
  fd: number,
  nowUs: number,
): void {
  const { answer } = down;
  const bits = down.nodes[node]!;
  answer.fill(0);
  libc.ioctlBytes(fd, eviocgkey(KEY_BITMAP_BYTES), answer);
  for (let byte = 0; byte < KEY_BITMAP_BYTES; byte++) {
    const now = answer[byte]!;
    answer[byte] = now & ~silent(player, node, byte, bits[byte]!);
    bits[byte] = now;
  }
  if (node === player.padNode) askContacts(player.instrument.touchpad.contacts, fd);
  resync(player, node, answer, nowUs);
}

/** The bits of one byte that are down without the player holding them. */
function silent(player: Player, node: number, byte: number, down: number): number {
  let bits = down;
  for (let bit = 0; bit < 8 && bits !== 0; bit++) {
    if (holds(player.held, node, byte * 8 + bit)) bits &= ~(1 << bit);
  }
  return bits;
}
