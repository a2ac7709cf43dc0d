import type { Synth } from '../synth.ts';
import type { Ledger } from './ledger.ts';
import { hold, isSounding, restart, takeOver } from './ledger.ts';

/**
 * What becomes of a note that sounds already when another key begins it:
 *
 * - `count`: it sounds on, until its last key is up
 * - `retrigger`: it is struck anew, and sounds until its last key is up
 * - `ignore`: the second key does nothing
 * - `interrupt`: it is struck anew and belongs to the second key alone
 */
export const COLLISIONS = ['count', 'retrigger', 'ignore', 'interrupt'] as const;
export type Collision = (typeof COLLISIONS)[number];

const RETRIGGER = 1;
const IGNORE = 2;
const INTERRUPT = 3;

/**
 * The holder takes a note that may be sounding.
 *
 * @param collision a number of {@link COLLISIONS}
 */
export function collide(
  ledger: Ledger,
  synth: Synth,
  collision: number,
  holder: number,
  channel: number,
  note: number,
  velocity: number,
): void {
  if (collision !== 0 && isSounding(ledger, channel, note)) {
    if (collision === IGNORE) return;
    if (collision === RETRIGGER) restart(ledger, synth, channel, note, velocity);
    else if (collision === INTERRUPT) takeOver(ledger, synth, channel, note);
  }
  hold(ledger, synth, holder, channel, note, velocity);
}
