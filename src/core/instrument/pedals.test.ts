import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptedSynth } from '../../../tests/support/scripted-synth.ts';
import { moment } from '../event.ts';
import { createPedals, liftPedals, pressSustain, releaseSustain } from './pedals.ts';

const DOWN = 'control 0 64 127';
const UP = 'control 0 64 0';

/** What the synth is told at each tap of the pedal; times in milliseconds. */
function taps(...times: readonly number[]): string[][] {
  const [pedals, synth] = [createPedals(), scriptedSynth()];
  return times.map((down) => {
    pressSustain(pedals, synth, 0, moment(down * 1000));
    releaseSustain(pedals, synth, 0);
    return synth.taken();
  });
}

test('the pedal is down while its key is', () => {
  assert.deepEqual(taps(0, 1000), [
    [DOWN, UP],
    [DOWN, UP],
  ]);
});

test('a second tap within 300 ms latches it, and the next one lets it up', () => {
  assert.deepEqual(taps(0, 299, 2000), [[DOWN, UP], [DOWN], [UP]]);
  assert.deepEqual(taps(0, 300), [
    [DOWN, UP],
    [DOWN, UP],
  ]);
});

test('a third quick tap lets it up and does not latch it again', () => {
  assert.deepEqual(taps(0, 100, 200, 600), [[DOWN, UP], [DOWN], [UP], [DOWN, UP]]);
});

test('lifting ends a latch, and tells the synth only if the pedal was down', () => {
  const [pedals, synth] = [createPedals(), scriptedSynth()];
  liftPedals(pedals, synth, 0);
  assert.deepEqual(synth.taken(), []);
  pressSustain(pedals, synth, 0, moment(0));
  releaseSustain(pedals, synth, 0);
  pressSustain(pedals, synth, 0, moment(1));
  releaseSustain(pedals, synth, 0);
  liftPedals(pedals, synth, 0);
  assert.deepEqual(synth.taken(), [DOWN, UP, DOWN, UP]);
  assert.equal(pedals.latched, false);
});
