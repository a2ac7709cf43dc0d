import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EV_KEY, RECORD_WORDS, recordTimeUs, WORD_VALUE } from '../event.ts';
import { addEvent, createTake, LENGTH_MAX_US, mixTakes, type Take } from './take.ts';

const DEVICE = { name: '', vendor: 0, product: 0, phys: '', keys: [], pad: undefined };

/** A take of key events at these times; their values count them. */
function takeAt(timesUs: readonly number[]): Take {
  const take = createTake();
  timesUs.forEach((timeUs, value) => {
    const wrong = addEvent(take, Math.floor(timeUs / 1e6), timeUs % 1e6, EV_KEY, 16, value);
    assert.equal(wrong, undefined);
  });
  return take;
}

test('takes are mixed in order of time, and each keeps its own order', () => {
  const times = fc.array(fc.nat(50), { maxLength: 80 }).map((each) => each.sort((a, b) => a - b));
  fc.assert(
    fc.property(fc.array(times, { minLength: 1, maxLength: 5 }), (all) => {
      const { records, deviceOf } = mixTakes(
        'x',
        all.map(() => DEVICE),
        all.map(takeAt),
      );
      const expected = all
        .flatMap((each, device) => each.map((timeUs, value) => ({ timeUs, device, value })))
        .sort((a, b) => a.timeUs - b.timeUs || a.device - b.device || a.value - b.value);
      const mixed = Array.from(deviceOf, (device, index) => ({
        timeUs: recordTimeUs(records, index),
        device,
        value: records[index * RECORD_WORDS + WORD_VALUE]!,
      }));
      assert.deepEqual(mixed, expected);
    }),
  );
});

test('takes by the clock of a machine start at 0 together', () => {
  const { records } = mixTakes('x', [DEVICE, DEVICE], [takeAt([9e9 + 5]), takeAt([9e9, 9e9 + 7])]);
  assert.deepEqual(
    [0, 1, 2].map((index) => recordTimeUs(records, index)),
    [0, 5, 7],
  );
});

test('an event is added as it is, or not at all', () => {
  const take = createTake();
  const odd = fc.oneof(fc.integer(), fc.double(), fc.constant(2 ** 40));
  const number = fc.oneof({ weight: 20, arbitrary: fc.nat(31) }, odd);
  fc.assert(
    fc.property(fc.tuple(number, number, number, number, number), ([s, us, type, code, value]) => {
      const before = take.count;
      const wrong = addEvent(take, s, us, type, code, value);
      assert.equal(take.count, wrong === undefined ? before + 1 : before);
      if (wrong === undefined)
        assert.equal(take.records[before * RECORD_WORDS + WORD_VALUE], value | 0);
    }),
  );
  assert.ok(take.count > 0);
});

test('six hours after the first event are music, a microsecond more is not', () => {
  const take = takeAt([0, LENGTH_MAX_US]);
  assert.match(addEvent(take, LENGTH_MAX_US / 1e6, 1, EV_KEY, 16, 1) ?? '', /six hours/);
});
