import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countLatency, createBoard, FIELD } from './board.ts';
import { measuredPlay, together } from './measured.ts';

test('every latency is in the one bucket that it fits, and in the sum', () => {
  const board = createBoard();
  const latenciesUs = [0, 7, 8, 99, 1024, 250_000];
  for (const us of latenciesUs) countLatency(board, us);
  const { edgesUs, counts, sumUs } = measuredPlay(createBoard(board.memory));
  assert.equal(
    sumUs,
    latenciesUs.reduce((sum, us) => sum + us, 0),
  );
  for (const us of latenciesUs) {
    const bucket = edgesUs.findIndex((edge) => us < edge);
    assert.equal(counts[bucket], 1, `${us} us is not in the bucket below ${edgesUs[bucket]} us`);
  }
});

test('a turn that does not end is seen as one', () => {
  const board = createBoard();
  board.fields[FIELD.heartbeat] = 41;
  board.fields[FIELD.busy] = 1;
  const { turns, isBusy } = measuredPlay(board);
  assert.deepEqual({ turns, isBusy }, { turns: 41, isBusy: true });
});

test('what two threads counted adds up, and the later one turns', () => {
  const [before, now] = [createBoard(), createBoard()];
  countLatency(before, 99);
  countLatency(now, 99);
  countLatency(now, 7);
  now.fields[FIELD.heartbeat] = 2;
  const { counts, sumUs, turns } = together(measuredPlay(before), measuredPlay(now));
  assert.deepEqual([Math.max(...counts), sumUs, turns], [2, 205, 2]);
});
