/** The pedals at the keyboard, heard. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEY } from '../../src/core/keys/key-codes.ts';
import { peakDb } from '../support/pitch.ts';
import { pitchAt, rendered } from '../support/rendered.ts';

const [Q, I] = [KEY.KEY_Q, KEY.KEY_I];

function loudness(heard: ReturnType<typeof rendered>, from: number, to: number): number {
  return peakDb(heard.samples, Math.round(from * heard.rate), Math.round(to * heard.rate));
}

test('sostenuto holds what sounds as it goes down, and nothing that comes after', () => {
  const heard = rendered('', [
    [Q, 0.1, 0.8],
    [KEY.KEY_LEFTALT, 0.5, 3],
    [I, 1, 1.5],
    [I, 4, 4.2],
  ]);
  // What came after has ended, what was held has not; and it ends with the pedal.
  assert.ok(Math.abs(pitchAt(heard, 2.6) - 60) < 0.1);
  assert.ok(loudness(heard, 2.4, 2.9) > -40);
  assert.ok(loudness(heard, 3.6, 3.9) < -80);
});

test('what begins with the soft pedal down is softer, and what sounds already is not', () => {
  const heard = rendered('', [
    [Q, 0.1, 1.4],
    [KEY.KEY_RIGHTALT, 0.7, 2.8],
    [I, 2, 2.6],
    [I, 3.2, 3.8],
  ]);
  const [before, after] = [loudness(heard, 0.4, 0.65), loudness(heard, 1, 1.35)];
  assert.ok(Math.abs(before - after) < 1, `${before} ${after}`);
  const [soft, usual] = [loudness(heard, 2.2, 2.5), loudness(heard, 3.4, 3.7)];
  assert.ok(usual - soft > 4 && usual - soft < 12, `${usual} ${soft}`);
});
