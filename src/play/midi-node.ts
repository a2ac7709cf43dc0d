/** The ALSA sequencer at the play thread: a node whose records are MIDI and news of who comes and goes. */
import type { Moment } from '../core/event.ts';
import type { Player } from '../core/instrument/player.ts';
import type { MidiInput } from '../core/midi/midi-input.ts';
import { createMidiInput, LOSSES, MESSAGES, NEWS } from '../core/midi/midi-input.ts';
import { letGoOfMidi, messagesLost, playMidi } from '../core/midi/midi-stream.ts';
import { SEQUENCER_BYTES } from '../core/midi/sequencer-event.ts';
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
}

export function createMidiNode(): MidiNode {
  return {
    input: createMidiInput('auto'),
    reader: createRecordReader(SEQUENCER_BYTES, RECORDS_AT_ONCE),
  };
}

/** Reads once and plays what is there as of `now`; false when the node is gone. */
export function readMidi(
  { input, reader }: MidiNode,
  { instrument, synth }: Player,
  board: Board,
  node: number,
  fd: number,
  woken: number,
  now: Moment,
): boolean {
  const count = readRecords(reader, node, fd, woken);
  if (count === GONE) return false;
  if (count === LOST) messagesLost(input, instrument, synth, now);
  else playMidi(input, instrument, synth, reader.records, 0, count, now);
  show(input, board);
  return true;
}

/** Nothing comes from the node any more: what its controllers hold ends. */
export function leaveMidi({ input }: MidiNode, player: Player, board: Board, now: Moment): void {
  letGoOfMidi(input, player.instrument, player.synth, now);
  show(input, board);
}

function show({ counts }: MidiInput, { fields }: Board): void {
  fields[FIELD.midiMessages] = counts[MESSAGES]!;
  fields[FIELD.midiLosses] = counts[LOSSES]!;
  Atomics.store(fields, FIELD.midiNews, counts[NEWS]!);
}
