/**
 * Scenes in shared memory: each the orders that set the instrument up, written by the main thread,
 * carried out by the play thread at the press of a key. The last place is the session's.
 */
import type { Moment } from '../core/event.ts';
import type { Player } from '../core/instrument/player.ts';
import type { OrderCode } from '../core/order.ts';
import { ORDER } from '../core/order.ts';
import { change } from './change.ts';

export type SceneOrder = readonly [code: OrderCode, a?: number, b?: number, c?: number];

export const SCENES_MOST = 48;
/** The place of what is restored at the start. */
export const SESSION = SCENES_MOST;

const ORDERS_MOST = 48;
const ORDER_WORDS = 4;
/** How many orders there are, then the orders. */
const SCENE_WORDS = 1 + ORDERS_MOST * ORDER_WORDS;

export type Scenes = Int32Array;

export function createScenes(
  memory = new SharedArrayBuffer((SCENES_MOST + 1) * SCENE_WORDS * 4),
): Scenes {
  return new Int32Array(memory);
}

/** Puts a scene at its place; without orders the place is free. */
export function writeScene(scenes: Scenes, place: number, orders: readonly SceneOrder[]): void {
  const at = place * SCENE_WORDS;
  Atomics.store(scenes, at, 0);
  orders.forEach(([code, a = 0, b = 0, c = 0], index) => {
    scenes.set([code, a, b, c], at + 1 + index * ORDER_WORDS);
  });
  Atomics.store(scenes, at, Math.min(orders.length, ORDERS_MOST));
}

/** Sets the player up as the scene says, held notes as they began; false for a place that is free. */
export function recallScene(player: Player, scenes: Scenes, place: number, now: Moment): boolean {
  const at = place * SCENE_WORDS;
  const count = Atomics.load(scenes, at);
  for (let index = 0; index < count; index++) {
    const word = at + 1 + index * ORDER_WORDS;
    const code = scenes[word]!;
    const a = scenes[word + 1]!;
    // Its bar would begin anew.
    if (code === ORDER.metronome && player.instrument.metronome.on === (a === 1)) continue;
    change(player, code, a, scenes[word + 2]!, scenes[word + 3]!, now);
  }
  return count > 0;
}
