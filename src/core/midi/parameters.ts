/** Controllers that come several together: registered parameters, and those that only FluidSynth knows. */
import type { Outgoing } from './outgoing.ts';
import { putControl } from './outgoing.ts';

const CC_DATA = 6;
const CC_DATA_FINE = 38;
const CC_BRIGHTNESS = 74;
const CC_NRPN_FINE = 98;
const CC_NRPN = 99;
const CC_RPN_FINE = 100;
const CC_RPN = 101;
const RPN_BEND_RANGE = 0;
const RPN_ZONE = 6;
const NONE = 127;

/**
 * Our filter reaches FluidSynth as a parameter of SoundFonts, which nobody else knows: it goes out as
 * the brightness that every synthesiser has.
 */
export interface ParameterFilter {
  /** A bit for each channel whose parameter is one of SoundFonts. */
  channels: number;
}

export function createParameterFilter(): ParameterFilter {
  return { channels: 0 };
}

/** Sends a controller on as others understand it. */
export function filterControl(
  parameters: ParameterFilter,
  out: Outgoing,
  channel: number,
  controller: number,
  value: number,
): void {
  const bit = 1 << channel;
  if (controller === CC_NRPN) parameters.channels |= bit;
  const isOurs = (parameters.channels & bit) !== 0;
  if (!isOurs) putControl(out, channel, controller, value);
  else if (controller === CC_DATA) putControl(out, channel, CC_BRIGHTNESS, value);
  else if (controller === CC_RPN_FINE) parameters.channels &= ~bit;
  else if (!isPart(controller)) putControl(out, channel, controller, value);
}

/** How far a whole bend goes, in semitones (MIDI 1.0, RPN 0). */
export function tellBendRange(out: Outgoing, channel: number, semitones: number): void {
  tellParameter(out, channel, RPN_BEND_RANGE, semitones);
}

/** How many channels a zone has beside its master's (MPE 1.0, RPN 6); 0 ends it. */
export function tellZone(out: Outgoing, master: number, members: number): void {
  tellParameter(out, master, RPN_ZONE, members);
}

function tellParameter(out: Outgoing, channel: number, number: number, value: number): void {
  putControl(out, channel, CC_RPN, 0);
  putControl(out, channel, CC_RPN_FINE, number);
  putControl(out, channel, CC_DATA, value);
  putControl(out, channel, CC_DATA_FINE, 0);
  putControl(out, channel, CC_RPN, NONE);
  putControl(out, channel, CC_RPN_FINE, NONE);
}

function isPart(controller: number): boolean {
  return (
    controller === CC_NRPN ||
    controller === CC_NRPN_FINE ||
    controller === CC_RPN ||
    controller === CC_DATA_FINE
  );
}
