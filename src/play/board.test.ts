import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { playing } from '../../tests/support/playing.ts';
import { setScale, setScaleLock } from '../core/instrument/adjust.ts';
import { KEY } from '../core/keys/key-codes.ts';
import { SCALES, scaleNumber } from '../core/music/scales.ts';
import { createBoard, FIELD, publish, readNotes, snapshot } from './board.ts';

test('what the player did is what the board shows', () => {
  const board = createBoard();
  const { player, down } = playing({ octave: 3 });
  down(KEY.KEY_Q);
  down(KEY.KEY_SPACE);
  publish(board, player);
  const { armed, octave, sounding, notesBegun, notesEnded, sustain, lastVelocity, keyEvents } =
    snapshot(createBoard(board.memory));
  assert.deepEqual(
    { armed, octave, sounding, notesBegun, notesEnded, sustain, lastVelocity, keyEvents },
    {
      ...{ armed: true, octave: 3, sounding: 1, notesBegun: 1, notesEnded: 0 },
      ...{ sustain: true, lastVelocity: 100, keyEvents: 2 },
    },
  );
});

test('the board shows which notes sound', () => {
  const board = createBoard();
  const { player, down, up } = playing({ octave: 3 });
  down(KEY.KEY_Q);
  publish(board, player);
  const notes = new Uint32Array(4);
  readNotes(board, notes);
  assert.deepEqual([...notes], [0, 1 << (48 - 32), 0, 0]);
  up(KEY.KEY_Q);
  publish(board, player);
  readNotes(board, notes);
  assert.deepEqual([...notes], [0, 0, 0, 0]);
});

test('the board shows the scale by its name, and no name once it is off', () => {
  const board = createBoard();
  const { player } = playing();
  setScale(player.instrument, scaleNumber(SCALES, 'hijaz'), 2, 'remap');
  publish(board, player);
  assert.equal(snapshot(board).scale, 'D hijaz');
  assert.equal(snapshot(board).scaleMode, 'remap');
  setScaleLock(player.instrument, false);
  publish(board, player);
  assert.equal(snapshot(board).scale, '');
});

test('counters past 31 bits are shown as they are', () => {
  const board = createBoard();
  const { player } = playing();
  player.counts[0] = 4_000_000_000;
  publish(board, player);
  assert.equal(snapshot(board).keyEvents, 4_000_000_000);
});

test('a reader never sees half of what is written', async () => {
  const board = createBoard();
  // It writes one number into two fields, guarded as publish guards its own.
  const writer = new Worker(
    `const { workerData: { memory, sequence, one, other } } = require('node:worker_threads');
     const fields = new Int32Array(memory);
     for (let turn = 1; turn < 1e9 && Atomics.load(fields, 31) === 0; turn = (turn + 1) | 0) {
       Atomics.add(fields, sequence, 1);
       fields[one] = turn;
       fields[other] = turn;
       Atomics.add(fields, sequence, 1);
       Atomics.wait(fields, 30, 0, (turn & 63) === 0 ? 0.01 : 0);
     }`,
    {
      eval: true,
      workerData: {
        memory: board.memory,
        sequence: FIELD.sequence,
        one: FIELD.octave,
        other: FIELD.lastVelocity,
      },
    },
  );
  const seen = new Set<number>();
  while (seen.size < 1000) {
    const { octave, lastVelocity } = snapshot(board);
    assert.equal(octave, lastVelocity);
    seen.add(octave);
    if (octave === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  Atomics.store(board.fields, 31, 1);
  await new Promise((resolve) => writer.once('exit', resolve));
});

test('a writer that died as it wrote does not hold up the reader', () => {
  const board = createBoard();
  board.fields[FIELD.octave] = 7;
  Atomics.add(board.fields, FIELD.sequence, 1);
  assert.equal(snapshot(board).octave, 7);
});
