import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noteHz, noteName } from './note.ts';

test('notes have the names that people call them by', () => {
  assert.deepEqual([0, 59, 60, 61, 127].map(noteName), ['C-1', 'B3', 'C4', 'C#4', 'G9']);
});

test('A4 has the pitch that everything is tuned to, and an octave doubles it', () => {
  assert.equal(noteHz(69), 440);
  assert.equal(noteHz(81, 415), 830);
  assert.ok(Math.abs(noteHz(60) - 261.6256) < 0.0001);
});
