import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTION, ACTION_COUNT, bindings, presetKeys } from './bindings.ts';
import { DIGIT_ROW, F_ROW } from './boards.ts';
import { KEY } from './key-codes.ts';

test('every action has a key', () => {
  const bound = new Set(bindings());
  for (const [name, action] of Object.entries(ACTION)) {
    assert.ok(bound.has(action), name);
    assert.ok(action < ACTION_COUNT, name);
  }
});

test('the presets are on the F row, and on the digits for a hand without one', () => {
  const [actions, presets] = [bindings(), presetKeys()];
  F_ROW.forEach((key, index) => {
    assert.equal(actions[key], ACTION.preset + index);
  });
  DIGIT_ROW.forEach((key, index) => {
    assert.equal(presets[key], index + 1);
  });
  assert.equal(presets[KEY.KEY_Q], 0);
});

test('all but the presets can be reached without the F row', () => {
  const actions = bindings();
  for (const key of F_ROW) actions[key] = ACTION.none;
  const bound = new Set(actions);
  const missing = Object.entries(ACTION).filter(([, action]) => !bound.has(action));
  assert.deepEqual(missing, [['preset', ACTION.preset]]);
});
