import { RECORD_BYTES } from '../core/event.ts';
import { NODES_MAX } from '../core/keys/held-keys.ts';
import { EPOLLERR, EPOLLHUP, hasOverflown, libc, mayReadLater } from '../ffi/libc.ts';

const RECORDS_AT_ONCE = 64;

/** In place of a number of records: the device, or the pipe's other end, is gone. */
export const GONE = -1;
/** Likewise: records were lost before they were read. */
export const LOST = -2;

/**
 * Whole records from nodes. The kernel's devices give nothing else; a pipe may end a read within a
 * record, whose rest comes with the next.
 */
export interface RecordReader {
  readonly recordBytes: number;
  /** What was read last. */
  readonly records: Int32Array;
  readonly bytes: Uint8Array;
  /** The begun record of each node, and how much of it is there. */
  readonly rests: Uint8Array;
  readonly restBytes: Uint8Array;
}

export function createRecordReader(
  recordBytes = RECORD_BYTES,
  atOnce = RECORDS_AT_ONCE,
): RecordReader {
  const records = new Int32Array((atOnce * recordBytes) / 4);
  return {
    recordBytes,
    records,
    bytes: new Uint8Array(records.buffer),
    rests: new Uint8Array(NODES_MAX * recordBytes),
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
 * @returns how many records are there, {@link GONE} or {@link LOST}
 */
export function readRecords(reader: RecordReader, node: number, fd: number, woken: number): number {
  const rest = reader.restBytes[node]!;
  const { records, recordBytes } = reader;
  const got = rest === 0 ? libc.read(fd, records, records.byteLength) : resume(reader, node, fd);
  if (got <= 0) {
    if (got < 0 && hasOverflown()) return LOST;
    // Nothing to read may be a false alarm; a hang-up, or an end, is none.
    const falseAlarm = got < 0 && (woken & (EPOLLHUP | EPOLLERR)) === 0 && mayReadLater();
    return falseAlarm ? 0 : GONE;
  }
  const count = Math.trunc((rest + got) / recordBytes);
  keepRest(reader, node, count * recordBytes, rest + got);
  return count;
}

function resume(reader: RecordReader, node: number, fd: number): number {
  const rest = reader.restBytes[node]!;
  const at = node * reader.recordBytes;
  for (let byte = 0; byte < rest; byte++) reader.bytes[byte] = reader.rests[at + byte]!;
  // The view is new, which only half a record is worth.
  return libc.read(fd, reader.bytes.subarray(rest), reader.bytes.length - rest);
}

function keepRest(reader: RecordReader, node: number, from: number, to: number): void {
  const at = node * reader.recordBytes;
  for (let byte = from; byte < to; byte++) reader.rests[at + byte - from] = reader.bytes[byte]!;
  reader.restBytes[node] = to - from;
}
