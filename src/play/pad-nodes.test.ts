import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { answerFor, FakeKeyboard } from '../../tests/support/fake-keyboard.ts';
import { FakeTouchpad } from '../../tests/support/fake-touchpad.ts';
import { looping } from '../../tests/support/looping.ts';
import { padRoutes } from '../core/instrument/pad-routes.ts';
import { NO_ROUTES } from '../core/instrument/routing.ts';
import { PAD_OFF, type TouchpadSettings } from '../core/instrument/touchpad.ts';
import { ACTION } from '../core/keys/bindings.ts';
import { KEY } from '../core/keys/key-codes.ts';
import { NODE, ORDER } from '../core/order.ts';
import { BTN_LEFT } from '../core/touch/pad.ts';

const TARGETS = { x: 'pitch', y: 'none', twoFingers: 'none', pressure: 'none' } as const;

/** A keyboard and a touchpad, both fake, and the real loop. */
function stage(context: TestContext, pad: Partial<TouchpadSettings> = {}, armed = true) {
  const keyboard = new FakeKeyboard();
  const touchpad = new FakeTouchpad();
  answerFor(context, [keyboard, touchpad]);
  const play = looping(context, {
    armed,
    instrument: {
      touchpad: { ...PAD_OFF, on: true, grab: true, click: ACTION.sustain, ...pad },
      routing: { ...NO_ROUTES, routes: padRoutes(TARGETS, 0), bendRange: 12 },
    },
  });
  play.add(0, keyboard.fd, NODE.kernel);
  play.add(1, touchpad.fd, NODE.touchpad, 1);
  const bends = () => play.synth.taken().filter((call) => call.startsWith('bend'));
  return { ...play, keyboard, touchpad, bends };
}

/** A slide of 30 mm from where the finger touches: three semitones of twelve. */
function slide(touchpad: FakeTouchpad): void {
  touchpad.touch([40, 40]);
  touchpad.touch([70, 40]);
}
const UP = 'bend 0 10240';

test('armed, a finger bends the pitch and the pointer stays where it is', (t) => {
  const { touchpad, turn, bends, state } = stage(t);
  assert.equal(state().touchpad, 'ours');
  slide(touchpad);
  turn();
  assert.deepEqual(bends(), [UP]);
  assert.deepEqual(touchpad.console, []);
  assert.equal(state().nodes, 1, 'it is no keyboard');
});

test('disarmed, no event of it reaches us and the pointer moves', (t) => {
  const { touchpad, turn, bends, state, order } = stage(t);
  order(ORDER.disarm);
  turn();
  assert.equal(touchpad.grabbed, false);
  assert.equal(state().touchpad, 'shared');
  touchpad.touch([10, 10]);
  assert.ok(touchpad.console.length > 0);
  turn();
  assert.deepEqual(bends(), []);
});

test('a finger that is on it as it is armed plays from there, and has the pad until it lifts', (t) => {
  const { touchpad, turn, bends, state, order } = stage(t, {}, false);
  touchpad.touch([80, 40]);
  order(ORDER.arm);
  turn();
  assert.equal(state().touchpad, 'shared');
  touchpad.touch([81, 40]);
  turn();
  assert.deepEqual(bends(), []);
  touchpad.touch([111, 40]);
  turn();
  assert.deepEqual(bends(), [UP]);
  touchpad.touch(null);
  turn();
  assert.equal(state().touchpad, 'ours');
});

test('switched off by an order or by its keys, it is the pointer’s again', (t) => {
  const { touchpad, keyboard, turn, state, order, bends, until } = stage(t);
  order(ORDER.touchpad, 0);
  turn();
  assert.equal(state().touchpad, 'off');
  assert.equal(touchpad.grabbed, false);
  slide(touchpad);
  turn();
  assert.deepEqual(bends(), []);
  touchpad.touch(null);
  keyboard.press(KEY.KEY_TAB, KEY.KEY_P);
  turn();
  assert.equal(state().touchpad, 'ours');
  slide(touchpad);
  turn();
  assert.deepEqual(bends(), [UP]);
  until(() => state().touchpadOn);
});

test('left to the pointer by the configuration, it plays all the same', (t) => {
  const { touchpad, turn, bends, state } = stage(t, { grab: false });
  assert.equal(state().touchpad, 'shared');
  slide(touchpad);
  turn();
  assert.deepEqual(bends(), [UP]);
  assert.ok(touchpad.console.length > 0);
});

test('Esc held for a second gives it back with the keyboard', (t) => {
  const { touchpad, keyboard, state, until } = stage(t);
  keyboard.press(KEY.KEY_ESC);
  until(() => !state().armed);
  assert.equal(touchpad.grabbed, false);
});

test('after lost events the kernel says which fingers are where', (t) => {
  const { touchpad, turn, bends } = stage(t);
  touchpad.touch([40, 40]);
  turn();
  touchpad.overflow(() => touchpad.touch([70, 40]));
  turn();
  assert.deepEqual(bends(), [UP]);
});

test('a lift that was lost leads back to the note', (t) => {
  const { touchpad, turn, bends, until } = stage(t);
  slide(touchpad);
  turn();
  bends();
  touchpad.overflow(() => touchpad.touch(null));
  turn();
  const heard: string[] = [];
  until(() => {
    heard.push(...bends());
    return heard.at(-1) === 'bend 0 8192';
  });
  assert.ok(heard.length > 3, `${heard}`);
});

test('a click is the pedal, and a pad that goes takes it along and no note of the keys', (t) => {
  const { touchpad, keyboard, turn, synth } = stage(t);
  keyboard.press(KEY.KEY_Q);
  touchpad.press(BTN_LEFT);
  turn();
  assert.ok(synth.calls.includes('control 0 64 127'));
  touchpad.unplug();
  turn();
  assert.equal(synth.calls.at(-1), 'control 0 64 0');
  assert.deepEqual(synth.sounding(), ['0 60']);
});

test('another program that has the pad is told of, and the pad is taken once it lets go', (t) => {
  const { touchpad, turn, state, order, loop } = stage(t);
  order(ORDER.touchpad, 0);
  turn();
  touchpad.taken = true;
  order(ORDER.touchpad, 1);
  turn();
  assert.equal(state().touchpad, 'refused');
  touchpad.taken = false;
  loop.nodes.lookUs[0] = 0;
  turn();
  assert.equal(state().touchpad, 'ours');
});
