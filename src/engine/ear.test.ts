import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ear } from './ear.ts';
import { meterIn } from './meters.ts';
import { TAP_FRAMES } from './tap.ts';

const RATE = 1000;
const PERIOD = 10;

/** An audio callback that renders what it is told, at the pace that it is told. */
function callback() {
  const meter = meterIn(new ArrayBuffer(104));
  const ring = new Float32Array(TAP_FRAMES * 2);
  const { words, longs } = meter;
  // Near its end, so that the ring wraps while it is heard.
  words[21] = TAP_FRAMES - 15;
  return {
    meter,
    ring,
    render: (level: number, beganUs: number): void => {
      longs[6] = BigInt(beganUs) * 1000n;
      for (let frame = 0; frame < PERIOD; frame++) {
        ring[((words[21]! + frame) & (TAP_FRAMES - 1)) * 2] = level;
      }
      words[21] = words[21]! + PERIOD;
      longs[1] = longs[1]! + BigInt(PERIOD);
      longs[0] = longs[0]! + 1n;
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

test('an ear that is alone turns the tap on, empties it, and turns it off', () => {
  const { meter, ring, render } = callback();
  const ear = new Ear(RATE, 1, meter, ring, true);
  assert.equal(meter.words[20], 1);
  render(1, 0);
  ear.listen();
  assert.equal(meter.words[22], meter.words[21]);
  ear.close();
  assert.equal(meter.words[20], 0);
});

test('beside a recording an ear takes nothing away from it', () => {
  const { meter, ring, render } = callback();
  const ear = new Ear(RATE, 1, meter, ring, false);
  render(1, 0);
  ear.listen();
  ear.close();
  assert.equal(ear.frames, PERIOD);
  assert.deepEqual([meter.words[20], meter.words[22]], [0, 0]);
});

test('what has no room is not kept, and the tap is emptied all the same', () => {
  const { meter, ring, render } = callback();
  const ear = new Ear(RATE, 0.015, meter, ring, true);
  for (let period = 0; period < 3; period++) render(1, period * 10_000);
  ear.listen();
  assert.equal(ear.frames, 15);
  assert.equal(meter.words[22], meter.words[21]);
});
