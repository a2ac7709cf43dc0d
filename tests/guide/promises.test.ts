import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviationsByRow, isSettled, promises, testNames } from './promises.ts';

const ROWS = promises();

test('every line of the guide has its row, in order and once', () => {
  assert.deepEqual(
    ROWS.map(({ row }) => row),
    Array.from({ length: 123 }, (_, index) => `s${`${index + 1}`.padStart(3, '0')}`),
  );
  assert.equal(new Set(ROWS.map(({ what }) => what)).size, ROWS.length);
});

test('every test of the guide and every deviation is of one of its lines', () => {
  const rows = new Set(ROWS.map(({ row }) => row));
  const strays = [...testNames().map((name) => name.slice(0, 4)), ...deviationsByRow().keys()];
  assert.deepEqual(
    strays.filter((row) => !rows.has(row)),
    [],
  );
});

test('every line on playing and operating is tested, or said to be otherwise', () => {
  const open = ROWS.filter(({ part }) => part === 'play' || part === 'operate')
    .filter((each) => !isSettled(each))
    .map(({ row, what }) => `${row} ${what}`);
  assert.deepEqual(open, []);
});
