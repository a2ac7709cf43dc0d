import { ACTION_COUNT } from './bindings.ts';

/**
 * Which keys hold which action, so that the accent stays while either shift key is down, and the
 * pedal while Space is down on either keyboard.
 */
export interface HeldActions {
  /** The action of each key that is down, or 0; the key is the caller's number for it. */
  readonly actionOf: Uint8Array;
  /** Keys that hold each action. */
  readonly holders: Uint16Array;
}

export function createHeldActions(keys: number): HeldActions {
  return { actionOf: new Uint8Array(keys), holders: new Uint16Array(ACTION_COUNT) };
}

export function holdAction(held: HeldActions, key: number, action: number): void {
  releaseAction(held, key);
  held.actionOf[key] = action;
  held.holders[action] = held.holders[action]! + 1;
}

/** The action that nothing holds any more now that the key is up, or 0. */
export function releaseAction(held: HeldActions, key: number): number {
  const action = held.actionOf[key] ?? 0;
  if (action === 0) return 0;
  held.actionOf[key] = 0;
  const holders = held.holders[action]! - 1;
  held.holders[action] = holders;
  return holders === 0 ? action : 0;
}

export function forgetActions(held: HeldActions): void {
  held.actionOf.fill(0);
  held.holders.fill(0);
}
