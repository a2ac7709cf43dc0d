import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonLines } from './json-lines.ts';
import { journalLine, type LogRecord, prettyLine } from './log-record.ts';

const RECORD: LogRecord = {
  timeMs: Date.UTC(2026, 1, 3, 4, 5, 6, 7),
  level: 'WARN',
  message: 'A keyboard has gone',
  fields: { keyboards: 1, name: 'Framework Laptop 16', grabbed: false, file: null },
};

test('the journal gets the priority and no time', () => {
  assert.equal(
    journalLine(RECORD),
    '<4>A keyboard has gone keyboards=1 name="Framework Laptop 16" grabbed=false file=null',
  );
  const levels = (['ERROR', 'WARN', 'INFO', 'DEBUG'] as const).map((level) =>
    journalLine({ ...RECORD, level }).slice(0, 3),
  );
  assert.deepEqual(levels, ['<3>', '<4>', '<6>', '<7>']);
  assert.match(journalLine({ ...RECORD, level: 'METRIC' }), /^<6>METRIC A keyboard/);
});

test('a person gets the time of day and the level as a word', () => {
  assert.match(prettyLine(RECORD), /^\d\d:\d\d:06\.007 WARN {3}A keyboard has gone keyboards=1 /);
});

test('JSON has the level as a word, the time of the record in ISO, its message and its figures', () => {
  const line = jsonLines();
  assert.deepEqual(JSON.parse(line(RECORD)), {
    level: 'WARN',
    time: '2026-02-03T04:05:06.007Z',
    message: 'A keyboard has gone',
    ...RECORD.fields,
  });
  for (const level of ['DEBUG', 'INFO', 'ERROR', 'METRIC'] as const) {
    assert.match(line({ ...RECORD, level }), new RegExp(`^{"level":"${level}","time":"2026`));
  }
});

test('a name from outside can neither begin a line nor speak to a terminal', () => {
  const record = { ...RECORD, message: 'A\n  B\x1b[2J', fields: { name: '<0>\nC\x07"' } };
  for (const line of [journalLine(record), prettyLine(record), jsonLines()(record)]) {
    assert.doesNotMatch(line, /\p{Cc}/u);
  }
  assert.equal(journalLine(record), '<4>A B?[2J name="<0> C?\\""');
});
