import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looping } from '../../tests/support/looping.ts';
import { playing } from '../../tests/support/playing.ts';
import { KEY } from '../core/keys/key-codes.ts';
import { ORDER } from '../core/order.ts';
import { FIELD } from './board.ts';
import { SESSION, writeScene } from './scenes.ts';

test('the order recalls a scene and says so; the session is none', (t) => {
  const { loop, order, turn, state } = looping(t);
  writeScene(loop.scenes, 1, [[ORDER.octave, 7]]);
  writeScene(loop.scenes, SESSION, [[ORDER.octave, 2]]);
  order(ORDER.scene, SESSION);
  turn();
  assert.deepEqual([state().octave, state().scene, state().scenesRecalled], [2, -1, 0]);
  order(ORDER.scene, 1);
  turn();
  assert.deepEqual([state().octave, state().scene, state().scenesRecalled], [7, 1, 1]);
  order(ORDER.scene, 2);
  turn();
  assert.deepEqual([state().scene, state().scenesRecalled], [1, 1]);
});

test('a key has asked for a scene by the end of the turn that brought it', (t) => {
  const { loop, turn, state } = looping(t);
  writeScene(loop.scenes, 4, [[ORDER.program, 0, 9]]);
  loop.player.instrument.sceneAsked = 4;
  turn();
  assert.deepEqual([state().program, state().scene], [9, 4]);
  assert.equal(loop.player.instrument.sceneAsked, -1);
});

test('Tab with an F key asks for a scene, and so does Tab with Shift and a digit', () => {
  const { player, down, up, synth } = playing();
  const asked = (): number => {
    const { sceneAsked } = player.instrument;
    player.instrument.sceneAsked = -1;
    return sceneAsked;
  };
  down(KEY.KEY_TAB);
  down(KEY.KEY_F12);
  assert.equal(asked(), 11);
  down(KEY.KEY_LEFTSHIFT);
  down(KEY.KEY_3);
  assert.equal(asked(), 2);
  up(KEY.KEY_3);
  up(KEY.KEY_LEFTSHIFT);
  assert.deepEqual(synth.taken(), []);
  down(KEY.KEY_3);
  assert.deepEqual([asked(), player.instrument.preset], [-1, 2]);
});

test('Tab with W asks for a recording, Tab with B for what was played just now', (t) => {
  const { loop, turn } = looping(t);
  const { player, down, up } = playing();
  down(KEY.KEY_TAB);
  for (const key of [KEY.KEY_W, KEY.KEY_B, KEY.KEY_W]) {
    down(key);
    up(key);
  }
  const { recordAsked, keepAsked } = player.instrument;
  assert.deepEqual([recordAsked, keepAsked], [2, 1]);
  Object.assign(loop.player.instrument, { recordAsked, keepAsked });
  turn();
  const { fields } = loop.board;
  assert.deepEqual([fields[FIELD.recordAsked], fields[FIELD.keepAsked]], [2, 1]);
});
