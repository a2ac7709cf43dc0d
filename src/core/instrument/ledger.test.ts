import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { scriptedSynth } from '../../../tests/support/scripted-synth.ts';
import {
  BEGUN,
  createLedger,
  ENDED,
  hold,
  type Ledger,
  press,
  REFUSED,
  release,
  releaseAll,
  releaseRange,
  SOUNDING,
} from './ledger.ts';

test('two keys on one pitch sound once and end once', () => {
  const [ledger, synth] = [createLedger(4), scriptedSynth()];
  press(ledger, synth, 0, 0, 60, 100);
  press(ledger, synth, 1, 0, 60, 90);
  release(ledger, synth, 0);
  assert.deepEqual(synth.taken(), ['on 0 60 100']);
  release(ledger, synth, 1);
  assert.deepEqual(synth.taken(), ['off 0 60']);
});

test('the same pitch on two channels is two notes', () => {
  const [ledger, synth] = [createLedger(4), scriptedSynth()];
  press(ledger, synth, 0, 0, 60, 100);
  press(ledger, synth, 1, 9, 60, 100);
  releaseAll(ledger, synth);
  assert.deepEqual(synth.taken(), ['on 0 60 100', 'on 9 60 100', 'off 0 60', 'off 9 60']);
});

test('a key pressed again lets go of what it held first', () => {
  const [ledger, synth] = [createLedger(4), scriptedSynth()];
  press(ledger, synth, 0, 0, 60, 100);
  press(ledger, synth, 0, 0, 72, 100);
  assert.deepEqual(synth.taken(), ['on 0 60 100', 'off 0 60', 'on 0 72 100']);
});

test('a key that holds nothing ends nothing, nor does one that never was', () => {
  const [ledger, synth] = [createLedger(4), scriptedSynth()];
  release(ledger, synth, 3);
  release(ledger, synth, 99);
  assert.deepEqual(synth.calls, []);
});

test('a range of keys lets go, and no other', () => {
  const [ledger, synth] = [createLedger(4), scriptedSynth()];
  for (const key of [0, 1, 2, 3]) press(ledger, synth, key, 0, 60 + key, 100);
  releaseRange(ledger, synth, 1, 3);
  assert.deepEqual(synth.sounding(), ['0 60', '0 63']);
});

test('a holder of several notes lets go of all of them, in the order they began', () => {
  const [ledger, synth] = [createLedger(4), scriptedSynth()];
  for (const note of [60, 64, 67]) hold(ledger, synth, 2, 0, note, 100);
  synth.taken();
  release(ledger, synth, 2);
  assert.deepEqual(synth.taken(), ['off 0 60', 'off 0 64', 'off 0 67']);
});

test('without room a note is refused and counted, and what sounds ends all the same', () => {
  const [ledger, synth] = [createLedger(4, 3), scriptedSynth()];
  for (const note of [60, 61, 62, 63]) hold(ledger, synth, 0, 0, note, 100);
  press(ledger, synth, 1, 0, 70, 100);
  assert.deepEqual(synth.sounding(), ['0 60', '0 61', '0 62']);
  assert.equal(ledger.counts[REFUSED], 2);
  releaseAll(ledger, synth);
  assert.deepEqual(synth.sounding(), []);
  press(ledger, synth, 1, 0, 70, 100);
  assert.deepEqual(synth.sounding(), ['0 70']);
});

test('whatever is pressed and released, a note sounds exactly while a holder holds it', () => {
  const KEYS = 12;
  const HOLDS = 20;
  const action = fc.record({
    key: fc.nat(KEYS - 1),
    kind: fc.constantFrom('press', 'hold', 'hold', 'release'),
    channel: fc.nat(1),
    note: fc.integer({ min: 60, max: 63 }),
  });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
      const [ledger, synth] = [createLedger(KEYS, HOLDS), scriptedSynth()];
      const holds = Array.from({ length: KEYS }, (): string[] => []);
      let refused = 0;
      for (const { key, kind, channel, note } of actions) {
        if (kind === 'press') press(ledger, synth, key, channel, note, 100);
        else if (kind === 'hold') hold(ledger, synth, key, channel, note, 100);
        else release(ledger, synth, key);
        if (kind !== 'hold') holds[key] = [];
        if (kind !== 'release') {
          if (holds.flat().length < HOLDS) holds[key]!.push(`${channel} ${note}`);
          else refused++;
        }
        assert.deepEqual(synth.sounding(), [...new Set(holds.flat())].sort());
        assert.equal(ledger.counts[SOUNDING], synth.sounding().length);
        assert.equal(ledger.counts[REFUSED], refused);
        assert.deepEqual(soundingNotes(ledger), [...new Set(holds.flat().map(noteOf))].sort());
      }
      releaseAll(ledger, synth);
      assert.deepEqual(synth.sounding(), []);
      assert.deepEqual(synth.faults, []);
      assert.equal(ledger.counts[BEGUN], ledger.counts[ENDED]);
      assert.ok(ledger.holders.every((holders) => holders === 0));
      assert.deepEqual(soundingNotes(ledger), []);
    }),
  );
});

function noteOf(held: string): number {
  return Number(held.split(' ')[1]);
}

function soundingNotes({ sounding }: Ledger): number[] {
  return Array.from({ length: 128 }, (_, note) => note).filter(
    (note) => ((sounding[note >> 5]! >> (note & 31)) & 1) === 1,
  );
}

test('a note at either end of a word is a bit of its own', () => {
  const [ledger, synth] = [createLedger(4), scriptedSynth()];
  for (const note of [0, 31, 32, 127]) hold(ledger, synth, 0, 3, note, 100);
  assert.deepEqual(soundingNotes(ledger), [0, 31, 32, 127]);
  release(ledger, synth, 0);
  assert.deepEqual([...ledger.sounding], [0, 0, 0, 0]);
});
