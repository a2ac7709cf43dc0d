import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SCALES, scaleNumber } from './scales.ts';

const stepsOf = (name: string) => SCALES[scaleNumber(SCALES, name)]?.steps;

test('forty scales and more rise from their root, each with a name and notes of its own', () => {
  assert.ok(SCALES.length >= 40, `${SCALES.length}`);
  for (const { name, steps } of SCALES) {
    assert.equal(steps[0], 0, name);
    assert.ok(
      steps.every((step, index) => index === 0 || step > steps[index - 1]!),
      name,
    );
    assert.ok(steps.length >= 5 && steps.at(-1)! < 12, name);
    assert.equal(SCALES[scaleNumber(SCALES, name)]?.name, name);
  }
  assert.equal(new Set(SCALES.map(({ steps }) => steps.join())).size, SCALES.length);
});

test('the modes are the white keys from each of them on', () => {
  const whites = [0, 2, 4, 5, 7, 9, 11];
  const modes = ['ionian', 'dorian', 'phrygian', 'lydian', 'mixolydian', 'aeolian', 'locrian'];
  modes.forEach((mode, degree) => {
    const from = whites[degree]!;
    const turned = whites.map((white) => (white - from + 12) % 12).sort((a, b) => a - b);
    assert.deepEqual(stepsOf(mode), turned, mode);
  });
});

test('a scale is found by any of its names, however it is written', () => {
  assert.deepEqual(stepsOf(' Minor_Pentatonic '), [0, 3, 5, 7, 10]);
  assert.deepEqual(stepsOf('phrygian-dominant'), stepsOf('hijaz'));
  assert.equal(scaleNumber(SCALES, 'constructor'), -1);
  assert.equal(scaleNumber(SCALES, ''), -1);
});
