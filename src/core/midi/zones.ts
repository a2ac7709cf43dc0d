/**
 * MIDI Polyphonic Expression (1.0): a controller that sends each note on a channel of its own, so that
 * each can be bent and pressed by itself. Its member channels become channels of the synthesiser, with
 * the sound of the first layer; the master of a zone speaks for all of its members.
 */
import { sendBendRange } from '../instrument/destinations.ts';
import { MIDI_PORTS_MAX } from '../instrument/holders.ts';
import type { Instrument } from '../instrument/instrument.ts';
import { introduceLayerOn } from '../instrument/layers.ts';
import type { Synth } from '../synth.ts';
import { BEND_AT_REST, DRUM_BANK, DRUM_CHANNEL } from './message.ts';

const CHANNELS = 16;
const LAST = CHANNELS - 1;
const MEMBERS_MOST = 15;
const MEMBER_RANGE = 48;
const MASTER_RANGE = 2;
/** In place of a sound that no channel has been told of. */
const NO_SOUND = -1;

/** Whether zones are heeded: when a controller asks for them, always, or never. */
export const MPE_USES = ['auto', 'on', 'off'] as const;
export type MpeUse = (typeof MPE_USES)[number];

const ON = 1;
const OFF = 2;

export interface Zones {
  /** A number of {@link MPE_USES}. */
  use: number;
  /** How many members each port's lower zone has, and its upper one; the former count up from channel 2. */
  readonly lower: Uint8Array;
  readonly upper: Uint8Array;
  /** Of each channel: how far it bends, in semitones, and where its wheel and its master's are. */
  readonly ranges: Uint8Array;
  readonly bends: Int16Array;
  /** The sound that each channel was told of, its level, bank and program in one number. */
  readonly sounds: Int32Array;
}

export function createZones(): Zones {
  return {
    use: 0,
    lower: new Uint8Array(MIDI_PORTS_MAX),
    upper: new Uint8Array(MIDI_PORTS_MAX),
    ranges: new Uint8Array(CHANNELS).fill(MEMBER_RANGE),
    bends: new Int16Array(CHANNELS),
    sounds: new Int32Array(CHANNELS).fill(NO_SOUND),
  };
}

/** Whether a channel of a port carries single notes of a zone. */
export function isMember({ lower, upper }: Zones, port: number, channel: number): boolean {
  const isLower = channel >= 1 && channel <= lower[port]!;
  return isLower || (channel < LAST && channel >= LAST - upper[port]!);
}

/** Whether it speaks for all members of a zone. */
export function isMaster({ lower, upper }: Zones, port: number, channel: number): boolean {
  return (channel === 0 && lower[port]! > 0) || (channel === LAST && upper[port]! > 0);
}

/** The master of the zone that a member is in. */
export function masterOf({ lower }: Zones, port: number, member: number): number {
  return member <= lower[port]! ? 0 : LAST;
}

/** The first member of a zone, by its master's channel. */
export function firstMember({ upper }: Zones, port: number, master: number): number {
  return master === 0 ? 1 : LAST - upper[port]!;
}

/** The channel after its last one. */
export function afterMembers({ lower }: Zones, port: number, master: number): number {
  return master === 0 ? 1 + lower[port]! : LAST;
}

/** A port that was not known plays: it may be meant to have a zone without asking. */
export function joinZones(zones: Zones, port: number): void {
  zones.lower[port] = zones.use === ON ? MEMBERS_MOST : 0;
  zones.upper[port] = 0;
}

/**
 * A controller asks for a zone of so many members beside the master's channel; 0 ends it. A zone that
 * reaches into the other one shortens it.
 */
export function setZone(zones: Zones, port: number, master: number, members: number): void {
  if (zones.use === OFF || (master !== 0 && master !== LAST)) return;
  const own = master === 0 ? zones.lower : zones.upper;
  const other = master === 0 ? zones.upper : zones.lower;
  own[port] = Math.min(MEMBERS_MOST, members);
  other[port] = Math.min(other[port]!, Math.max(0, MEMBERS_MOST - 1 - own[port]!));
  zones.ranges.fill(MEMBER_RANGE);
  zones.ranges[master] = MASTER_RANGE;
  zones.sounds.fill(NO_SOUND);
}

/** A member is about to sound: its channel has the sound of the first layer, and the zone's range. */
export function prepareMember(
  zones: Zones,
  { layers }: Instrument,
  synth: Synth,
  channel: number,
): void {
  const layer = layers[0]!;
  const sound = ((layer.level + 1) << 21) | (layer.bank << 7) | layer.program;
  if (zones.sounds[channel] === sound) return;
  zones.sounds[channel] = sound;
  introduceLayerOn(layer, synth, channel);
  sendBendRange(synth, channel, zones.ranges[channel]!);
}

/** How far members bend: one stands for all of them. */
export function setMemberRange(
  zones: Zones,
  synth: Synth,
  port: number,
  member: number,
  semitones: number,
): void {
  const master = masterOf(zones, port, member);
  const end = afterMembers(zones, port, master);
  for (let channel = firstMember(zones, port, master); channel < end; channel++) {
    zones.ranges[channel] = semitones;
    sendBendRange(synth, channel, semitones);
  }
}

/** A wheel is at `value`, -8192 to 8191: that of a member bends it, that of a master all of them. */
export function bendZone(
  zones: Zones,
  synth: Synth,
  port: number,
  channel: number,
  value: number,
): void {
  zones.bends[channel] = value;
  if (isMember(zones, port, channel)) {
    bendMember(zones, synth, port, channel);
    return;
  }
  const end = afterMembers(zones, port, channel);
  for (let member = firstMember(zones, port, channel); member < end; member++) {
    bendMember(zones, synth, port, member);
  }
}

/** The port is gone: drums are drums again, and each channel is told anew when it is one of a zone. */
export function leaveZones(zones: Zones, synth: Synth, port: number): void {
  for (let channel = 0; channel < CHANNELS; channel++) {
    if (!isMember(zones, port, channel)) continue;
    if (zones.sounds[channel] !== NO_SOUND) synth.bend(channel, BEND_AT_REST);
  }
  if (isMember(zones, port, DRUM_CHANNEL) && zones.sounds[DRUM_CHANNEL] !== NO_SOUND) {
    synth.program(DRUM_CHANNEL, DRUM_BANK, 0);
  }
  zones.lower[port] = 0;
  zones.upper[port] = 0;
  zones.bends.fill(0);
  zones.sounds.fill(NO_SOUND);
}

function bendMember(zones: Zones, synth: Synth, port: number, member: number): void {
  const { ranges, bends } = zones;
  const master = masterOf(zones, port, member);
  const range = Math.max(1, ranges[member]!);
  const semitones = bends[member]! * range + bends[master]! * ranges[master]!;
  const place = Math.round(semitones / range) + BEND_AT_REST;
  synth.bend(member, Math.min(16_383, Math.max(0, place)));
}
