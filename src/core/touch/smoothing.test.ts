import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aim, approach, arrive, createSmoothed, leave, timeConstantUs } from './smoothing.ts';

const AT = 0;
const SHORT_US = 80_000;

function near(actual: number, expected: number, by = 1e-9): void {
  assert.ok(Math.abs(actual - expected) < by, `${actual} is not ${expected}`);
}

/** One value that is sent to 1; `after` lets a time pass and answers what is left of the way. */
function onItsWay(smoothing: number) {
  const smoothed = createSmoothed([timeConstantUs(smoothing)], SHORT_US);
  smoothed.wanted[AT] = 1;
  aim(smoothed, AT, Float64Array.of(0));
  return (us: number): number => {
    approach(smoothed, AT, Float64Array.of(us));
    return 1 - smoothed.value[AT]!;
  };
}

test('a smoothing is what remains of the distance after a millisecond', () => {
  for (const smoothing of [0.1, 0.5, 0.85, 0.99]) near(onItsWay(smoothing)(1000), smoothing);
});

test('0.85 is behind by less than 10 ms, the wait for the next position included', () => {
  const constantUs = timeConstantUs(0.85);
  near(constantUs, 6153, 1);
  assert.ok(constantUs + 7000 / 2 < 10_000);
});

test('no smoothing follows at once', () => {
  assert.equal(timeConstantUs(0), 0);
  assert.equal(onItsWay(0)(0), 0);
});

test('two looks leave what one leaves', () => {
  const twice = onItsWay(0.9);
  twice(700);
  near(twice(1300), onItsWay(0.9)(2000));
});

test('what was held is whole at first, half in the middle and gone at the end, without a corner', () => {
  const smoothed = createSmoothed([0], SHORT_US);
  smoothed.wanted[AT] = 1;
  assert.equal(aim(smoothed, AT, Float64Array.of(0)), false);
  leave(smoothed, AT, Float64Array.of(0));
  smoothed.wanted[AT] = 0;
  const at = (us: number): number => {
    const moves = aim(smoothed, AT, Float64Array.of(us));
    assert.equal(moves, us < SHORT_US);
    return smoothed.value[AT]!;
  };
  assert.equal(at(0), 1);
  assert.ok(at(800) > 0.999);
  near(at(40_000), 0.5);
  assert.ok(at(79_200) < 0.001);
  assert.equal(at(80_000), 0);
});

test('kept for ever, it stays and needs no more looks', () => {
  const smoothed = createSmoothed([0], Number.POSITIVE_INFINITY);
  smoothed.wanted[AT] = 1;
  aim(smoothed, AT, Float64Array.of(0));
  leave(smoothed, AT, Float64Array.of(0));
  smoothed.wanted[AT] = 0;
  assert.equal(aim(smoothed, AT, Float64Array.of(1e12)), false);
  assert.equal(smoothed.value[AT], 1);
});

test('what arrives at once has left nothing behind', () => {
  const smoothed = createSmoothed([6000], SHORT_US);
  smoothed.wanted[AT] = 1;
  aim(smoothed, AT, Float64Array.of(0));
  leave(smoothed, AT, Float64Array.of(0));
  smoothed.wanted[AT] = 0.5;
  arrive(smoothed, AT);
  assert.equal(smoothed.value[AT], 0.5);
  assert.equal(aim(smoothed, AT, Float64Array.of(10)), false);
});
