import assert from 'node:assert/strict';
import { test } from 'node:test';
import { histogram } from './histogram.ts';

const FINE = { edges: [1, 2, 3, 4, 8], counts: [1, 10, 100, 1000, 10_000], sum: 77 };

function values(edges: readonly number[]): number[] {
  return histogram(edges, FINE, {}).map(({ value }) => value);
}

test('fine buckets go into coarse ones, each summed up with those below', () => {
  assert.deepEqual(values([2, 4]), [11, 1111, 11_111, 77, 11_111]);
});

test('a bucket that straddles an edge counts above it', () => {
  assert.deepEqual(values([2.5, 5]), [11, 1111, 11_111, 77, 11_111]);
  assert.deepEqual(values([0.5]), [0, 11_111, 77, 11_111]);
});

test('nothing is lost beyond the last edge, and every bucket says where it ends', () => {
  const samples = histogram([1, 16], FINE, { device: 'keyboard' });
  assert.deepEqual(
    samples.map(({ suffix, labels, value }) => [suffix, labels['le'], value]),
    [
      ['_bucket', '1', 1],
      ['_bucket', '16', 11_111],
      ['_bucket', '+Inf', 11_111],
      ['_sum', undefined, 77],
      ['_count', undefined, 11_111],
    ],
  );
  assert.ok(samples.every(({ labels }) => labels['device'] === 'keyboard'));
});
