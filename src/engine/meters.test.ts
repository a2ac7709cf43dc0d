import assert from 'node:assert/strict';
import { test } from 'node:test';
import { METER_BYTES } from '../ffi/shim.ts';
import { levels, meterIn, takePeakDb, takeRmsDb } from './meters.ts';

// Words of meter_t (native-shims/meter.h).
const SQUARES = 9;
const PEAK_LEFT = 24;
const PEAK_RIGHT = 25;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** A float as its bits. */
function bitsOf(value: number): number {
  float[0] = value;
  return bits[0]!;
}

function squares(sum: number, frames: number): bigint {
  return (BigInt(frames) << 32n) | BigInt(bitsOf(sum));
}

test('a meter that has measured nothing tells zeros and silence', () => {
  const meter = meterIn(new ArrayBuffer(METER_BYTES));
  assert.deepEqual(levels(meter), {
    callbacks: 0,
    frames: 0,
    late: 0,
    renderMeanUs: 0,
    renderMostUs: 0,
    clippedSamples: 0,
    tapLostFrames: 0,
    turnFrames: 0,
    aheadMs: 0,
  });
  assert.equal(takePeakDb(meter), Number.NEGATIVE_INFINITY);
  assert.equal(takeRmsDb(meter), Number.NEGATIVE_INFINITY);
});

test('what was counted is read from its place', () => {
  const meter = meterIn(new ArrayBuffer(METER_BYTES));
  const counted = [10n, 640n, 3n, 5_000_000n, 900_000n, 0n, 0n, 7n, 128n, 0n, 64n, 21_500_000n];
  meter.longs.set(counted);
  assert.deepEqual(levels(meter), {
    callbacks: 10,
    frames: 640,
    late: 3,
    renderMeanUs: 500,
    renderMostUs: 900,
    clippedSamples: 7,
    tapLostFrames: 128,
    turnFrames: 64,
    aheadMs: 21.5,
  });
});

test('the peak is the higher of both sides, and is taken', () => {
  const meter = meterIn(new ArrayBuffer(METER_BYTES));
  meter.words[PEAK_LEFT] = bitsOf(0.25);
  meter.words[PEAK_RIGHT] = bitsOf(0.5);
  assert.ok(Math.abs(takePeakDb(meter) - -6.0206) < 1e-4);
  assert.equal(takePeakDb(meter), Number.NEGATIVE_INFINITY);
});

test('the root mean square is of both sides, and is taken with its frames', () => {
  const meter = meterIn(new ArrayBuffer(METER_BYTES));
  // Both sides a square wave of full scale; then a sine of it.
  for (const [sum, db] of [
    [2 * 4800, 0],
    [4800, -3.0103],
    [2 * 4800 * 0.01, -20],
    [0, Number.NEGATIVE_INFINITY],
  ] as const) {
    meter.longs[SQUARES] = squares(sum, 4800);
    const taken = takeRmsDb(meter);
    assert.ok(taken === db || Math.abs(taken - db) < 1e-4, `${taken} is not ${db}`);
    assert.equal(takeRmsDb(meter), Number.NEGATIVE_INFINITY);
  }
});
