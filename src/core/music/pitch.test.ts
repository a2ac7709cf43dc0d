import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../random.ts';
import { centsOffOctaves, PITCH_SAMPLES, pitchAt } from './pitch.ts';

const RATE = 48_000;

function tone(hz: number, partials: readonly number[], rate = RATE): Float32Array {
  return Float32Array.from({ length: PITCH_SAMPLES }, (_, at) =>
    partials.reduce(
      (sum, size, index) => sum + size * Math.sin((2 * Math.PI * hz * (index + 1) * at) / rate),
      0,
    ),
  );
}

test('tones from the lowest note of a bass to the highest of a violin are measured to a cent', () => {
  for (const partials of [[0.5], [0.3, 0.2, 0.1, 0.1], [0.1, 0.3, 0.3]]) {
    for (let note = 28; note <= 98; note += 5) {
      const hz = 440 * 2 ** ((note - 69) / 12);
      const { hz: measured, clarity } = pitchAt(tone(hz, partials), RATE) ?? { hz: 0, clarity: 0 };
      const cents = 1200 * Math.log2(measured / hz);
      assert.ok(Math.abs(cents) < 1, `note ${note}, ${partials.length} partials: ${cents} cents`);
      assert.ok(clarity > 0.9, `clarity ${clarity}`);
    }
  }
});

test('another rate of samples changes nothing', () => {
  const { hz } = pitchAt(tone(442, [0.5, 0.2], 44_100), 44_100) ?? { hz: 0 };
  assert.ok(Math.abs(hz - 442) < 0.2, `${hz}`);
});

test('noise has no clarity, silence and too short a sound no pitch', () => {
  const random = seededRandom(7);
  const noise = Float32Array.from({ length: PITCH_SAMPLES }, () => random() - 0.5);
  assert.ok((pitchAt(noise, RATE)?.clarity ?? 0) < 0.4);
  assert.equal(pitchAt(new Float32Array(PITCH_SAMPLES), RATE), undefined);
  assert.equal(pitchAt(tone(440, [0.5]), RATE, 1), undefined);
});

test('cents are counted from the nearest octave', () => {
  assert.equal(Math.round(centsOffOctaves(440, 440)), 0);
  assert.equal(Math.round(centsOffOctaves(220, 440)), 0);
  assert.equal(Math.round(centsOffOctaves(880 * 2 ** (7 / 1200), 440)), 7);
  assert.equal(Math.round(centsOffOctaves(440 * 2 ** (-100 / 1200), 440)), -100);
});
