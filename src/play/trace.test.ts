import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moment } from '../core/event.ts';
import { SOURCES } from '../core/order.ts';
import { createTrace, tracedNotes, traceIn, traceNotes } from './trace.ts';

test('notes come back as they were written, with what they came from', () => {
  const trace = createTrace(true);
  traceNotes(trace.words, moment(5_000_001), 90, SOURCES.indexOf('macropad'), 1);
  traceNotes(trace.words, moment(5_000_200), 110, SOURCES.indexOf('terminal'), 2);
  traceNotes(trace.words, moment(6_999_999), 70, SOURCES.indexOf('recording'), 1);
  const other = traceIn(trace.memory);
  assert.deepEqual(tracedNotes(other, 0), [
    { timeUs: 5_000_001, lateUs: 90, source: 'macropad' },
    { timeUs: 5_000_200, lateUs: 110, source: 'terminal' },
    { timeUs: 5_000_200, lateUs: 110, source: 'terminal' },
    { timeUs: 6_999_999, lateUs: 70, source: 'recording' },
  ]);
  assert.deepEqual(
    tracedNotes(other, 5_000_200).map(({ lateUs }) => lateUs),
    [110, 110, 70],
  );
});

test('the oldest make room for the latest', () => {
  const trace = createTrace(true);
  const now = moment(0);
  for (let note = 0; note < 10_000; note++) {
    now[0] = note * 1000;
    traceNotes(trace.words, now, note, 0, 1);
  }
  const lateness = tracedNotes(trace, 0).map(({ lateUs }) => lateUs);
  assert.deepEqual([lateness.at(0), lateness.at(-1)], [10_000 - 8191, 9999]);
  assert.deepEqual(
    lateness,
    [...lateness].sort((one, other) => one - other),
  );
});

test('a trace that is off has no room and no notes', () => {
  const trace = createTrace(false);
  assert.equal(trace.memory.byteLength, 0);
  assert.deepEqual(tracedNotes(trace, 0), []);
});
