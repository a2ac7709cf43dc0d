import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { EV_KEY, RECORD_BYTES, RECORD_WORDS, WORD_VALUE, writeRecord } from '../core/event.ts';
import { EPOLLHUP, EPOLLIN, libc, newPipe } from '../ffi/libc.ts';
import { createRecordReader, forgetRest, type RecordReader, readRecords } from './record-reader.ts';

/** Records of the values 0, 1, 2 and so on, as bytes. */
function numbered(count: number): Uint8Array {
  const records = new Int32Array(count * RECORD_WORDS);
  for (let index = 0; index < count; index++) writeRecord(records, index, 0, EV_KEY, 16, index);
  return new Uint8Array(records.buffer);
}

function pipe(context: TestContext): { readFd: number; write(bytes: Uint8Array): void } {
  const { readFd, writeFd } = newPipe();
  context.after(() => {
    for (const fd of [readFd, writeFd]) libc.close(fd);
  });
  return { readFd, write: (bytes) => libc.write(writeFd, bytes, bytes.length) };
}

/** The values of what one read brings. */
function values(reader: RecordReader, node: number, fd: number): number[] {
  const count = readRecords(reader, node, fd, EPOLLIN);
  const all: number[] = [];
  for (let index = 0; index < count; index++) {
    all.push(reader.records[index * RECORD_WORDS + WORD_VALUE]!);
  }
  return all;
}

test('a record may come in pieces of any size', (t) => {
  for (let piece = 1; piece < RECORD_BYTES; piece++) {
    const { readFd, write } = pipe(t);
    const reader = createRecordReader();
    const bytes = numbered(7);
    const got: number[] = [];
    for (let at = 0; at < bytes.length; at += piece) {
      write(bytes.subarray(at, at + piece));
      got.push(...values(reader, 3, readFd));
    }
    assert.deepEqual(got, [0, 1, 2, 3, 4, 5, 6], `pieces of ${piece}`);
  }
});

test('pieces of several nodes do not mix', (t) => {
  const [one, other] = [pipe(t), pipe(t)];
  const reader = createRecordReader();
  const bytes = numbered(2);
  one.write(bytes.subarray(0, 10));
  other.write(bytes.subarray(RECORD_BYTES, RECORD_BYTES + 20));
  assert.deepEqual(values(reader, 0, one.readFd), []);
  assert.deepEqual(values(reader, 1, other.readFd), []);
  other.write(bytes.subarray(RECORD_BYTES + 20));
  one.write(bytes.subarray(10, RECORD_BYTES));
  assert.deepEqual(values(reader, 1, other.readFd), [1]);
  assert.deepEqual(values(reader, 0, one.readFd), [0]);
});

test('a node that takes a number over does not get the rest of the one before', (t) => {
  const [before, after] = [pipe(t), pipe(t)];
  const reader = createRecordReader();
  before.write(numbered(1).subarray(0, 23));
  values(reader, 0, before.readFd);
  forgetRest(reader, 0);
  after.write(numbered(2));
  assert.deepEqual(values(reader, 0, after.readFd), [0, 1]);
});

test('what is written at once comes in several reads, none of it lost', (t) => {
  const { readFd, write } = pipe(t);
  const reader = createRecordReader();
  write(numbered(2000));
  const got: number[] = [];
  while (got.length < 2000) got.push(...values(reader, 0, readFd));
  assert.ok(got.every((value, index) => value === index));
});

test('nothing to read is no end, unless the other end is gone', (t) => {
  const { readFd } = pipe(t);
  const reader = createRecordReader();
  assert.equal(readRecords(reader, 0, readFd, EPOLLIN), 0);
  assert.equal(readRecords(reader, 0, readFd, EPOLLIN | EPOLLHUP), -1);
  const { readFd: orphan, writeFd } = newPipe();
  libc.close(writeFd);
  assert.equal(readRecords(reader, 0, orphan, EPOLLIN), -1);
  libc.close(orphan);
  assert.equal(readRecords(reader, 0, orphan, EPOLLIN), -1);
});
