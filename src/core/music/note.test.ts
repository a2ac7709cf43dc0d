import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noteHz, noteName, noteNumber, pitchClassName, pitchClassOf } from './note.ts';

test('notes have the names that people call them by', () => {
  assert.deepEqual([0, 59, 60, 61, 127].map(noteName), ['C-1', 'B3', 'C4', 'C#4', 'G9']);
});

test('A4 has the pitch that everything is tuned to, and an octave doubles it', () => {
  assert.equal(noteHz(69), 440);
  assert.equal(noteHz(81, 415), 830);
  assert.ok(Math.abs(noteHz(60) - 261.6256) < 0.0001);
});

test('a root is read as it is written, sharp or flat', () => {
  for (let root = 0; root < 12; root++) assert.equal(pitchClassOf(pitchClassName(root)), root);
  assert.deepEqual(['c#', 'Db', 'B♭', 'Cb', 'E#', 'F♯'].map(pitchClassOf), [1, 1, 10, 11, 5, 6]);
  assert.deepEqual(['', 'H', 'C4', 'C##', 'minor'].map(pitchClassOf), Array(5).fill(undefined));
});

test('a note is read by the name that it has, and by its other ones', () => {
  for (let note = 0; note < 128; note++) assert.equal(noteNumber(noteName(note)), note);
  assert.deepEqual(['Db4', 'B#3', 'Cb4', 'a4', 'C-1'].map(noteNumber), [61, 60, 59, 69, 0]);
  assert.deepEqual(['C', 'H4', 'C10', 'Cb-1', '', '4'].map(noteNumber), Array(6).fill(undefined));
});
