import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CurveName, CurvePoints } from './velocity-curve.ts';
import { fillVelocityTable } from './velocity-curve.ts';

function table(min: number, max: number, curve: CurveName | CurvePoints): Uint8Array {
  const filled = new Uint8Array(128);
  fillVelocityTable(filled, min, max, curve);
  return filled;
}

test('a straight line from 1 to 127 changes no strike', () => {
  const straight = Array.from({ length: 127 }, (_, index) => index + 1);
  assert.deepEqual([...table(1, 127, 'linear').subarray(1)], straight);
  assert.deepEqual([...table(1, 127, [[127, 127]]).subarray(1)], straight);
});

test('soft lifts and hard lowers the middle; the ends stay', () => {
  const [soft, linear, hard] = [
    table(1, 127, 'soft'),
    table(1, 127, 'linear'),
    table(1, 127, 'hard'),
  ];
  assert.ok(soft[64]! > linear[64]! && linear[64]! > hard[64]!);
  for (const each of [soft, linear, hard]) assert.deepEqual([each[1], each[127]], [1, 127]);
});

test('points of a curve are met, with straight lines between and beyond them', () => {
  const bent = table(1, 127, [
    [32, 64],
    [96, 80],
  ]);
  assert.deepEqual([bent[16], bent[32], bent[64], bent[96], bent[127]], [32, 64, 72, 80, 127]);
});

test('a curve may have a step', () => {
  const step = table(1, 127, [
    [64, 20],
    [64, 100],
    [127, 100],
  ]);
  assert.deepEqual([step[64], step[65], step[127]], [20, 100, 100]);
});

test('from min to max without ever falling, whatever the limits and the rising points', () => {
  const byte = fc.integer({ min: 1, max: 127 });
  const rising = fc.array(fc.tuple(fc.nat(127), fc.nat(127)), { maxLength: 6 }).map((points) => {
    const [ins, outs] = [0, 1].map((side) =>
      points.map((point) => point[side]!).sort((a, b) => a - b),
    );
    return points.map((_, index) => [ins![index]!, outs![index]!] as const);
  });
  const curves = fc.oneof(fc.constantFrom<CurveName>('linear', 'soft', 'hard'), rising);
  fc.assert(
    fc.property(byte, byte, curves, (one, other, curve) => {
      const [min, max] = [Math.min(one, other), Math.max(one, other)];
      const filled = table(min, max, curve);
      for (let input = 0; input < 128; input++) {
        assert.ok(filled[input]! >= min && filled[input]! <= max);
        assert.ok(input === 0 || filled[input]! >= filled[input - 1]!);
      }
    }),
  );
});
