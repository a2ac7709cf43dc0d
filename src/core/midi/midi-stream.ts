/**
 * What comes from MIDI controllers, on its way into the instrument. Their notes take the way of the
 * keys, with layers, scale, chords and arpeggio; whatever happens to a port, its notes end.
 */
import type { Moment } from '../event.ts';
import { MIDI_PORTS_MAX, midiHolder } from '../instrument/holders.ts';
import type { Instrument } from '../instrument/instrument.ts';
import { press } from '../instrument/ledger.ts';
import { beginNote, endNote } from '../instrument/notes.ts';
import { softly } from '../instrument/velocity.ts';
import type { Synth } from '../synth.ts';
import { control } from './midi-controls.ts';
import type { MidiInput } from './midi-input.ts';
import {
  CHANNELS,
  endChannel,
  FREE,
  isForItself,
  LISTENERS,
  LOSSES,
  MESSAGES,
  NEWS,
  NO_PARAMETER,
  WHEEL_SEMITONES,
} from './midi-input.ts';
import { noteInPlay } from './midi-reach.ts';
import { isSoft, rest } from './midi-rest.ts';
import { pulseHeard, pulsesGone } from './pulse-source.ts';
import {
  channelAt,
  connectedToAt,
  kindAt,
  noteAt,
  receiverAt,
  recordsAt,
  SEQUENCER,
  sourceAt,
  subjectAt,
  velocityAt,
} from './sequencer-event.ts';
import { isMember, joinZones, leaveZones, prepareMember } from './zones.ts';

const NEVER = Number.POSITIVE_INFINITY;
// A sender that has once said it is there says so every 300 ms (MIDI 1.0); a busy machine is later.
const SENSING_US = 500_000;

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
    const kind = kindAt(words, index);
    if (kind >= SEQUENCER.clientStart) hearNews(input, instrument, synth, words, index, kind, now);
    else if (kind >= SEQUENCER.start) hearSystem(input, instrument, synth, words, index, kind, now);
    else if (kind >= SEQUENCER.noteOn && kind <= SEQUENCER.registered) {
      playMessage(input, instrument, synth, words, index, kind, now);
    }
  }
}

function playMessage(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  words: Int32Array,
  index: number,
  kind: number,
  now: Moment,
): void {
  const port = portOf(input, instrument, synth, sourceAt(words, index), now);
  input.counts[MESSAGES] = input.counts[MESSAGES]! + 1;
  if (input.silentUs[port] !== NEVER) promise(input, port, now);
  const from = channelAt(words, index);
  if (kind > SEQUENCER.noteOff) control(input, instrument, synth, port, words, index, kind, now);
  else {
    const velocity = kind === SEQUENCER.noteOn ? velocityAt(words, index) : 0;
    playNote(input, instrument, synth, port, from, noteAt(words, index), velocity, now);
  }
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
  else if (isForItself(input, instrument, port, channel)) {
    const { zones } = input;
    if (isMember(zones, port, channel)) prepareMember(zones, instrument, synth, channel);
    instrument.lastVelocity = velocity;
    instrument.guests |= 1 << channel;
    press(instrument.ledger, synth, holder, channel, note, velocity);
  } else {
    const played = noteInPlay(instrument, note);
    const bent = instrument.velocity.table[velocity]!;
    const struck = isSoft(input, instrument, port, channel) ? softly(bent) : bent;
    if (played >= 0) beginNote(instrument, synth, holder, played, struck, now);
  }
}

/** A clock, or that a port is still there. */
function hearSystem(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  words: Int32Array,
  index: number,
  kind: number,
  now: Moment,
): void {
  const source = sourceAt(words, index);
  if (kind === SEQUENCER.sensing || kind === SEQUENCER.reset) {
    const port = input.sources.indexOf(source);
    if (port < 0) return;
    if (kind === SEQUENCER.reset) leave(input, instrument, synth, port, now);
    else promise(input, port, now);
  } else pulseHeard(input.pulses, instrument, source, kind, now);
}

/** Who comes and goes, and which cables are pulled, as the kernel announces it. */
function hearNews(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  words: Int32Array,
  index: number,
  kind: number,
  now: Moment,
): void {
  if (kind > SEQUENCER.unsubscribed) return;
  const subject = subjectAt(words, index);
  if (kind === SEQUENCER.subscribed || kind === SEQUENCER.unsubscribed) {
    // Those of other programs are announced as well.
    const us = receiverAt(words, index) & 0xff;
    if ((subject & 0xff) === us) input.counts[LISTENERS] = input.counts[LISTENERS]! + 1;
    if ((connectedToAt(words, index) & 0xff) !== us) return;
    if (kind === SEQUENCER.unsubscribed) sourceGone(input, instrument, synth, subject, now);
  }
  if (kind === SEQUENCER.portExit) sourceGone(input, instrument, synth, subject, now);
  if (kind === SEQUENCER.clientExit) clientGone(input, instrument, synth, subject & 0xff, now);
  input.counts[NEWS] = input.counts[NEWS]! + 1;
}

function clientGone(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  client: number,
  now: Moment,
): void {
  for (let port = 0; port < MIDI_PORTS_MAX; port++) {
    const source = input.sources[port]!;
    if (source !== FREE && (source & 0xff) === client) leave(input, instrument, synth, port, now);
  }
  if ((input.pulses.source & 0xff) === client) pulsesGone(input.pulses, instrument);
}

/** The port went away, or its cable: its notes end, and what it moved goes back. */
export function sourceGone(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  source: number,
  now: Moment,
): void {
  const port = input.sources.indexOf(source);
  if (port >= 0) leave(input, instrument, synth, port, now);
  if (input.pulses.source === source) pulsesGone(input.pulses, instrument);
}

/** No controller holds anything any more: messages were lost, or nobody listens to them now. */
export function letGoOfMidi(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  now: Moment,
): void {
  for (let port = 0; port < MIDI_PORTS_MAX; port++) {
    if (input.sources[port] !== FREE) leave(input, instrument, synth, port, now);
  }
  pulsesGone(input.pulses, instrument);
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

/** Ports that promised to be heard of and were not have lost their cable. */
export function endSilentPorts(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  now: Moment,
): void {
  for (let port = 0; port < MIDI_PORTS_MAX; port++) {
    if (input.silentUs[port]! <= now[0]!) leave(input, instrument, synth, port, now);
  }
}

function promise(input: MidiInput, port: number, now: Moment): void {
  input.silentUs[port] = now[0]! + SENSING_US;
  planSilence(input);
}

function planSilence({ silentUs, dueUs }: MidiInput): void {
  dueUs[0] = NEVER;
  for (let port = 0; port < MIDI_PORTS_MAX; port++) {
    if (silentUs[port]! < dueUs[0]!) dueUs[0] = silentUs[port]!;
  }
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
  joinZones(input.zones, free);
  return free;
}

function leave(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  port: number,
  now: Moment,
): void {
  for (let channel = 0; channel < CHANNELS; channel++) {
    endChannel(instrument, synth, port, channel, now);
    rest(input, instrument, synth, port, channel);
    input.parameters[port * CHANNELS + channel] = NO_PARAMETER;
    input.wheels[port * CHANNELS + channel] = WHEEL_SEMITONES;
  }
  leaveZones(input.zones, synth, port);
  input.sources[port] = FREE;
  input.silentUs[port] = NEVER;
  planSilence(input);
}
