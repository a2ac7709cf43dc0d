/** A loop at the keyboard, heard. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEY } from '../../src/core/keys/key-codes.ts';
import { peakDb } from '../support/pitch.ts';
import { pitchAt, rendered, toldNotes } from '../support/rendered.ts';

const [Q, I, ENTER] = [KEY.KEY_Q, KEY.KEY_I, KEY.KEY_ENTER];
/** A stroke that is over at once. */
const tap = (key: number, at: number) => [key, at, at + 0.01] as const;

test('a loop goes round in time and in tune, under what is played on top, and ends with its clearing', () => {
  const heard = rendered('', [
    tap(ENTER, 0.5),
    [Q, 0.6, 0.9],
    tap(ENTER, 1.5),
    [I, 2, 2.4],
    tap(KEY.KEY_DELETE, 3.7),
    tap(I, 4.5),
  ]);
  assert.deepEqual(toldNotes(heard), [
    '60 at 0.6 for 0.3',
    '60 at 1.6 for 0.3',
    '72 at 2 for 0.4',
    '60 at 2.6 for 0.3',
    '60 at 3.6 for 0.1',
    '72 at 4.5 for 0.01',
  ]);
  for (const [at, note] of [
    [0.75, 60],
    [1.75, 60],
    [2.2, 72],
    [2.75, 60],
  ] as const) {
    assert.ok(Math.abs(pitchAt(heard, at) - note) < 0.1, `${note} at ${at} s`);
  }
  const silence = [4, 4.4].map((at) => Math.round(at * heard.rate)) as [number, number];
  assert.ok(peakDb(heard.samples, ...silence) < -80);
});
