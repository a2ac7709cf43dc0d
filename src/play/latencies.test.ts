import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SOURCES } from '../core/order.ts';
import { BUCKETS, bucketEdgeUs, countLatency, LATENCY_BYTES, latenciesIn } from './latencies.ts';

const NUMPAD = SOURCES.indexOf('numpad');

function latencies() {
  return latenciesIn(new SharedArrayBuffer(LATENCY_BYTES), 0);
}

test('a latency is counted in the bucket that holds it, an eighth wide at most', () => {
  for (let us = 0; us < 67_000_000; us = us < 64 ? us + 1 : Math.ceil(us * 1.013)) {
    const counted = latencies();
    countLatency(counted, NUMPAD, us);
    const bucket = counted.histograms.indexOf(1) - NUMPAD * BUCKETS;
    const above = bucketEdgeUs(bucket);
    const below = bucket === 0 ? 0 : bucketEdgeUs(bucket - 1);
    assert.ok(below <= us && us < above, `${us} is not within ${below} and ${above}`);
    assert.ok(above - below <= Math.max(1, us / 8), `${below} to ${above} is too wide`);
    assert.equal(counted.sumsUs[NUMPAD], us);
  }
});

test('latencies beyond the scale, and clocks that disagree, are counted at its ends', () => {
  const counted = latencies();
  for (const us of [-5, 1e12, Number.NaN]) countLatency(counted, 0, us);
  assert.equal(counted.histograms[0], 2);
  assert.equal(counted.histograms[BUCKETS - 1], 1);
});

test('the last source has room, and the one before it keeps its own', () => {
  const counted = latencies();
  countLatency(counted, SOURCES.length - 1, 1e12);
  assert.equal(counted.histograms.at(-1), 1);
  assert.equal(
    counted.histograms.reduce((sum, count) => sum + count, 0),
    1,
  );
});
