import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SOURCES } from '../core/order.ts';
import { createBoard, FIELD } from './board.ts';
import { countLatency } from './latencies.ts';
import {
  keyToNote,
  latencyQuantileUs,
  measuredPlay,
  measuredThread,
  nothingMeasured,
  turning,
} from './measured.ts';

const KEYBOARD = SOURCES.indexOf('keyboard');
const MACROPAD = SOURCES.indexOf('macropad');

test('every latency is in the one bucket that it fits, and in the sum of its source', () => {
  const board = createBoard();
  const latenciesUs = [0, 7, 8, 99, 1024, 250_000];
  for (const us of latenciesUs) countLatency(board.latencies, MACROPAD, us);
  const seen = measuredPlay(createBoard(board.memory), nothingMeasured());
  const [macropad, ...others] = keyToNote(seen, 'macropad');
  assert.equal(others.length, 0);
  assert.equal(macropad?.device, 'macropad');
  const sum = latenciesUs.reduce((before, us) => before + us, 0);
  assert.equal(macropad?.sumSeconds, sum / 1e6);
  for (const us of latenciesUs) {
    const bucket: number = macropad?.edges.findIndex((edge) => us / 1e6 < edge) ?? -1;
    assert.equal(macropad?.counts[bucket], 1, `${us} us is in another bucket`);
  }
});

test('what is played on is there before its first note, other sources from theirs on', () => {
  const board = createBoard();
  const devices = () =>
    keyToNote(measuredPlay(board, nothingMeasured()), 'keyboard').map(({ device }) => device);
  assert.deepEqual(devices(), ['keyboard']);
  countLatency(board.latencies, MACROPAD, 100);
  assert.deepEqual(devices(), ['keyboard', 'macropad']);
});

test('one board adds to what another had counted', () => {
  const boards = [createBoard(), createBoard()] as const;
  boards[0].fields[FIELD.collections] = 2;
  boards[1].fields[FIELD.collectionUs] = 1500;
  countLatency(boards[0].latencies, KEYBOARD, 100);
  countLatency(boards[1].latencies, KEYBOARD, 100);
  const measured = measuredPlay(boards[1], measuredPlay(boards[0], nothingMeasured()));
  const [keyboard] = keyToNote(measured, 'keyboard');
  assert.deepEqual([Math.max(...(keyboard?.counts ?? [])), keyboard?.sumSeconds], [2, 0.0002]);
  assert.deepEqual(measuredThread(measured, 250), {
    ...{ thread: 'play', lagSeconds: 0.00025, collections: 2, collectionSeconds: 0.0015 },
  });
});

test('a quantile is what that share of all sources stayed under, and 0 before the first note', () => {
  const board = createBoard();
  const quantiles = () => {
    const measured = measuredPlay(board, nothingMeasured());
    return [0.5, 0.99, 1].map((share) => latencyQuantileUs(measured, share));
  };
  assert.deepEqual(quantiles(), [0, 0, 0]);
  for (let note = 0; note < 98; note++) countLatency(board.latencies, note % 2, 100);
  countLatency(board.latencies, KEYBOARD, 5000);
  countLatency(board.latencies, MACROPAD, 1_000_000);
  const [half, most, all] = quantiles();
  assert.ok(half! > 100 && half! <= 112, `${half}`);
  assert.ok(most! > 5000 && most! <= 5625, `${most}`);
  assert.ok(all! > 1_000_000 && all! <= 1_125_000, `${all}`);
});

test('a turn that does not end is seen as one', () => {
  const board = createBoard();
  board.fields[FIELD.heartbeat] = 41;
  board.fields[FIELD.busy] = 1;
  assert.deepEqual(turning(board), { turns: 41, isBusy: true });
});
