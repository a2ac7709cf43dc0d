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
export function pressSustain(
  pedals: Pedals,
  synth: Synth,
  channels: Uint8Array,
  now: Moment,
): void {
  const doubled = now[0]! - pedals.lastTapUs[0]! < DOUBLE_TAP_US;
  pedals.latched = doubled && !pedals.latched;
  pedals.lastTapUs[0] = doubled ? Number.NEGATIVE_INFINITY : now[0]!;
  if (pedals.down) return;
  pedals.down = true;
  tell(synth, channels, 127);
}

export function releaseSustain(pedals: Pedals, synth: Synth, channels: Uint8Array): void {
  if (pedals.latched) return;
  liftPedals(pedals, synth, channels);
}

/** Up, latched or not. */
export function liftPedals(pedals: Pedals, synth: Synth, channels: Uint8Array): void {
  pedals.latched = false;
  if (!pedals.down) return;
  pedals.down = false;
  tell(synth, channels, 0);
}

/** What sounds on by the pedal ends; the pedal stays as it is. */
export function dampPedals(pedals: Pedals, synth: Synth, channels: Uint8Array): void {
  if (!pedals.down) return;
  tell(synth, channels, 0);
  tell(synth, channels, 127);
}

function tell(synth: Synth, channels: Uint8Array, value: number): void {
  for (let index = 0; index < channels.length; index++) {
    synth.control(channels[index]!, CC_SUSTAIN, value);
  }
}
