import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createHeldKeys,
  DOWN,
  forgetAll,
  holds,
  NOTHING,
  pressOn,
  releaseOn,
  UP,
  UP_AND_DOWN,
} from './held-keys.ts';
import { KEY } from './key-codes.ts';

const Q = KEY.KEY_Q;

/** Nodes 0 and 1 are one keyboard, node 2 is another. */
function twoKeyboards() {
  const held = createHeldKeys(2);
  held.deviceOf.set([0, 0, 1]);
  return held;
}

test('a key goes down once and comes up once', () => {
  const held = twoKeyboards();
  assert.equal(pressOn(held, 0, Q), DOWN);
  assert.equal(pressOn(held, 0, Q), NOTHING);
  assert.equal(releaseOn(held, 0, Q), UP);
  assert.equal(releaseOn(held, 0, Q), NOTHING);
});

test('a press on one node of a keyboard may end on its other', () => {
  const held = twoKeyboards();
  pressOn(held, 0, Q);
  assert.equal(releaseOn(held, 1, Q), UP);
  assert.equal(holds(held, 0, Q), false);
});

test('a press on the other node is a new one: the first came up unseen', () => {
  const held = twoKeyboards();
  pressOn(held, 0, Q);
  assert.equal(pressOn(held, 1, Q), UP_AND_DOWN);
  assert.equal(holds(held, 0, Q), false);
  assert.equal(holds(held, 1, Q), true);
});

test('the same key of another keyboard is another key', () => {
  const held = twoKeyboards();
  pressOn(held, 0, Q);
  assert.equal(pressOn(held, 2, Q), DOWN);
  assert.equal(releaseOn(held, 2, Q), UP);
  assert.equal(holds(held, 0, Q), true);
  forgetAll(held);
  assert.equal(holds(held, 0, Q), false);
});
