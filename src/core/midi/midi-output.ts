/**
 * What is played, on its way out as MIDI: every message that the synthesiser is told, as records for
 * the sequencer. Each note that went out ends, whatever is set meanwhile.
 */
import {
  aboutOf,
  BEND,
  BEND_AT_REST,
  CC_ALL_NOTES_OFF,
  CC_BANK,
  CC_BANK_FINE,
  CHANNEL_PRESSURE,
  CONTROL,
  channelOf,
  coarseBank,
  dataOf,
  fineBank,
  KEY_PRESSURE,
  kindOf,
  NOTE_OFF,
  NOTE_ON,
  PROGRAM,
} from './message.ts';
import type { MpeVoices } from './mpe-voices.ts';
import { createMpeVoices, giveMember, MEMBERS, takeMember } from './mpe-voices.ts';
import type { Outgoing } from './outgoing.ts';
import { createOutgoing, put, putControl, putNote, putPlain } from './outgoing.ts';
import type { ParameterFilter } from './parameters.ts';
import { createParameterFilter, filterControl, tellBendRange, tellZone } from './parameters.ts';
import { SEQUENCER } from './sequencer-event.ts';

/** `layers` sends each layer on its own channel, `one` all on one, `mpe` each note on one of its own. */
export const OUTPUT_WAYS = ['layers', 'one', 'mpe'] as const;
export type OutputWay = (typeof OUTPUT_WAYS)[number];

const ONE = 1;
const MPE = 2;
const MPE_BEND_RANGE = 48;

export interface MidiOutput {
  isOn: boolean;
  /** A number of {@link OUTPUT_WAYS}. */
  way: number;
  /** The channel of `one`, 0-15. */
  channel: number;
  /** Whether what comes in goes out again. */
  isThru: boolean;
  /** Whether what is played just now has come in. */
  isIncoming: boolean;
  /** The channels of the layers, a bit each, and that of the first, which leads where all are one. */
  layers: number;
  lead: number;
  /** Semitones of a whole bend. */
  bendRange: number;
  /** Whether each note of each channel of ours has gone out, and how many sound on each of `one`. */
  readonly begun: Uint8Array;
  readonly holders: Uint8Array;
  readonly mpe: MpeVoices;
  readonly parameters: ParameterFilter;
  readonly out: Outgoing;
}

/** @param send takes the records that wait */
export function createMidiOutput(send: Outgoing['send']): MidiOutput {
  return {
    isOn: false,
    way: 0,
    channel: 0,
    isThru: false,
    isIncoming: false,
    layers: 0,
    lead: 0,
    bendRange: 2,
    begun: new Uint8Array(16 * 128),
    holders: new Uint8Array(128),
    mpe: createMpeVoices(),
    parameters: createParameterFilter(),
    out: createOutgoing(send),
  };
}

/** Says how far a whole bend goes, and which channels are a zone; a listener may have come just now. */
export function introduceOutput(output: MidiOutput): void {
  if (!output.isOn) return;
  if (output.way === MPE) {
    tellZone(output.out, 0, MEMBERS);
    tellBendRange(output.out, 1, MPE_BEND_RANGE);
    tellBendRange(output.out, 0, output.bendRange);
  } else if (output.way === ONE) tellBendRange(output.out, output.channel, output.bendRange);
  else {
    for (let channel = 0; channel < 16; channel++) {
      if (((output.layers >> channel) & 1) === 1)
        tellBendRange(output.out, channel, output.bendRange);
    }
  }
}

/** Nothing that went out sounds on: what is to go out changes, or nothing does any more. */
export function endOutput(output: MidiOutput): void {
  for (let slot = 0; slot < output.begun.length; slot++) {
    if (output.begun[slot] === 1) endNote(output, slot);
  }
  if (output.isOn && output.way === MPE) tellZone(output.out, 0, 0);
}

/** Has whoever listens end all notes, by whomever they were begun. */
export function silenceOutput({ isOn, out }: MidiOutput): void {
  for (let channel = 0; isOn && channel < 16; channel++) {
    putControl(out, channel, CC_ALL_NOTES_OFF, 0);
  }
}

/** A message that the synthesiser was told, as message.ts packs it. */
export function hearPlayed(output: MidiOutput, heard: number): void {
  if (!output.isOn) return;
  const channel = channelOf(heard);
  const about = aboutOf(heard);
  const kind = kindOf(heard);
  if (kind === NOTE_OFF) {
    if (output.begun[channel * 128 + about] === 1) endNote(output, channel * 128 + about);
    return;
  }
  if (isKept(output, channel)) return;
  if (kind === NOTE_ON) beginNote(output, channel, about, dataOf(heard));
  else if (kind === KEY_PRESSURE) pressNote(output, channel, about, dataOf(heard));
  else if (output.way === 0) tell(output, kind, channel, about, dataOf(heard));
  else if (channel === output.lead) {
    tell(output, kind, output.way === ONE ? output.channel : 0, about, dataOf(heard));
  }
}

/** A clock's pulse, start or stop, by its kind in the sequencer. */
export function clockOut({ isOn, out }: MidiOutput, kind: number): void {
  if (isOn) putPlain(out, kind);
}

/** What is no layer's, such as the metronome's click, stays here; so does what came in, unless told. */
function isKept({ isIncoming, isThru, layers }: MidiOutput, channel: number): boolean {
  return isIncoming ? !isThru : ((layers >> channel) & 1) === 0;
}

function beginNote(output: MidiOutput, channel: number, note: number, velocity: number): void {
  const slot = channel * 128 + note;
  if (output.begun[slot] === 1) endNote(output, slot);
  output.begun[slot] = 1;
  if (output.way === MPE) {
    putNote(output.out, SEQUENCER.noteOn, takeMember(output.mpe, slot), note, velocity);
  } else if (output.way === ONE) {
    output.holders[note] = output.holders[note]! + 1;
    if (output.holders[note] === 1) {
      putNote(output.out, SEQUENCER.noteOn, output.channel, note, velocity);
    }
  } else putNote(output.out, SEQUENCER.noteOn, channel, note, velocity);
}

function endNote(output: MidiOutput, slot: number): void {
  const note = slot & 127;
  output.begun[slot] = 0;
  if (output.way === MPE) {
    putNote(output.out, SEQUENCER.noteOff, giveMember(output.mpe, slot), note, 0);
  } else if (output.way === ONE) {
    output.holders[note] = output.holders[note]! - 1;
    if (output.holders[note] === 0) putNote(output.out, SEQUENCER.noteOff, output.channel, note, 0);
  } else putNote(output.out, SEQUENCER.noteOff, slot >> 7, note, 0);
}

function pressNote(output: MidiOutput, channel: number, note: number, value: number): void {
  const slot = channel * 128 + note;
  if (output.begun[slot] === 0) return;
  if (output.way === MPE) {
    put(output.out, SEQUENCER.channelPressure, output.mpe.memberOf[slot]!, 0, value);
  } else {
    const to = output.way === ONE ? output.channel : channel;
    putNote(output.out, SEQUENCER.keyPressure, to, note, value);
  }
}

function tell(
  output: MidiOutput,
  kind: number,
  channel: number,
  about: number,
  value: number,
): void {
  switch (kind) {
    case CONTROL:
      filterControl(output.parameters, output.out, channel, about, value);
      break;
    case PROGRAM:
      putControl(output.out, channel, CC_BANK, coarseBank(value));
      putControl(output.out, channel, CC_BANK_FINE, fineBank(value));
      put(output.out, SEQUENCER.program, channel, 0, about);
      break;
    case CHANNEL_PRESSURE:
      put(output.out, SEQUENCER.channelPressure, channel, 0, value);
      break;
    case BEND:
      put(output.out, SEQUENCER.bend, channel, 0, value - BEND_AT_REST);
  }
}
