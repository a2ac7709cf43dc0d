/** What controllers have moved, so that it goes back as they go: pedals, wheels and pressure. */
import type { Instrument } from '../instrument/instrument.ts';
import type { Synth } from '../synth.ts';
import { BEND, BEND_AT_REST, CC_SUSTAIN, CHANNEL_PRESSURE, CONTROL } from './message.ts';
import type { MidiInput } from './midi-input.ts';
import { tell } from './midi-reach.ts';

const CC_MODULATION = 1;
const CC_SOSTENUTO = 66;
const CC_SOFT = 67;

/** What goes back when a port is gone, in this order: a bit of `moved` each, and its controller. */
const RESTING: readonly number[] = [CC_SUSTAIN, CC_SOSTENUTO, CC_SOFT, CC_MODULATION];
export const MOVED_BEND = 1 << RESTING.length;
export const MOVED_PRESSURE = MOVED_BEND << 1;

/** A controller of a channel of a port is at a value: what is not at rest is remembered. */
export function noteMoved(
  { moved }: MidiInput,
  port: number,
  from: number,
  controller: number,
  value: number,
): void {
  const place = RESTING.indexOf(controller);
  if (place < 0) return;
  const at = port * 16 + from;
  moved[at] = (moved[at]! & ~(1 << place)) | (value > 0 ? 1 << place : 0);
}

/** What goes back as the port goes. */
export function rest(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  port: number,
  from: number,
): void {
  const moved = input.moved[port * 16 + from]!;
  if (moved === 0) return;
  input.moved[port * 16 + from] = 0;
  for (let each = 0; each < RESTING.length; each++) {
    if (((moved >> each) & 1) === 0) continue;
    const controller = RESTING[each]!;
    if (isUnderThumb(instrument, controller)) continue;
    tell(input, instrument, synth, port, from, CONTROL, controller, 0);
  }
  if ((moved & MOVED_BEND) !== 0) {
    tell(input, instrument, synth, port, from, BEND, 0, BEND_AT_REST);
  }
  if ((moved & MOVED_PRESSURE) !== 0) {
    tell(input, instrument, synth, port, from, CHANNEL_PRESSURE, 0, 0);
  }
}

/** Whether the soft pedal of a channel of a port is down, or that under a thumb. */
export function isSoft(
  { moved }: MidiInput,
  { pedals }: Instrument,
  port: number,
  from: number,
): boolean {
  return pedals.soft || ((moved[port * 16 + from]! >> RESTING.indexOf(CC_SOFT)) & 1) === 1;
}

/** Whether a pedal is held by a key too, which goes on holding it. */
export function isUnderThumb({ pedals }: Instrument, controller: number): boolean {
  if (controller === CC_SUSTAIN) return pedals.down;
  if (controller === CC_SOSTENUTO) return pedals.sostenuto;
  return controller === CC_SOFT && pedals.soft;
}
