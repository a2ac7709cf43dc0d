import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptedSynth } from '../../../tests/support/scripted-synth.ts';
import { moment } from '../event.ts';
import {
  createPedals,
  dampPedals,
  liftPedals,
  pressSustain,
  releaseSustain,
  setSoftPedal,
  setSostenuto,
  setSustain,
} from './pedals.ts';

const CHANNEL = Uint8Array.of(0);
const DOWN = 'control 0 64 127';
const UP = 'control 0 64 0';

/** What the synth is told at each tap of the pedal; times in milliseconds. */
function taps(...times: readonly number[]): string[][] {
  const [pedals, synth] = [createPedals(), scriptedSynth()];
  return times.map((down) => {
    pressSustain(pedals, synth, CHANNEL, moment(down * 1000));
    releaseSustain(pedals, synth, CHANNEL);
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
  liftPedals(pedals, synth, CHANNEL);
  assert.deepEqual(synth.taken(), []);
  pressSustain(pedals, synth, CHANNEL, moment(0));
  releaseSustain(pedals, synth, CHANNEL);
  pressSustain(pedals, synth, CHANNEL, moment(1));
  releaseSustain(pedals, synth, CHANNEL);
  liftPedals(pedals, synth, CHANNEL);
  assert.deepEqual(synth.taken(), [DOWN, UP, DOWN, UP]);
  assert.equal(pedals.latched, false);
});

test('the pedal is under every channel that is played', () => {
  const [pedals, synth] = [createPedals(), scriptedSynth()];
  pressSustain(pedals, synth, Uint8Array.of(0, 3), moment(0));
  assert.deepEqual(synth.taken(), ['control 0 64 127', 'control 3 64 127']);
});

test('asked for, sustain stays down until it is asked up, or its key comes down and up', () => {
  const [pedals, synth] = [createPedals(), scriptedSynth()];
  setSustain(pedals, synth, CHANNEL, true);
  setSustain(pedals, synth, CHANNEL, true);
  setSustain(pedals, synth, CHANNEL, false);
  setSustain(pedals, synth, CHANNEL, true);
  pressSustain(pedals, synth, CHANNEL, moment(0));
  releaseSustain(pedals, synth, CHANNEL);
  assert.deepEqual(synth.taken(), [DOWN, UP, DOWN, UP]);
});

test('sostenuto and the soft pedal are told of once, and lifted with the others', () => {
  const [pedals, synth] = [createPedals(), scriptedSynth()];
  for (const down of [true, true]) {
    setSostenuto(pedals, synth, CHANNEL, down);
    setSoftPedal(pedals, synth, CHANNEL, down);
  }
  assert.deepEqual(synth.taken(), ['control 0 66 127', 'control 0 67 127']);
  dampPedals(pedals, synth, CHANNEL);
  assert.deepEqual(synth.taken(), ['control 0 66 0', 'control 0 66 127']);
  liftPedals(pedals, synth, CHANNEL);
  assert.deepEqual(synth.taken(), ['control 0 66 0', 'control 0 67 0']);
});
