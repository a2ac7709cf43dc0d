import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { scriptedSynth } from '../../../tests/support/scripted-synth.ts';
import type { Collision } from './collisions.ts';
import { COLLISIONS, collide } from './collisions.ts';
import { BEGUN, createLedger, ENDED, release, releaseAll } from './ledger.ts';

/** Two keys on one pitch, the first up first. */
function twoKeys(collision: Collision): string[] {
  const [ledger, synth] = [createLedger(2), scriptedSynth()];
  const mode = COLLISIONS.indexOf(collision);
  collide(ledger, synth, mode, 0, 0, 60, 100);
  collide(ledger, synth, mode, 1, 0, 60, 80);
  synth.calls.push('up');
  release(ledger, synth, 0);
  synth.calls.push('up');
  release(ledger, synth, 1);
  assert.equal(ledger.counts[BEGUN], ledger.counts[ENDED]);
  return synth.calls;
}

test('count: a second key changes nothing, and the last one ends it', () => {
  assert.deepEqual(twoKeys('count'), ['on 0 60 100', 'up', 'up', 'off 0 60']);
});

test('retrigger: a second key strikes it anew, and the last one ends it', () => {
  const struck = ['on 0 60 100', 'off 0 60', 'on 0 60 80'];
  assert.deepEqual(twoKeys('retrigger'), [...struck, 'up', 'up', 'off 0 60']);
});

test('ignore: a second key changes nothing, and the first one ends it', () => {
  assert.deepEqual(twoKeys('ignore'), ['on 0 60 100', 'up', 'off 0 60', 'up']);
});

test('interrupt: a second key strikes it anew, and the first one has lost it', () => {
  const struck = ['on 0 60 100', 'off 0 60', 'on 0 60 80'];
  assert.deepEqual(twoKeys('interrupt'), [...struck, 'up', 'up', 'off 0 60']);
  const [ledger, synth] = [createLedger(2), scriptedSynth()];
  const mode = COLLISIONS.indexOf('interrupt');
  collide(ledger, synth, mode, 0, 0, 60, 100);
  collide(ledger, synth, mode, 1, 0, 60, 80);
  release(ledger, synth, 1);
  assert.deepEqual(synth.sounding(), []);
  collide(ledger, synth, mode, 1, 0, 60, 70);
  release(ledger, synth, 0);
  assert.deepEqual(synth.sounding(), ['0 60']);
});

test('whatever the mode and however it changes, nothing is left when all let go', () => {
  const action = fc.record({
    collision: fc.nat(COLLISIONS.length - 1),
    holder: fc.nat(5),
    down: fc.boolean(),
    note: fc.integer({ min: 60, max: 62 }),
  });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
      const [ledger, synth] = [createLedger(6), scriptedSynth(false)];
      for (const { collision, holder, down, note } of actions) {
        if (down) collide(ledger, synth, collision, holder, 0, note, 100);
        else release(ledger, synth, holder);
      }
      releaseAll(ledger, synth);
      assert.deepEqual(synth.sounding(), []);
      assert.deepEqual(synth.faults, []);
      assert.ok(ledger.holders.every((holders) => holders === 0));
    }),
  );
});
