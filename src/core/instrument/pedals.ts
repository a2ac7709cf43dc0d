import type { Moment } from '../event.ts';
import type { Synth } from '../synth.ts';

export const CC_SUSTAIN = 64;
const CC_SOSTENUTO = 66;
const CC_SOFT = 67;

// A second tap that begins this soon after the first latches the pedal.
const DOUBLE_TAP_US = 300_000;

/**
 * The pedals under the thumbs: sustain, held while its key is, or latched by a double tap;
 * sostenuto, which holds what sounds as it goes down and nothing else; and the soft pedal.
 */
export interface Pedals {
  down: boolean;
  latched: boolean;
  readonly lastTapUs: Float64Array;
  sostenuto: boolean;
  soft: boolean;
}

export function createPedals(): Pedals {
  return {
    down: false,
    latched: false,
    lastTapUs: Float64Array.of(Number.NEGATIVE_INFINITY),
    sostenuto: false,
    soft: false,
  };
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
  tell(synth, channels, CC_SUSTAIN, 127);
}

export function releaseSustain(pedals: Pedals, synth: Synth, channels: Uint8Array): void {
  if (pedals.latched) return;
  liftSustain(pedals, synth, channels);
}

/** Down until it is let up, by hand or by {@link liftPedals}. */
export function setSustain(
  pedals: Pedals,
  synth: Synth,
  channels: Uint8Array,
  down: boolean,
): void {
  if (!down) liftSustain(pedals, synth, channels);
  else if (!pedals.down) {
    pedals.down = true;
    tell(synth, channels, CC_SUSTAIN, 127);
  }
  pedals.latched = down;
}

export function setSostenuto(
  pedals: Pedals,
  synth: Synth,
  channels: Uint8Array,
  down: boolean,
): void {
  if (pedals.sostenuto === down) return;
  pedals.sostenuto = down;
  tell(synth, channels, CC_SOSTENUTO, down ? 127 : 0);
}

export function setSoftPedal(
  pedals: Pedals,
  synth: Synth,
  channels: Uint8Array,
  down: boolean,
): void {
  if (pedals.soft === down) return;
  pedals.soft = down;
  tell(synth, channels, CC_SOFT, down ? 127 : 0);
}

/** All of them up, latched or not. */
export function liftPedals(pedals: Pedals, synth: Synth, channels: Uint8Array): void {
  liftSustain(pedals, synth, channels);
  setSostenuto(pedals, synth, channels, false);
  setSoftPedal(pedals, synth, channels, false);
}

/** What sounds on by a pedal ends; the pedals stay as they are. */
export function dampPedals(pedals: Pedals, synth: Synth, channels: Uint8Array): void {
  if (pedals.down) {
    tell(synth, channels, CC_SUSTAIN, 0);
    tell(synth, channels, CC_SUSTAIN, 127);
  }
  if (pedals.sostenuto) {
    tell(synth, channels, CC_SOSTENUTO, 0);
    tell(synth, channels, CC_SOSTENUTO, 127);
  }
}

function liftSustain(pedals: Pedals, synth: Synth, channels: Uint8Array): void {
  pedals.latched = false;
  if (!pedals.down) return;
  pedals.down = false;
  tell(synth, channels, CC_SUSTAIN, 0);
}

function tell(synth: Synth, channels: Uint8Array, controller: number, value: number): void {
  for (let index = 0; index < channels.length; index++) {
    synth.control(channels[index]!, controller, value);
  }
}
