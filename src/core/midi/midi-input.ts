/**
 * What MIDI controllers play, on its way into the instrument. A controller plays what the keyboard
 * plays: its notes take the same way, whatever channel it sends on. Channel 10 is the drums', and
 * with `own channels` each channel plays for itself, as sequencers and MPE controllers want it.
 */
import type { Moment } from '../event.ts';
import { MIDI_PORTS_MAX, midiHolder } from '../instrument/holders.ts';
import type { Instrument } from '../instrument/instrument.ts';
import { setProgram } from '../instrument/instrument.ts';
import { press } from '../instrument/ledger.ts';
import { beginNote, endNote } from '../instrument/notes.ts';
import { controllerMoved, wheelShare } from '../instrument/routing.ts';
import type { Synth } from '../synth.ts';
import {
  channelAt,
  kindAt,
  noteAt,
  parameterAt,
  recordsAt,
  SEQUENCER,
  senderAt,
  sourceAt,
  valueAt,
  velocityAt,
} from './sequencer-event.ts';

const DRUM_CHANNEL = 9;
const CHANNELS = 16;
const NOTES = 128;
const BEND_AT_REST = 8192;
const CC_BANK = 0;
const CC_BANK_FINE = 32;
const CC_SUSTAIN = 64;
const CC_ALL_SOUND_OFF = 120;
const CC_ALL_NOTES_OFF = 123;
const FREE = -1;

export interface MidiInput {
  /** Whether each channel plays for itself. */
  ownChannels: boolean;
  /** The sequencer's address of each port that has played, or -1. */
  readonly sources: Int32Array;
  /** The bank that the next program of each channel is of. */
  readonly banks: Uint16Array;
  /** Messages that were played, and times that some were lost. */
  readonly counts: Uint32Array;
}

export const MESSAGES = 0;
export const LOSSES = 1;

export function createMidiInput(ownChannels: boolean): MidiInput {
  return {
    ownChannels,
    sources: new Int32Array(MIDI_PORTS_MAX).fill(FREE),
    banks: new Uint16Array(CHANNELS),
    counts: new Uint32Array(2),
  };
}

/** Plays records `from` up to but not including `to`, as the sequencer gave them. */
export function playMidi(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  words: Int32Array,
  from: number,
  to: number,
  now: Moment,
): void {
  for (let index = from; index < to; index += recordsAt(words, index)) {
    playMessage(input, instrument, synth, words, index, now);
  }
}

function playMessage(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  words: Int32Array,
  index: number,
  now: Moment,
): void {
  const kind = kindAt(words, index);
  if (kind === SEQUENCER.unsubscribed) {
    sourceGone(input, instrument, synth, senderAt(words, index), now);
    return;
  }
  if (kind < SEQUENCER.noteOn || kind > SEQUENCER.bend) return;
  const port = portOf(input, instrument, synth, sourceAt(words, index), now);
  const from = channelAt(words, index);
  const channel = input.ownChannels || from === DRUM_CHANNEL ? from : instrument.channel;
  input.counts[MESSAGES] = input.counts[MESSAGES]! + 1;
  if (kind === SEQUENCER.noteOn || kind === SEQUENCER.noteOff) {
    const velocity = kind === SEQUENCER.noteOn ? velocityAt(words, index) : 0;
    playNote(input, instrument, synth, port, from, noteAt(words, index), velocity, now);
    return;
  }
  const value = valueAt(words, index);
  switch (kind) {
    case SEQUENCER.keyPressure:
      synth.keyPressure(channel, noteAt(words, index), velocityAt(words, index));
      break;
    case SEQUENCER.channelPressure:
      synth.channelPressure(channel, value & 0x7f);
      break;
    case SEQUENCER.bend:
      synth.bend(channel, bendOf(instrument, channel, value));
      break;
    case SEQUENCER.program:
      if (channel === instrument.channel) {
        setProgram(instrument, synth, input.banks[from]!, value & 0x7f);
      } else synth.program(channel, input.banks[from]!, value & 0x7f);
      break;
    default:
      control(input, instrument, synth, port, from, channel, parameterAt(words, index), value, now);
  }
}

/** A wheel means two semitones, however far the touchpad bends the channel. */
function bendOf({ channels, routing }: Instrument, channel: number, value: number): number {
  const share = channels.includes(channel) ? wheelShare(routing) : 1;
  return Math.min(16_383, Math.max(0, Math.round(value * share) + BEND_AT_REST));
}

/** A velocity of 0 ends the note. */
function playNote(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  port: number,
  channel: number,
  note: number,
  velocity: number,
  now: Moment,
): void {
  const holder = midiHolder(port, channel, note);
  if (velocity === 0) endNote(instrument, synth, holder, now);
  else if (input.ownChannels || channel === DRUM_CHANNEL) {
    instrument.lastVelocity = velocity;
    press(instrument.ledger, synth, holder, channel, note, velocity);
  } else beginNote(instrument, synth, holder, note, velocity, now);
}

function control(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  port: number,
  from: number,
  channel: number,
  controller: number,
  value: number,
  now: Moment,
): void {
  if (controller > 127) return;
  const seven = value & 0x7f;
  switch (controller) {
    // The program change that follows carries it.
    case CC_BANK:
      input.banks[from] = (seven << 7) | (input.banks[from]! & 0x7f);
      return;
    case CC_BANK_FINE:
      input.banks[from] = (input.banks[from]! & 0x3f80) | seven;
      return;
    case CC_ALL_NOTES_OFF:
    case CC_ALL_SOUND_OFF:
      endChannel(instrument, synth, port, from, now);
      if (controller === CC_ALL_SOUND_OFF) synth.soundOff(channel);
      return;
    default:
      synth.control(channel, controller, seven);
      controllerMoved(instrument.routing, synth, instrument.channels, controller, seven, now);
  }
}

/** The port went away, or its cable: its notes end, its pedal comes up, its wheel rests. */
export function sourceGone(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  source: number,
  now: Moment,
): void {
  const port = input.sources.indexOf(source);
  if (port >= 0) leave(input, instrument, synth, port, now);
}

/** No controller holds anything any more: messages were lost, or the hands are off. */
export function letGoOfMidi(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  now: Moment,
): void {
  for (let port = 0; port < MIDI_PORTS_MAX; port++) {
    if (input.sources[port] !== FREE) leave(input, instrument, synth, port, now);
  }
}

/** The sequencer's queue overflowed: what was held may have come up unheard. */
export function messagesLost(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  now: Moment,
): void {
  input.counts[LOSSES] = input.counts[LOSSES]! + 1;
  letGoOfMidi(input, instrument, synth, now);
}

/** The number of the port; where all are taken, the first makes room. */
function portOf(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  source: number,
  now: Moment,
): number {
  const known = input.sources.indexOf(source);
  if (known >= 0) return known;
  let free = input.sources.indexOf(FREE);
  if (free < 0) {
    free = 0;
    leave(input, instrument, synth, free, now);
  }
  input.sources[free] = source;
  return free;
}

function leave(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  port: number,
  now: Moment,
): void {
  input.sources[port] = FREE;
  for (let channel = 0; channel < CHANNELS; channel++) {
    endChannel(instrument, synth, port, channel, now);
    if (!input.ownChannels && channel !== instrument.channel) continue;
    synth.control(channel, CC_SUSTAIN, 0);
    synth.bend(channel, BEND_AT_REST);
  }
}

function endChannel(
  instrument: Instrument,
  synth: Synth,
  port: number,
  channel: number,
  now: Moment,
): void {
  for (let note = 0; note < NOTES; note++) {
    endNote(instrument, synth, midiHolder(port, channel, note), now);
  }
}
