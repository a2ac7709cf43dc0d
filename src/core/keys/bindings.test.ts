import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTION, ACTION_COUNT, bindings, sceneBindings, shiftedBindings } from './bindings.ts';
import { DIGIT_ROW, F_ROW } from './boards.ts';
import { KEY } from './key-codes.ts';

test('every action has a key', () => {
  const bound = new Set([...bindings(), ...shiftedBindings()]);
  for (const [name, action] of Object.entries(ACTION)) {
    assert.ok(bound.has(action), name);
    assert.ok(action < ACTION_COUNT, name);
  }
});

test('the presets are on the F row, and on the digits for a hand without one', () => {
  const [actions, shifted] = [bindings(), shiftedBindings()];
  F_ROW.forEach((key, index) => {
    assert.equal(actions[key], ACTION.preset + index);
  });
  DIGIT_ROW.forEach((key, index) => {
    assert.equal(shifted[key], ACTION.preset + index);
  });
  assert.equal(shifted[KEY.KEY_Q], ACTION.none);
});

test('everything can be reached without the F row', () => {
  const [actions, shifted] = [bindings(), shiftedBindings()];
  for (const key of F_ROW) {
    actions[key] = ACTION.none;
    shifted[key] = ACTION.none;
  }
  const bound = new Set([...actions, ...shifted, ...sceneBindings()]);
  const missing = Object.entries(ACTION).filter(([, action]) => !bound.has(action));
  assert.deepEqual(missing, []);
});

test('the scenes are on the F row under the shift, and on the digits with Shift as well', () => {
  F_ROW.forEach((key, index) => {
    assert.equal(shiftedBindings()[key], ACTION.scene + index);
  });
  DIGIT_ROW.forEach((key, index) => {
    assert.equal(sceneBindings()[key], ACTION.scene + index);
  });
});
