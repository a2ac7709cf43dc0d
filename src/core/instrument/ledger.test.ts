import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { scriptedSynth } from '../../../tests/support/scripted-synth.ts';
import {
  BEGUN,
  createLedger,
  ENDED,
  press,
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

test('whatever is pressed and released, a note sounds exactly while a key holds it', () => {
  const KEYS = 12;
  const action = fc.record({
    key: fc.nat(KEYS - 1),
    down: fc.boolean(),
    channel: fc.nat(1),
    note: fc.integer({ min: 60, max: 63 }),
  });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
      const [ledger, synth] = [createLedger(KEYS), scriptedSynth()];
      const holds = new Map<number, string>();
      for (const { key, down, channel, note } of actions) {
        if (down) {
          press(ledger, synth, key, channel, note, 100);
          holds.set(key, `${channel} ${note}`);
        } else {
          release(ledger, synth, key);
          holds.delete(key);
        }
        assert.deepEqual(synth.sounding(), [...new Set(holds.values())].sort());
        assert.equal(ledger.counts[SOUNDING], synth.sounding().length);
      }
      releaseAll(ledger, synth);
      assert.deepEqual(synth.sounding(), []);
      assert.deepEqual(synth.faults, []);
      assert.equal(ledger.counts[BEGUN], ledger.counts[ENDED]);
      assert.ok(ledger.holders.every((holders) => holders === 0));
    }),
  );
});
