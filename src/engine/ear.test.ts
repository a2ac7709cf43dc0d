import assert from 'node:assert/strict';
import { test } from 'node:test';
import { METER_BYTES } from '../ffi/shim.ts';
import { Ear } from './ear.ts';
import { CALLBACKS, FRAMES, LAST, meterIn, TAP_ON, TAP_READ, TAP_WRITTEN } from './meters.ts';
import { TAP_FRAMES } from './tap.ts';

const RATE = 1000;
const PERIOD = 10;

/** An audio callback that renders what it is told, at the pace that it is told. */
function callback() {
  const meter = meterIn(new ArrayBuffer(METER_BYTES));
  const ring = new Float32Array(TAP_FRAMES * 2);
  const { words, longs } = meter;
  // Near its end, so that the ring wraps while it is heard.
  words[TAP_WRITTEN] = TAP_FRAMES - 15;
  return {
    meter,
    ring,
    render: (level: number, beganUs: number): void => {
      longs[LAST] = BigInt(beganUs) * 1000n;
      for (let frame = 0; frame < PERIOD; frame++) {
        ring[((words[TAP_WRITTEN]! + frame) & (TAP_FRAMES - 1)) * 2] = level;
      }
      words[TAP_WRITTEN] = words[TAP_WRITTEN]! + PERIOD;
      longs[FRAMES] = longs[FRAMES]! + BigInt(PERIOD);
      longs[CALLBACKS] = longs[CALLBACKS]! + 1n;
    },
  };
}

test('what is rendered from now on is heard, around the end of the ring, and each frame has its time', () => {
  const { meter, ring, render } = callback();
  render(1, 0);
  const ear = new Ear(RATE, 1, meter, ring, true);
  render(0, 10_000);
  render(0.5, 20_000);
  ear.listen();
  render(0, 30_000);
  ear.listen();
  assert.equal(ear.frames, 30);
  assert.equal(ear.onset(0.1, 0), 10);
  assert.equal(ear.onset(0.6, 0), undefined);
  assert.equal(ear.timeUs(10), 20_000);
  assert.equal(ear.timeUs(29), 39_000);
  assert.ok(Math.abs(ear.peakDb(0) + 6.02) < 0.01);
  assert.equal(ear.peakDb(20), Number.NEGATIVE_INFINITY);
});

test('what a server asks for in a burst is not dated before the burst', () => {
  const { meter, ring, render } = callback();
  const ear = new Ear(RATE, 1, meter, ring, true);
  render(0, 100_000);
  ear.listen();
  for (let period = 0; period < 4; period++) render(1, 150_000 + period);
  ear.listen();
  assert.equal(ear.onset(0.5, 0), 10);
  assert.ok(ear.timeUs(10) >= 100_000, `${ear.timeUs(10)}`);
  assert.ok(ear.timeUs(49) <= 160_000, `${ear.timeUs(49)}`);
});

test('an ear that is alone turns the tap on, empties it, and turns it off', () => {
  const { meter, ring, render } = callback();
  const ear = new Ear(RATE, 1, meter, ring, true);
  assert.equal(meter.words[TAP_ON], 1);
  render(1, 0);
  ear.listen();
  assert.equal(meter.words[TAP_READ], meter.words[TAP_WRITTEN]);
  ear.close();
  assert.equal(meter.words[TAP_ON], 0);
});

test('beside a recording an ear takes nothing away from it', () => {
  const { meter, ring, render } = callback();
  const ear = new Ear(RATE, 1, meter, ring, false);
  render(1, 0);
  ear.listen();
  ear.close();
  assert.equal(ear.frames, PERIOD);
  assert.deepEqual([meter.words[TAP_ON], meter.words[TAP_READ]], [0, 0]);
});

test('what has no room is not kept, and the tap is emptied all the same', () => {
  const { meter, ring, render } = callback();
  const ear = new Ear(RATE, 0.015, meter, ring, true);
  for (let period = 0; period < 3; period++) render(1, period * 10_000);
  ear.listen();
  assert.equal(ear.frames, 15);
  assert.equal(meter.words[TAP_READ], meter.words[TAP_WRITTEN]);
});
