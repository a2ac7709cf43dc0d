/** Registered parameters of controllers (MIDI 1.0): how far a wheel bends, and zones of MPE. */
import type { Instrument } from '../instrument/instrument.ts';
import { bends } from '../instrument/routing.ts';
import type { Synth } from '../synth.ts';
import type { MidiInput } from './midi-input.ts';
import { isForItself, NO_PARAMETER } from './midi-input.ts';
import { isMember, setMemberRange, setZone } from './zones.ts';

const CC_DATA = 6;
const CC_DATA_FINE = 38;
const CC_NRPN_FINE = 98;
const CC_NRPN = 99;
const CC_RPN_FINE = 100;
const CC_RPN = 101;
const RPN_BEND_RANGE = 0;
const RPN_ZONE = 6;

/** Follows the controllers that choose a parameter and set it; true for one that goes no further. */
export function followParameter(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  port: number,
  from: number,
  controller: number,
  value: number,
): boolean {
  const at = port * 16 + from;
  const parameter = input.parameters[at]!;
  switch (controller) {
    case CC_RPN:
      input.parameters[at] = (value << 7) | (parameter & 0x7f);
      return false;
    case CC_RPN_FINE:
      input.parameters[at] = (parameter & 0x3f80) | value;
      return false;
    case CC_NRPN:
    case CC_NRPN_FINE:
      input.parameters[at] = NO_PARAMETER;
      return false;
    case CC_DATA:
      return setParameter(input, instrument, synth, port, from, parameter, value);
    case CC_DATA_FINE:
      return isOurs(input, instrument, port, from, parameter);
    default:
      return false;
  }
}

/** A registered parameter gets its value; false where that is for the synthesiser to do. */
export function setParameter(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  port: number,
  from: number,
  parameter: number,
  value: number,
): boolean {
  const { zones } = input;
  if (!isOurs(input, instrument, port, from, parameter)) return false;
  if (parameter === RPN_ZONE) setZone(zones, port, from, value);
  else if (isMember(zones, port, from)) setMemberRange(zones, synth, port, from, value);
  else input.wheels[port * 16 + from] = value;
  return true;
}

/** Whether a parameter is kept from the synthesiser: of a zone, and a range where routes have their own. */
function isOurs(
  input: MidiInput,
  instrument: Instrument,
  port: number,
  from: number,
  parameter: number,
): boolean {
  if (parameter === RPN_ZONE) return true;
  if (parameter !== RPN_BEND_RANGE) return false;
  if (isMember(input.zones, port, from)) return true;
  return bends(instrument.routing) && !isForItself(input, instrument, port, from);
}
