import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayAgain, waitMs } from './backoff.ts';
import { seededRandom } from './random.ts';

const BACKOFF = { firstMs: 100, mostMs: 1000 };

test('the wait doubles up to the most, and then stays there', () => {
  const waits = Array.from({ length: 6 }, (_, tries) => waitMs(BACKOFF, tries, () => 0));
  assert.deepEqual(waits, [100, 200, 400, 800, 1000, 1000]);
  assert.equal(
    waitMs(BACKOFF, 5000, () => 0),
    1000,
  );
});

test('chance shortens it by a fifth at most, and a seed makes it the same again', () => {
  const random = seededRandom(1);
  const waits = Array.from({ length: 200 }, () => waitMs(BACKOFF, 9, random));
  assert.ok(waits.every((ms) => ms > 800 && ms <= 1000));
  assert.ok(new Set(waits).size > 100);
  assert.equal(waitMs(BACKOFF, 9, seededRandom(1)), waits[0]);
});

test('three within ten minutes are enough, and old ones are forgotten', () => {
  const minute = 60_000;
  const may = (...before: number[]) => mayAgain(before, 20 * minute, 3, 10 * minute);
  assert.equal(may(), true);
  assert.equal(may(11 * minute, 12 * minute), true);
  assert.equal(may(11 * minute, 12 * minute, 20 * minute), false);
  assert.equal(may(10 * minute, 12 * minute, 20 * minute), true);
});
