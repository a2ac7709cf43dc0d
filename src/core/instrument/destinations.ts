/**
 * Where routes lead: a share of a destination's way, as the messages that a synthesiser is told of
 * it, each only when it changes.
 */
import type { Synth } from '../synth.ts';
import { BEND, CHANNEL_PRESSURE, CONTROL, DESTINATIONS, FILTER } from './routes.ts';

const BEND_MOST = 16_383;
const BEND_AT_REST = 8192;

const CC_DATA = 6;
const CC_DATA_FINE = 38;
const CC_NRPN_FINE = 98;
const CC_NRPN = 99;
const CC_RPN_FINE = 100;
const CC_RPN = 101;
const RPN_BEND_RANGE = 0;
const RPN_NONE = 127;
// SoundFont 2.01, section 9.6: this NRPN adds to a generator of every voice; 8 is the filter's cutoff,
// two cents a step. The brightness controller (74) moves nothing in most fonts.
const NRPN_SOUNDFONT = 120;
const GENERATOR_CUTOFF = 8;
const CUTOFF_AT_REST = 8192;
const CUTOFF_STEP_CENTS = 2;
/** The whole way of the filter: six octaves, from as bright as a sound is down to a hum. */
const FILTER_CENTS = 7200;

/** What FluidSynth has a controller at until it is told otherwise; all others are 0. */
const CONTROLLERS_AT_REST: readonly (readonly [controller: number, value: number])[] = [
  [7, 100],
  [8, 64],
  [10, 64],
  [11, 127],
  ...[71, 72, 73, 74, 75, 76, 77, 78, 79].map((controller) => [controller, 64] as const),
];

/** What each destination is at while nothing moves it. */
export function valuesAtRest(): Int16Array {
  const values = new Int16Array(DESTINATIONS);
  values[BEND] = BEND_AT_REST;
  values[FILTER] = CUTOFF_AT_REST;
  for (const [controller, value] of CONTROLLERS_AT_REST) values[CONTROL + controller] = value;
  return values;
}

/**
 * The value that a share of -1 to 1 of a destination's way is, from `shares[at]`. Up from rest leads
 * to the most, and down from it to the least, however near they are.
 */
export function valueAt(
  destination: number,
  rest: number,
  shares: Float64Array,
  at: number,
): number {
  const share = Math.min(1, Math.max(-1, shares[at]!));
  if (destination === BEND) {
    return Math.min(BEND_MOST, Math.round(BEND_AT_REST + share * BEND_AT_REST)) | 0;
  }
  if (destination === FILTER) {
    return Math.round(CUTOFF_AT_REST + (share * FILTER_CENTS) / CUTOFF_STEP_CENTS) | 0;
  }
  return Math.round(rest + share * (share < 0 ? rest : 127 - rest)) | 0;
}

export function send(synth: Synth, channel: number, destination: number, value: number): void {
  if (destination === BEND) synth.bend(channel, value);
  else if (destination === FILTER) sendCutoff(synth, channel, value);
  else if (destination === CHANNEL_PRESSURE) synth.channelPressure(channel, value);
  else synth.control(channel, destination - CONTROL, value);
}

/** How far a whole bend goes, 1-48 semitones either way (MIDI 1.0, RPN 0). */
export function sendBendRange(synth: Synth, channel: number, semitones: number): void {
  synth.control(channel, CC_RPN, 0);
  synth.control(channel, CC_RPN_FINE, RPN_BEND_RANGE);
  synth.control(channel, CC_DATA_FINE, 0);
  synth.control(channel, CC_DATA, semitones);
  closeParameter(synth, channel);
}

function sendCutoff(synth: Synth, channel: number, value: number): void {
  synth.control(channel, CC_NRPN, NRPN_SOUNDFONT);
  synth.control(channel, CC_NRPN_FINE, GENERATOR_CUTOFF);
  synth.control(channel, CC_DATA_FINE, value & 127);
  synth.control(channel, CC_DATA, value >> 7);
  closeParameter(synth, channel);
}

/** A data entry from elsewhere must not fall into what was set here. */
function closeParameter(synth: Synth, channel: number): void {
  synth.control(channel, CC_RPN, RPN_NONE);
  synth.control(channel, CC_RPN_FINE, RPN_NONE);
}
