import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  CHORD_KINDS,
  CHORD_NOTES_MAX,
  chordKind,
  chordKindNumber,
  chordName,
  chordRoot,
  NO_CHORD,
  recogniseChord,
  recogniseHeld,
  spellChord,
} from './chord.ts';

const KIND = fc.integer({ min: 0, max: CHORD_KINDS.length - 1 });

function spelled(root: number, kind: string, inversion = 0): number[] {
  const notes = new Uint8Array(CHORD_NOTES_MAX);
  return [...notes.subarray(0, spellChord(notes, root, chordKindNumber(kind), inversion))];
}

function named(...notes: number[]): string {
  const held = new Uint16Array(256);
  for (const note of notes) held[128 + note] = 1;
  return chordName(recogniseHeld(held, 128));
}

test('chords are spelled from their root', () => {
  assert.deepEqual(spelled(60, 'maj'), [60, 64, 67]);
  assert.deepEqual(spelled(57, 'm7'), [57, 60, 64, 67]);
  assert.deepEqual(spelled(60, '9'), [60, 64, 67, 70, 74]);
  assert.deepEqual(spelled(59, 'm7b5'), [59, 62, 65, 69]);
  assert.deepEqual(spelled(36, '5'), [36, 43]);
});

test('an inversion lifts the lowest note by an octave', () => {
  assert.deepEqual(spelled(60, 'maj', 1), [64, 67, 72]);
  assert.deepEqual(spelled(60, 'maj', 2), [67, 72, 76]);
  assert.deepEqual(spelled(60, 'maj', 3), [72, 76, 79]);
  assert.deepEqual(spelled(60, '9', 1), [64, 67, 70, 72, 74]);
});

test('notes beyond MIDI are left out, and a kind that is none has no notes', () => {
  assert.deepEqual(spelled(123, 'maj'), [123, 127]);
  assert.deepEqual(spelled(60, 'jazz'), []);
});

test('chords are recognised in every key, in any octave, and by their bass', () => {
  assert.equal(named(60, 64, 67), 'C');
  assert.equal(named(45, 60, 64, 67), 'Am7');
  assert.equal(named(60, 64, 67, 69), 'C6');
  assert.equal(named(40, 60, 67), 'C/E');
  assert.equal(named(58, 62, 65), 'Bb');
  assert.equal(named(60, 62, 67), 'Csus2');
  assert.equal(named(55, 60, 62), 'Gsus4');
  assert.equal(named(59, 62, 65, 68), 'Bdim7');
  assert.equal(named(60, 64, 68), 'Caug');
  assert.equal(named(61, 65, 68, 72), 'C#maj7');
  assert.equal(named(36, 43), 'C5');
});

test('a seventh is known without its fifth', () => {
  assert.equal(named(55, 59, 65), 'G7');
  assert.equal(named(60, 64, 70, 74), 'C9');
});

test('one note, two that are no fifth, a cluster and silence have no name', () => {
  for (const notes of [[60], [60, 64], [60, 61, 62, 63], []]) assert.equal(named(...notes), '');
  assert.equal(recogniseChord(0xfff, 0), NO_CHORD);
});

test('what is spelled is recognised, with its root, whatever it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 24, max: 96 }), KIND, (root, kind) => {
      const notes = new Int16Array(CHORD_NOTES_MAX);
      const held = new Uint8Array(128);
      const count = spellChord(notes, root, kind);
      for (const note of notes.subarray(0, count)) held[note] = 1;
      const chord = recogniseHeld(held);
      assert.equal(chordRoot(chord), root % 12);
      assert.equal(chordKind(chord), kind, `${CHORD_KINDS[kind]?.name} ${chordName(chord)}`);
    }),
  );
});

test('an inversion has the same notes in other octaves, from low to high', () => {
  fc.assert(
    fc.property(KIND, fc.integer({ min: 0, max: 8 }), (kind, inversion) => {
      const plain = new Uint8Array(CHORD_NOTES_MAX);
      const turned = new Uint8Array(CHORD_NOTES_MAX);
      const count = spellChord(plain, 48, kind);
      assert.equal(spellChord(turned, 48, kind, inversion), count);
      const classes = (notes: Uint8Array) =>
        [...notes.subarray(0, count)].map((note) => note % 12).sort();
      assert.deepEqual(classes(turned), classes(plain));
      const rising = [...turned.subarray(0, count)];
      assert.deepEqual(
        rising,
        rising.toSorted((a, b) => a - b),
      );
    }),
  );
});

test('no two kinds have the same notes, and none has more than a spelled chord holds', () => {
  const sets = CHORD_KINDS.map(({ steps }) =>
    steps
      .map((step) => step % 12)
      .sort()
      .join(),
  );
  assert.equal(new Set(sets).size, CHORD_KINDS.length);
  assert.ok(CHORD_KINDS.every(({ steps }) => steps.length <= CHORD_NOTES_MAX));
  assert.equal(new Set(CHORD_KINDS.map(({ name }) => name)).size, CHORD_KINDS.length);
});
