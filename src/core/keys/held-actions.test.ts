import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTION } from './bindings.ts';
import { createHeldActions, forgetActions, holdAction, releaseAction } from './held-actions.ts';

test('an action ends with the last key that holds it', () => {
  const held = createHeldActions(4);
  holdAction(held, 0, ACTION.accent);
  holdAction(held, 1, ACTION.accent);
  holdAction(held, 2, ACTION.soft);
  assert.equal(releaseAction(held, 0), 0);
  assert.equal(releaseAction(held, 0), 0);
  assert.equal(releaseAction(held, 1), ACTION.accent);
  assert.equal(releaseAction(held, 2), ACTION.soft);
});

test('a key held again holds once', () => {
  const held = createHeldActions(4);
  holdAction(held, 0, ACTION.sustain);
  holdAction(held, 0, ACTION.sustain);
  assert.equal(releaseAction(held, 0), ACTION.sustain);
});

test('a key that was forgotten ends nothing when it comes up', () => {
  const held = createHeldActions(4);
  holdAction(held, 0, ACTION.accent);
  forgetActions(held);
  holdAction(held, 1, ACTION.accent);
  assert.equal(releaseAction(held, 0), 0);
  assert.equal(releaseAction(held, 1), ACTION.accent);
});
