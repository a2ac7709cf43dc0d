import assert from 'node:assert/strict';
import { test } from 'node:test';
import { progressLine } from './progress-line.ts';

test('it says how far, how fast and how long', () => {
  const amount = { there: 50e6, bytes: 100e6, perSecond: 2e6 };
  assert.equal(
    progressLine('FluidR3', amount, 80).trimEnd(),
    'FluidR3  ████████████░░░░░░░░░░░░  50 %  50.0 of 100.0 MB  2.0 MB/s  0:25 left',
  );
});

test('it never reaches the last column, and drops the bar first', () => {
  const amount = { there: 1, bytes: 3, perSecond: 0 };
  for (let columns = 1; columns < 200; columns++) {
    assert.equal(progressLine('FluidR3', amount, columns).length, columns - 1);
  }
  assert.doesNotMatch(progressLine('FluidR3', amount, 30), /[█░]/);
});

test('all of it is a full bar', () => {
  const line = progressLine('A', { there: 3, bytes: 3, perSecond: 1 }, 80);
  assert.match(line, /█{20,} 100 %/);
  assert.doesNotMatch(line, /░/);
});
