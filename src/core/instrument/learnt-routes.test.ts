import assert from 'node:assert/strict';
import { test } from 'node:test';
import { midi } from '../../../tests/support/controllers.ts';
import { portAddress, SEQUENCER } from '../midi/sequencer-event.ts';
import type { Synth } from '../synth.ts';
import { forgetLearnt, LEARNABLE, learn, learnableAt, learnFor } from './learnt-routes.ts';
import { plainRoute } from './pad-routes.ts';
import { CONTROLLERS } from './routes.ts';
import { moveRoutes, NO_ROUTES } from './routing.ts';

const BOARD = portAddress(20, 0);

function shown(name: string, written: readonly string[] = []) {
  const routes = written.map((to, at) =>
    plainRoute(CONTROLLERS + 80 + at, learnableAt(LEARNABLE.indexOf(to)), 0),
  );
  const made = midi('auto', { routing: { ...NO_ROUTES, routes } });
  const { instrument, synth, now } = made;
  const { routing, channels } = instrument;
  const turn = (controller: number, value: number): string[] => {
    synth.taken();
    made.control(SEQUENCER.controller, BOARD, 0, controller, value);
    // The smoothing has settled by then.
    now[0] = now[0]! + 1e6;
    moveRoutes(routing, synth, channels, now);
    return synth.taken();
  };
  learnFor(routing, learnableAt(LEARNABLE.indexOf(name)));
  return { ...made, routing, channels, turn };
}

test('the next controller that moves is led there, and does nothing else from then on', () => {
  const { routing, turn } = shown('expression');
  assert.deepEqual(turn(1, 127), ['control 0 11 127'].slice(1));
  assert.equal(routing.learnt >> 8, 1);
  assert.equal(routing.learning, -1);
  assert.deepEqual(turn(1, 0), ['control 0 11 0']);
  assert.deepEqual(turn(2, 64), ['control 0 2 64'], 'the one after it was not waited for');
});

test('what chooses banks and parameters is no knob', () => {
  const { routing, turn } = shown('volume');
  for (const controller of [0, 32, 101, 100, 6, 38]) turn(controller, 0);
  assert.equal(routing.learnt, -1);
  turn(21, 0);
  assert.equal(routing.learnt >> 8, 21);
});

test('another controller takes the place of the one before', () => {
  const { routing, channels, synth, turn } = shown('modulation');
  turn(21, 0);
  learn(routing, synth, channels, 22, learnableAt(LEARNABLE.indexOf('modulation')));
  assert.deepEqual(turn(21, 127), ['control 0 21 127']);
  assert.deepEqual(turn(22, 127), ['control 0 1 127']);
});

test('every destination can be learnt, beside the routes that are written', () => {
  const { routing, channels, synth, turn } = shown('filter', ['filter', 'bend']);
  for (const [place] of LEARNABLE.entries()) {
    learn(routing, synth, channels, 20 + place, learnableAt(place));
  }
  for (const [place, name] of LEARNABLE.entries()) {
    assert.notDeepEqual(turn(20 + place, 40), [], name);
  }
});

test('what is forgotten moves nothing, and rests', () => {
  const { routing, channels, synth, turn } = shown('expression');
  turn(21, 0);
  synth.taken();
  forgetLearnt(routing, synth as Synth, channels);
  assert.deepEqual(synth.taken(), ['control 0 11 127']);
  assert.deepEqual(turn(21, 9), ['control 0 21 9']);
});
