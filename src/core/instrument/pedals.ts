import type { Moment } from '../event.ts';
import type { Synth } from '../synth.ts';

export const CC_SUSTAIN = 64;

// A second tap that begins this soon after the first latches the pedal.
const DOUBLE_TAP_US = 300_000;

/** The sustain pedal under the thumb: held while its key is, or latched by a double tap. */
export interface Pedals {
  down: boolean;
  latched: boolean;
  readonly lastTapUs: Float64Array;
}

export function createPedals(): Pedals {
  return { down: false, latched: false, lastTapUs: Float64Array.of(Number.NEGATIVE_INFINITY) };
}

/** The key goes down. Latched, it lets the pedal up when the key comes up again. */
export function pressSustain(pedals: Pedals, synth: Synth, channel: number, now: Moment): void {
  const doubled = now[0]! - pedals.lastTapUs[0]! < DOUBLE_TAP_US;
  pedals.latched = doubled && !pedals.latched;
  pedals.lastTapUs[0] = doubled ? Number.NEGATIVE_INFINITY : now[0]!;
  if (pedals.down) return;
  pedals.down = true;
  synth.control(channel, CC_SUSTAIN, 127);
}

export function releaseSustain(pedals: Pedals, synth: Synth, channel: number): void {
  if (pedals.latched) return;
  liftPedals(pedals, synth, channel);
}

/** Up, latched or not. */
export function liftPedals(pedals: Pedals, synth: Synth, channel: number): void {
  pedals.latched = false;
  if (!pedals.down) return;
  pedals.down = false;
  synth.control(channel, CC_SUSTAIN, 0);
}

/** What sounds on by the pedal ends; the pedal stays as it is. */
export function dampPedals(pedals: Pedals, synth: Synth, channel: number): void {
  if (!pedals.down) return;
  synth.control(channel, CC_SUSTAIN, 0);
  synth.control(channel, CC_SUSTAIN, 127);
}
