import { KEY_COUNT } from './key-codes.ts';

export const NODES_MAX = 32;

/** What a change of one node's key means for the device that the node belongs to. */
export const NOTHING = 0;
export const DOWN = 1;
export const UP = 2;
/** A press of a key that another node of the same device still holds: it came up unseen. */
export const UP_AND_DOWN = 3;

/**
 * Which keys are down, device by device. One keyboard speaks through several event nodes (a
 * Framework 16 keyboard has one for six-key reports and one for full rollover), so a key belongs
 * to the device, and remembers the node that pressed it.
 */
export interface HeldKeys {
  /** The node that holds each key plus one, or 0, at `device * KEY_COUNT + code`. */
  readonly holder: Uint8Array;
  /** The device of each node. */
  readonly deviceOf: Uint8Array;
}

export function createHeldKeys(devices: number): HeldKeys {
  return { holder: new Uint8Array(devices * KEY_COUNT), deviceOf: new Uint8Array(NODES_MAX) };
}

/** The key went down on the node: {@link DOWN}, {@link UP_AND_DOWN}, or {@link NOTHING} if it was. */
export function pressOn(held: HeldKeys, node: number, code: number): number {
  const at = held.deviceOf[node]! * KEY_COUNT + code;
  const before = held.holder[at]!;
  if (before === node + 1) return NOTHING;
  held.holder[at] = node + 1;
  return before === 0 ? DOWN : UP_AND_DOWN;
}

/** The key came up on the node, which ends it for the device whichever node it went down on. */
export function releaseOn(held: HeldKeys, node: number, code: number): number {
  const at = held.deviceOf[node]! * KEY_COUNT + code;
  if (held.holder[at] === 0) return NOTHING;
  held.holder[at] = 0;
  return UP;
}

/** Whether this very node holds the key. */
export function holds(held: HeldKeys, node: number, code: number): boolean {
  return held.holder[held.deviceOf[node]! * KEY_COUNT + code] === node + 1;
}

export function forgetAll(held: HeldKeys): void {
  held.holder.fill(0);
}
