import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type FakeKeyboard, fakeKeyboards } from '../../tests/support/fake-keyboard.ts';
import { type Looping, looping } from '../../tests/support/looping.ts';
import { KEY } from '../core/keys/key-codes.ts';
import { NODE, ORDER } from '../core/order.ts';
import { monotonicUs } from '../ffi/libc.ts';

const { KEY_Q: Q, KEY_W: W, KEY_E: E, KEY_ENTER: ENTER, KEY_ESC: ESC } = KEY;
const CHORD = [KEY.KEY_LEFTCTRL, KEY.KEY_LEFTALT, KEY.KEY_A];

interface AtTheKeys extends Looping {
  readonly keyboard: FakeKeyboard;
}

function atTheKeys(context: TestContext, parts: Parameters<typeof looping>[1] = {}): AtTheKeys {
  const [keyboard] = fakeKeyboards(context, 1);
  const play = looping(context, parts);
  play.add(0, keyboard!.fd, NODE.kernel);
  return { ...play, keyboard: keyboard! };
}

/** What is due within a second is due now. */
function aSecondLater({ loop, turn }: Looping): void {
  if (loop.nodes.lookUs[0] !== Number.POSITIVE_INFINITY) loop.nodes.lookUs[0] = monotonicUs();
  turn();
}

test('an armed keyboard is ours alone, and nothing of what is played reaches the console', (t) => {
  const { keyboard, synth, turn, state } = atTheKeys(t);
  assert.equal(state().grabbed, 1);
  keyboard.press(Q, W);
  keyboard.release(Q, W);
  turn();
  assert.deepEqual(synth.calls, ['on 0 60 100', 'on 0 62 100', 'off 0 60', 'off 0 62']);
  assert.deepEqual(keyboard.console, []);
});

test('it is taken only when every key is up, and the key of the start makes no note', (t) => {
  const [keyboard] = fakeKeyboards(t, 1);
  keyboard!.press(ENTER, Q);
  const { add, turn, state, synth } = looping(t);
  add(0, keyboard!.fd, NODE.kernel);
  assert.equal(state().grabbed, 0);
  keyboard!.release(ENTER);
  turn();
  assert.equal(state().grabbed, 0);
  keyboard!.release(Q);
  turn();
  assert.equal(state().grabbed, 1);
  assert.deepEqual(synth.calls, []);
  assert.deepEqual(keyboard!.stuckOnConsole(), []);
});

test('what was queued before a keyboard is played makes no note and no gap', (t) => {
  const [keyboard] = fakeKeyboards(t, 1);
  keyboard!.press(ENTER);
  keyboard!.changeClock();
  for (let stroke = 0; stroke < 100; stroke++) {
    keyboard!.press(Q);
    keyboard!.release(Q);
  }
  const { add, turn, state, synth } = looping(t);
  add(0, keyboard!.fd, NODE.kernel);
  keyboard!.release(ENTER);
  turn();
  assert.deepEqual([state().gaps, state().keyEvents, state().grabbed], [0, 1, 1]);
  assert.deepEqual(synth.calls, []);
});

test('a key pressed just before the grab plays, and the console sees it come up', (t) => {
  const [keyboard] = fakeKeyboards(t, 1);
  keyboard!.beforeGrab = () => keyboard!.press(Q);
  const { add, turn, state, synth } = looping(t);
  add(0, keyboard!.fd, NODE.kernel);
  turn();
  assert.equal(state().grabbed, 0);
  keyboard!.release(Q);
  turn();
  assert.equal(state().grabbed, 1);
  assert.deepEqual(synth.calls, ['on 0 60 100', 'off 0 60']);
  assert.deepEqual(keyboard!.stuckOnConsole(), []);
});

test('waiting for keys to come up loses none of what is played meanwhile', (t) => {
  const [keyboard] = fakeKeyboards(t, 1);
  keyboard!.press(ENTER);
  const { add, turn, synth } = looping(t);
  add(0, keyboard!.fd, NODE.kernel);
  // More than one read takes at once: to ask for the keys in between would throw the rest away.
  for (let stroke = 0; stroke < 50; stroke++) {
    keyboard!.press(Q);
    keyboard!.release(Q);
  }
  while (synth.calls.length < 100) turn();
  assert.equal(synth.calls.filter((call) => call === 'off 0 60').length, 50);
  assert.deepEqual(synth.sounding(), []);
});

test('disarmed, the kernel keeps all but the chord from us, and the console has the keyboard', (t) => {
  const { keyboard, loop, turn, state, synth } = atTheKeys(t, { armed: false });
  keyboard.press(Q);
  keyboard.release(Q);
  turn();
  assert.ok(loop.reader.records.every((word) => word === 0));
  keyboard.press(...CHORD);
  turn();
  assert.equal(state().armed, true);
  assert.equal(state().grabbed, 0);
  keyboard.release(...CHORD);
  turn();
  assert.equal(state().grabbed, 1);
  assert.deepEqual(keyboard.stuckOnConsole(), []);
  assert.deepEqual(synth.sounding(), []);
});

test('the chord disarms, and the keyboard goes back when its keys are up', (t) => {
  const { keyboard, turn, state, synth } = atTheKeys(t);
  keyboard.press(W, ...CHORD);
  turn();
  assert.equal(state().armed, false);
  assert.deepEqual(synth.sounding(), []);
  assert.equal(state().grabbed, 1);
  keyboard.repeat(CHORD[2]!);
  turn();
  keyboard.release(W, ...CHORD);
  turn();
  assert.equal(state().grabbed, 0);
  keyboard.press(E);
  turn();
  assert.deepEqual(keyboard.console, [`down ${E}`]);
  assert.deepEqual(synth.sounding(), []);
});

test('a key that sticks does not keep the keyboard: a second after disarming it goes back', (t) => {
  const play = atTheKeys(t);
  const { keyboard, order, turn, state } = play;
  keyboard.press(W);
  turn();
  order(ORDER.disarm);
  turn();
  assert.equal(state().grabbed, 1);
  aSecondLater(play);
  assert.equal(state().grabbed, 0);
  assert.equal(keyboard.grabbed, false);
});

test('arming again while the keyboard is on its way back keeps it', (t) => {
  const play = atTheKeys(t);
  const { keyboard, order, turn, state, synth } = play;
  keyboard.press(W);
  turn();
  order(ORDER.disarm);
  turn();
  order(ORDER.arm);
  turn();
  aSecondLater(play);
  assert.equal(state().grabbed, 1);
  keyboard.release(W);
  keyboard.press(Q);
  turn();
  assert.deepEqual(synth.sounding(), ['0 60']);
});

test('Esc held for a second disarms, and its repeats do not reach the console', (t) => {
  const { keyboard, turn, until, state } = atTheKeys(t);
  keyboard.press(ESC);
  turn();
  until(() => !state().armed);
  keyboard.repeat(ESC);
  keyboard.release(ESC);
  turn();
  assert.equal(state().grabbed, 0);
  assert.deepEqual(keyboard.console, []);
});

test('a keyboard that another program holds is told of, and taken once it is free', (t) => {
  const [keyboard] = fakeKeyboards(t, 1);
  keyboard!.taken = true;
  const play = looping(t);
  play.add(0, keyboard!.fd, NODE.kernel);
  assert.deepEqual([play.state().grabRefused, play.state().grabbed], [1, 0]);
  aSecondLater(play);
  assert.deepEqual([play.state().grabRefused, play.state().grabbed], [1, 0]);
  keyboard!.taken = false;
  aSecondLater(play);
  assert.deepEqual([play.state().grabRefused, play.state().grabbed], [0, 1]);
  assert.equal(play.loop.nodes.lookUs[0], Number.POSITIVE_INFINITY);
});

test('it is looked for again by itself, a second later', (t) => {
  const [keyboard] = fakeKeyboards(t, 1);
  keyboard!.taken = true;
  const { add, until, state } = looping(t);
  add(0, keyboard!.fd, NODE.kernel);
  keyboard!.taken = false;
  until(() => state().grabbed === 1);
});

test('a release that went to another program ends its note within the second', (t) => {
  const play = atTheKeys(t, { grab: false });
  const { keyboard, turn, synth } = play;
  keyboard.press(Q, W);
  turn();
  keyboard.taken = true;
  keyboard.release(Q);
  aSecondLater(play);
  assert.deepEqual(synth.sounding(), ['0 62']);
});

test('without grab the console types along and every note still ends', (t) => {
  const { keyboard, turn, state, synth } = atTheKeys(t, { grab: false });
  keyboard.press(Q);
  turn();
  keyboard.release(Q);
  turn();
  assert.equal(state().grabbed, 0);
  assert.deepEqual(synth.calls, ['on 0 60 100', 'off 0 60']);
  assert.deepEqual(keyboard.console, [`down ${Q}`, `up ${Q}`]);
});

test('the order to leave the keyboards gives them back, and to take them takes them', (t) => {
  const { keyboard, order, turn, state, synth } = atTheKeys(t);
  keyboard.press(Q);
  turn();
  order(ORDER.grab, 0);
  turn();
  keyboard.release(Q);
  turn();
  assert.equal(state().grabbed, 0);
  order(ORDER.grab, 1);
  turn();
  assert.equal(state().grabbed, 1);
  assert.deepEqual(synth.calls, ['on 0 60 100', 'off 0 60']);
});

test('after lost events what is down is what the kernel says, and the gap is counted', (t) => {
  const { keyboard, turn, state, synth } = atTheKeys(t);
  keyboard.press(Q, W);
  turn();
  keyboard.overflow(() => {
    keyboard.release(Q);
    keyboard.press(E);
  });
  turn();
  assert.deepEqual(synth.sounding(), ['0 62', '0 64']);
  assert.equal(state().gaps, 1);
  keyboard.release(W, E);
  turn();
  assert.deepEqual(synth.sounding(), []);
});

test('a key that was down and silent stays silent over lost events', (t) => {
  const [keyboard] = fakeKeyboards(t, 1);
  keyboard!.press(...CHORD);
  const { add, turn, state, synth } = looping(t);
  add(0, keyboard!.fd, NODE.kernel);
  keyboard!.overflow(() => keyboard!.press(Q));
  turn();
  assert.deepEqual(synth.sounding(), ['0 60']);
  assert.equal(state().armed, true);
});

test('a keyboard that is unplugged ends its notes and is not touched again', (t) => {
  const { keyboard, turn, state, synth, loop } = atTheKeys(t);
  keyboard.press(Q, W);
  turn();
  keyboard.unplug();
  turn();
  assert.deepEqual(synth.sounding(), []);
  assert.deepEqual([state().nodes, state().grabbed, state().grabRefused], [0, 0, 0]);
  assert.equal(loop.nodes.lookUs[0], Number.POSITIVE_INFINITY);
});

test('closing ends every note and gives every keyboard back', (t) => {
  const keyboards = fakeKeyboards(t, 3);
  const { add, turn, synth, close } = looping(t);
  keyboards.forEach((keyboard, node) => {
    add(node, keyboard.fd, NODE.kernel, node);
  });
  for (const keyboard of keyboards) keyboard.press(Q, W);
  turn();
  close();
  assert.deepEqual(synth.sounding(), []);
  assert.deepEqual(
    keyboards.map(({ grabbed }) => grabbed),
    [false, false, false],
  );
});

test('one that stands armed plays and types nothing, while the keyboard beside it types', (t) => {
  const [keyboard, macropad] = fakeKeyboards(t, 2);
  const { add, order, turn, state, synth } = looping(t, { armed: false });
  add(0, keyboard!.fd, NODE.kernel, 0);
  add(1, macropad!.fd, NODE.standing, 1);
  assert.equal(state().grabbed, 1);
  keyboard!.press(Q);
  macropad!.press(W);
  turn();
  assert.deepEqual(synth.taken(), ['on 0 62 100']);
  assert.ok(keyboard!.console.length > 0);
  assert.deepEqual(macropad!.console, []);
  keyboard!.release(Q);
  macropad!.release(W);
  turn();
  assert.deepEqual(synth.taken(), ['off 0 62']);
  for (const arms of [ORDER.arm, ORDER.disarm]) {
    macropad!.press(E);
    turn();
    order(arms);
    turn();
    // Whatever changes, no note is left, and the key has to be struck anew.
    assert.deepEqual(synth.taken(), ['on 0 64 100', 'off 0 64']);
    macropad!.release(E);
    turn();
    assert.deepEqual(synth.taken(), []);
  }
  assert.equal(state().grabbed, 1);
});

test('one that stands armed ends its notes when it is pulled out, and after lost events', (t) => {
  const [macropad] = fakeKeyboards(t, 1);
  const { add, order, turn, synth, state } = looping(t, { armed: false });
  add(0, macropad!.fd, NODE.standing);
  macropad!.press(Q);
  turn();
  order(ORDER.removeNode, 0);
  turn();
  assert.deepEqual(synth.calls, ['on 0 60 100', 'off 0 60']);
  assert.equal(state().armed, false);
});
