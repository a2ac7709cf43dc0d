import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROGRAM_NAMES, programName } from './general-midi.ts';

test('there are 128 programs, each with a name of its own that fits a SoundFont', () => {
  assert.equal(PROGRAM_NAMES.length, 128);
  assert.equal(new Set(PROGRAM_NAMES).size, 128);
  assert.ok(PROGRAM_NAMES.every((name) => name.length <= 20));
});

test('the landmarks of General MIDI are where they belong', () => {
  const landmarks = { 0: 'Grand Piano', 19: 'Church Organ', 40: 'Violin', 56: 'Trumpet' };
  for (const [program, name] of Object.entries(landmarks)) {
    assert.equal(programName(Number(program)), name);
  }
  assert.equal(programName(73), 'Flute');
  assert.equal(programName(80), 'Square Lead');
  assert.equal(programName(127), 'Gunshot');
});
