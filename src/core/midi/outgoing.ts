/** Records for the sequencer that wait to be sent by a port of ours, all of a turn at once. */
import {
  addressOut,
  SEQUENCER,
  SEQUENCER_WORDS,
  writeControl,
  writeNote,
  writePlain,
} from './sequencer-event.ts';

const RECORDS = 128;

export interface Outgoing {
  /** The sequencer's number of our port. */
  port: number;
  readonly words: Int32Array;
  count: number;
  /** Sends `count` records of `words` and sets the count to 0; called when there is no more room. */
  readonly send: (out: Outgoing) => void;
}

export function createOutgoing(send: Outgoing['send']): Outgoing {
  return { port: 0, words: new Int32Array(RECORDS * SEQUENCER_WORDS), count: 0, send };
}

/** A program, a pressure, a bend or a controller, by its kind in the sequencer. */
export function put(
  out: Outgoing,
  kind: number,
  channel: number,
  parameter: number,
  value: number,
): void {
  if (out.count === RECORDS) out.send(out);
  writeControl(out.words, out.count, kind, 0, channel, parameter, value);
  addressOut(out.words, out.count++, out.port);
}

export function putControl(
  out: Outgoing,
  channel: number,
  controller: number,
  value: number,
): void {
  put(out, SEQUENCER.controller, channel, controller, value);
}

export function putNote(
  out: Outgoing,
  kind: number,
  channel: number,
  note: number,
  velocity: number,
): void {
  if (out.count === RECORDS) out.send(out);
  writeNote(out.words, out.count, kind, 0, channel, note, velocity);
  addressOut(out.words, out.count++, out.port);
}

/** What is its kind and nothing else, such as a pulse of a clock. */
export function putPlain(out: Outgoing, kind: number): void {
  if (out.count === RECORDS) out.send(out);
  writePlain(out.words, out.count, kind);
  addressOut(out.words, out.count++, out.port);
}
