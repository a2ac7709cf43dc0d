import { RECORD_BYTES } from '../core/event.ts';
import { NODES_MAX } from '../core/keys/held-keys.ts';
import { EPOLLERR, EPOLLHUP, libc, mayReadLater } from '../ffi/libc.ts';

const RECORDS_AT_ONCE = 64;
const BYTES_AT_ONCE = RECORDS_AT_ONCE * RECORD_BYTES;

/**
 * Whole records from nodes. The kernel's devices give nothing else; a pipe may end a read within a
 * record, whose rest comes with the next.
 */
export interface RecordReader {
  /** What was read last. */
  readonly records: Int32Array;
  readonly bytes: Uint8Array;
  /** The begun record of each node, and how much of it is there. */
  readonly rests: Uint8Array;
  readonly restBytes: Uint8Array;
}

export function createRecordReader(): RecordReader {
  const records = new Int32Array(BYTES_AT_ONCE / 4);
  return {
    records,
    bytes: new Uint8Array(records.buffer),
    rests: new Uint8Array(NODES_MAX * RECORD_BYTES),
    restBytes: new Uint8Array(NODES_MAX),
  };
}

/** A node of this number comes anew. */
export function forgetRest(reader: RecordReader, node: number): void {
  reader.restBytes[node] = 0;
}

/**
 * Reads once into {@link RecordReader.records}.
 *
 * @param woken what epoll said of the node
 * @returns how many records are there; -1 when the device, or the pipe's other end, is gone
 */
export function readRecords(reader: RecordReader, node: number, fd: number, woken: number): number {
  const rest = reader.restBytes[node]!;
  const got = rest === 0 ? libc.read(fd, reader.records, BYTES_AT_ONCE) : resume(reader, node, fd);
  if (got <= 0) {
    // Nothing to read may be a false alarm; a hang-up, or an end, is none.
    const falseAlarm = got < 0 && (woken & (EPOLLHUP | EPOLLERR)) === 0 && mayReadLater();
    return falseAlarm ? 0 : -1;
  }
  const count = Math.trunc((rest + got) / RECORD_BYTES);
  keepRest(reader, node, count * RECORD_BYTES, rest + got);
  return count;
}

function resume(reader: RecordReader, node: number, fd: number): number {
  const rest = reader.restBytes[node]!;
  const at = node * RECORD_BYTES;
  for (let byte = 0; byte < rest; byte++) reader.bytes[byte] = reader.rests[at + byte]!;
  // The view is new, which only half a record is worth.
  return libc.read(fd, reader.bytes.subarray(rest), BYTES_AT_ONCE - rest);
}

function keepRest(reader: RecordReader, node: number, from: number, to: number): void {
  const at = node * RECORD_BYTES;
  for (let byte = from; byte < to; byte++) reader.rests[at + byte - from] = reader.bytes[byte]!;
  reader.restBytes[node] = to - from;
}
