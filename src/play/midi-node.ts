/**
 * The ALSA sequencer at the play thread: a node whose records are MIDI and news of who comes and goes,
 * and that takes what goes out.
 */
import type { Moment } from '../core/event.ts';
import type { ClockSink } from '../core/instrument/beats.ts';
import { sendClock } from '../core/instrument/beats.ts';
import type { Instrument } from '../core/instrument/instrument.ts';
import type { Player } from '../core/instrument/player.ts';
import { bends } from '../core/instrument/routing.ts';
import { overheard } from '../core/midi/message.ts';
import type { MidiInput } from '../core/midi/midi-input.ts';
import {
  createMidiInput,
  LISTENERS,
  LOSSES,
  MESSAGES,
  NEWS,
  WHEEL_SEMITONES,
} from '../core/midi/midi-input.ts';
import type { MidiOutput } from '../core/midi/midi-output.ts';
import {
  clockOut,
  createMidiOutput,
  endOutput,
  hearPlayed,
  introduceOutput,
  silenceOutput,
} from '../core/midi/midi-output.ts';
import { letGoOfMidi, messagesLost, playMidi } from '../core/midi/midi-stream.ts';
import type { Outgoing } from '../core/midi/outgoing.ts';
import { SEQUENCER, SEQUENCER_BYTES, SEQUENCER_WORDS } from '../core/midi/sequencer-event.ts';
import { OUTPUT } from '../core/order.ts';
import type { Synth } from '../core/synth.ts';
import { libc } from '../ffi/libc.ts';
import type { Board } from './board.ts';
import { FIELD } from './board.ts';
import type { RecordReader } from './record-reader.ts';
import { createRecordReader, GONE, LOST, readRecords } from './record-reader.ts';

/**
 * As much as can wait in the kernel for a client of ours: a message of the whole length has to fit, or
 * the kernel would offer it, and keep it, for ever.
 */
const RECORDS_AT_ONCE = 1024;

export interface MidiNode {
  readonly input: MidiInput;
  readonly reader: RecordReader;
  readonly output: MidiOutput;
  readonly clock: ClockSink;
  /** The descriptor that goes out by, or -1. */
  fd: number;
}

export function createMidiNode(): MidiNode {
  const output = createMidiOutput((out) => write(node, out));
  const node: MidiNode = {
    input: createMidiInput('auto'),
    reader: createRecordReader(SEQUENCER_BYTES, RECORDS_AT_ONCE),
    output,
    clock: {
      start: () => clockOut(output, SEQUENCER.start),
      stop: () => clockOut(output, SEQUENCER.stop),
      pulse: () => clockOut(output, SEQUENCER.clock),
    },
    fd: -1,
  };
  return node;
}

/** A synthesiser in front of another one, so that what is played goes out as MIDI too. */
export function sentOut(behind: Synth, { output }: MidiNode): Synth {
  return overheard(behind, (heard) => hearPlayed(output, heard));
}

/** From now on the node takes what goes out. */
export function joinMidi(midi: MidiNode, fd: number): void {
  midi.fd = fd;
  // A thread before this one may have left notes to whoever listens.
  silenceOutput(midi.output);
  introduceOutput(midi.output);
}

/** Reads once and plays what is there as of `now`; false when the node is gone. */
export function readMidi(
  { input, reader, output }: MidiNode,
  { instrument, synth }: Player,
  board: Board,
  node: number,
  fd: number,
  woken: number,
  now: Moment,
): boolean {
  const count = readRecords(reader, node, fd, woken);
  if (count === GONE) return false;
  const listeners = input.counts[LISTENERS];
  if (count === LOST) messagesLost(input, instrument, synth, now);
  else {
    output.isIncoming = true;
    playMidi(input, instrument, synth, reader.records, 0, count, now);
    output.isIncoming = false;
  }
  if (input.counts[LISTENERS] !== listeners) introduceOutput(output);
  show(input, instrument, board);
  return true;
}

/**
 * What channels are from now on.
 *
 * @param channels a number of MIDI_CHANNELS
 * @param mpe a number of MPE_USES
 */
export function setChannels(
  { input }: MidiNode,
  { instrument, synth }: Player,
  channels: number,
  mpe: number,
  now: Moment,
): void {
  if (input.channels === channels && input.zones.use === mpe) return;
  letGoOfMidi(input, instrument, synth, now);
  input.channels = channels;
  input.zones.use = mpe;
}

/** What goes out from now on, and by which port: see the order `midiOutput`. */
export function setOutput(
  midi: MidiNode,
  { instrument }: Player,
  flags: number,
  channel: number,
  port: number,
  now: Moment,
): void {
  const { output } = midi;
  const { routing, channels } = instrument;
  endOutput(output);
  flush(midi);
  output.isOn = (flags & OUTPUT.on) !== 0;
  output.isThru = (flags & OUTPUT.thru) !== 0;
  output.way = flags >> OUTPUT.wayShift;
  output.channel = channel;
  output.out.port = port;
  output.layers = 0;
  for (let at = 0; at < channels.length; at++) output.layers |= 1 << channels[at]!;
  output.lead = instrument.channel;
  output.bendRange = bends(routing) ? routing.bendRange : WHEEL_SEMITONES;
  introduceOutput(output);
  const sendsClock = output.isOn && (flags & OUTPUT.clock) !== 0;
  sendClock(instrument, sendsClock ? midi.clock : undefined, now);
}

/** Nothing comes from the node any more, nor goes there: what its controllers hold ends. */
export function leaveMidi(midi: MidiNode, player: Player, board: Board, now: Moment): void {
  letGoOfMidi(midi.input, player.instrument, player.synth, now);
  endOutput(midi.output);
  flush(midi);
  midi.fd = -1;
  show(midi.input, player.instrument, board);
}

/** Sends what waits. */
export function flush({ output: { out } }: MidiNode): void {
  if (out.count > 0) out.send(out);
}

/** The kernel hands each record on as it is written, and stops at one that a listener has no room for. */
function write({ fd }: MidiNode, out: Outgoing): void {
  let left = fd < 0 ? 0 : out.count;
  while (left > 0) {
    const bytes = libc.write(fd, out.words, left * SEQUENCER_BYTES);
    const sent = bytes < 0 ? 0 : Math.trunc(bytes / SEQUENCER_BYTES);
    if (sent >= left) break;
    out.words.copyWithin(0, (sent + 1) * SEQUENCER_WORDS, left * SEQUENCER_WORDS);
    left -= sent + 1;
  }
  out.count = 0;
}

function show({ counts }: MidiInput, { routing }: Instrument, { fields }: Board): void {
  fields[FIELD.learnt] = routing.learnt + 1;
  fields[FIELD.midiMessages] = counts[MESSAGES]!;
  fields[FIELD.midiLosses] = counts[LOSSES]!;
  Atomics.store(fields, FIELD.midiNews, counts[NEWS]!);
}
