import assert from 'node:assert/strict';
import { test } from 'node:test';
import { centsOff, centsOffLive, onsetFrame, peakDb } from './pitch.ts';

const RATE = 48_000;

function tone(hz: number, seconds = 0.5): Float32Array {
  const at = (frame: number): number => Math.sin((2 * Math.PI * hz * frame) / RATE);
  return Float32Array.from({ length: seconds * RATE }, (_, frame) => at(frame) * 0.5);
}

test('a mistuned tone is measured to a tenth of a cent', () => {
  for (const off of [-15, -5, 0, 0.5, 3, 12]) {
    const measured = centsOff(tone(440 * 2 ** (off / 1200)), RATE, 440);
    assert.ok(Math.abs(measured - off) < 0.1, `${off} cents measured as ${measured}`);
  }
});

test('the pitch of a capture with holes in it is that of its longest whole stretch', () => {
  for (const off of [-20, 0, 7]) {
    const whole = tone(261.6 * 2 ** (off / 1200));
    const torn = whole.map((value, frame) => (frame % 4800 < 700 ? 0 : value));
    const cents = centsOffLive(torn, RATE, 261.6, 0);
    assert.ok(Math.abs(cents - off) < 1, `${off} cents measured as ${cents}`);
  }
  assert.ok(Number.isNaN(centsOffLive(tone(220), RATE, 261.6, 0)));
});

test('an overtone does not pull the pitch', () => {
  const second = tone(880);
  const both = tone(440).map((value, frame) => value + second[frame]!);
  assert.ok(Math.abs(centsOff(both, RATE, 440)) < 0.1);
});

test('the onset is the first frame above the level', () => {
  const samples = new Float32Array(100);
  samples[40] = 0.001;
  samples[60] = -0.5;
  assert.equal(onsetFrame(samples, 0.01), 60);
  assert.equal(onsetFrame(samples, 0.9), -1);
});

test('a peak is told in decibels of full scale', () => {
  assert.ok(Math.abs(peakDb(tone(440)) - -6.02) < 0.01);
  assert.equal(peakDb(new Float32Array(10)), Number.NEGATIVE_INFINITY);
});
