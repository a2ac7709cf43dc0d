import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SOURCES } from '../core/order.ts';
import { countLatency, createBoard, FIELD } from './board.ts';
import {
  begunBy,
  keyToNote,
  latencyQuantileUs,
  measuredPlay,
  measuredThread,
  nothingMeasured,
} from './measured.ts';

const KEYBOARD = SOURCES.indexOf('keyboard');
const MACROPAD = SOURCES.indexOf('macropad');

test('every latency is in the one bucket that it fits, and in the sum of its source', () => {
  const board = createBoard();
  const latenciesUs = [0, 7, 8, 99, 1024, 250_000, 0x3ffffff];
  for (const us of latenciesUs) countLatency(board, MACROPAD, us);
  const seen = createBoard(board.memory);
  const [macropad, ...others] = keyToNote(measuredPlay(seen, nothingMeasured()));
  assert.equal(others.length, 0);
  assert.equal(macropad?.device, 'macropad');
  const sum = latenciesUs.reduce((before, us) => before + us, 0);
  assert.equal(macropad?.sumSeconds, sum / 1e6);
  for (const us of latenciesUs) {
    const bucket: number = macropad?.edges.findIndex((edge) => us / 1e6 < edge) ?? -1;
    assert.equal(macropad?.counts[bucket], 1, `${us} us is in another bucket`);
  }
});

test('what is beyond all buckets counts as the most, what is before its time as none', () => {
  const board = createBoard();
  countLatency(board, KEYBOARD, 2 ** 30);
  countLatency(board, KEYBOARD, -5);
  const [keyboard] = keyToNote(measuredPlay(board, nothingMeasured()));
  assert.equal(keyboard?.counts.at(-1), 1);
  assert.equal(keyboard?.counts[0], 1);
});

test('one board adds to what another had counted', () => {
  const boards = [createBoard(), createBoard()] as const;
  boards[0].fields[FIELD.collections] = 2;
  boards[1].fields[FIELD.collectionUs] = 1500;
  countLatency(boards[0], KEYBOARD, 100);
  countLatency(boards[1], KEYBOARD, 100);
  countLatency(boards[1], MACROPAD, 5000);
  const measured = measuredPlay(boards[1], measuredPlay(boards[0], nothingMeasured()));
  assert.deepEqual(begunBy(measured), { keyboard: 2, macropad: 1 });
  assert.deepEqual(measuredThread(measured, 250), {
    ...{ thread: 'play', lagSeconds: 0.00025, collections: 2, collectionSeconds: 0.0015 },
  });
});

test('quantiles are over all sources, and 0 before the first note', () => {
  const board = createBoard();
  assert.equal(latencyQuantileUs(measuredPlay(board, nothingMeasured()), 0.5), 0);
  for (let note = 0; note < 99; note++) countLatency(board, note % 2, 100);
  countLatency(board, MACROPAD, 9000);
  const measured = measuredPlay(board, nothingMeasured());
  const [half, most] = [0.5, 1].map((quantile) => latencyQuantileUs(measured, quantile));
  assert.ok(half !== undefined && half > 100 && half < 120, `${half}`);
  assert.ok(most !== undefined && most > 9000 && most < 10_500, `${most}`);
});
