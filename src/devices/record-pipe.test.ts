import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EV_KEY, RECORD_WORDS, WORD_VALUE, writeRecord } from '../core/event.ts';
import { libc } from '../ffi/libc.ts';
import { RecordPipe } from './record-pipe.ts';

/** Everything that is in the pipe now, as the values of the records. */
function take(pipe: RecordPipe): number[] {
  const values: number[] = [];
  const records = new Int32Array(64 * RECORD_WORDS);
  for (;;) {
    const bytes = libc.read(pipe.readFd, records, records.byteLength);
    if (bytes <= 0) return values;
    for (let at = 0; at < bytes / 4; at += RECORD_WORDS) values.push(records[at + WORD_VALUE]!);
  }
}

test('a pipe that nobody reads for a while loses no record and keeps their order', async () => {
  const pipe = new RecordPipe();
  const records = new Int32Array(2 * RECORD_WORDS);
  const sent: number[] = [];
  for (let stroke = 0; stroke < 3000; stroke++) {
    writeRecord(records, 0, 0, EV_KEY, 16, 2 * stroke);
    writeRecord(records, 1, 0, EV_KEY, 16, 2 * stroke + 1);
    pipe.send(records, 2);
    sent.push(2 * stroke, 2 * stroke + 1);
  }
  const got = take(pipe);
  assert.ok(got.length > 0 && got.length < sent.length, 'the pipe was full');
  while (got.length < sent.length) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    got.push(...take(pipe));
  }
  assert.deepEqual(got, sent);
  pipe.close();
});

test('it can be closed twice, while records wait, and takes nothing more', () => {
  const pipe = new RecordPipe();
  const records = new Int32Array(2 * RECORD_WORDS);
  for (let stroke = 0; stroke < 3000; stroke++) pipe.send(records, 2);
  pipe.close();
  pipe.close();
  pipe.send(records, 2);
});
