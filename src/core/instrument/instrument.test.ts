import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INSTRUMENT, playing } from '../../../tests/support/playing.ts';
import { scriptedSynth } from '../../../tests/support/scripted-synth.ts';
import { KEY } from '../keys/key-codes.ts';
import { setLayout, setOctave, setProgram, setTranspose, setVelocity } from './adjust.ts';
import { createInstrument, endNotes, introduce, panic } from './instrument.ts';
import { choosePreset } from './preset-choice.ts';

/** Presses and releases keys one after the other; answers what the synth was told. */
function tap(changes: Parameters<typeof playing>[0], ...keys: readonly number[]): string[] {
  const { down, up, synth } = playing(changes);
  for (const key of keys) {
    down(key);
    up(key);
  }
  return synth.taken();
}

const Q = KEY.KEY_Q;

test('a key sounds the note of its place', () => {
  assert.deepEqual(tap({}, Q, KEY.KEY_Z), ['on 0 60 100', 'off 0 60', 'on 0 48 100', 'off 0 48']);
  assert.deepEqual(tap({ channel: 9 }, Q), ['on 9 60 100', 'off 9 60']);
});

test('a fresh synth is told the program', () => {
  const synth = scriptedSynth();
  introduce(createInstrument({ ...INSTRUMENT, bank: 128, program: 25 }), synth);
  assert.deepEqual(synth.calls, ['program 0 128 25']);
});

test('arrows, and minus and equal, move the octave, from 0 to 8', () => {
  assert.deepEqual(tap({}, KEY.KEY_RIGHT, Q).at(-1), 'off 0 72');
  assert.deepEqual(tap({}, KEY.KEY_MINUS, Q).at(-1), 'off 0 48');
  const { player, down, up } = playing();
  for (let turn = 0; turn < 20; turn++) {
    down(KEY.KEY_EQUAL);
    up(KEY.KEY_EQUAL);
  }
  assert.equal(player.instrument.octave, 8);
});

test('Home and End transpose by a semitone, up to twelve', () => {
  assert.deepEqual(tap({}, KEY.KEY_HOME, Q).at(-1), 'off 0 61');
  const { player } = playing();
  setTranspose(player.instrument, 40);
  assert.equal(player.instrument.transpose, 12);
});

test('a held note ends as the note it began, whatever is set meanwhile', () => {
  const { player, synth, down, up } = playing();
  down(Q);
  down(KEY.KEY_RIGHT);
  down(KEY.KEY_HOME);
  setLayout(player.instrument, 1);
  setProgram(player.instrument, synth, 0, 40);
  up(Q);
  assert.deepEqual(synth.calls, ['on 0 60 100', 'program 0 0 40', 'off 0 60']);
});

test('programs step around from 127 to 0', () => {
  assert.deepEqual(tap({}, KEY.KEY_PAGEDOWN, KEY.KEY_PAGEUP), ['program 0 0 127', 'program 0 0 0']);
});

test('F1 to F12 choose the presets', () => {
  assert.deepEqual(tap({}, KEY.KEY_F2, KEY.KEY_F12), ['program 0 0 4', 'program 0 0 99']);
});

test('while Tab is held the digits are presets, and notes again afterwards', () => {
  const { synth, down, up } = playing();
  down(KEY.KEY_TAB);
  down(KEY.KEY_2);
  up(KEY.KEY_2);
  down(KEY.KEY_EQUAL);
  up(KEY.KEY_TAB);
  down(KEY.KEY_2);
  assert.deepEqual(synth.calls, ['program 0 0 4', 'program 0 0 99', 'on 0 61 100']);
});

test('a preset brings its octave, transpose and velocity only if it has them', () => {
  const presets = [
    { name: 'Plain', program: 1, bank: 0 },
    { name: 'Bass', program: 32, bank: 0, octave: 2, transpose: -3, velocity: 90 },
  ];
  const { player, synth } = playing({ presets, octave: 6 });
  choosePreset(player.instrument, synth, 0);
  assert.equal(player.instrument.octave, 6);
  choosePreset(player.instrument, synth, 1);
  const { octave, transpose, velocity, preset } = player.instrument;
  assert.deepEqual([octave, transpose, velocity.fixed, preset], [2, -3, 90, 1]);
  choosePreset(player.instrument, synth, 2);
  assert.equal(player.instrument.preset, 1);
});

test('the preset in use is known from the start, and lost when the program changes by hand', () => {
  const { player, down } = playing({ program: 16 });
  assert.equal(player.instrument.preset, 2);
  down(KEY.KEY_PAGEUP);
  assert.equal(player.instrument.preset, -1);
});

test('Shift accents and Ctrl softens while held, on whichever side', () => {
  const { player, down, up } = playing();
  const struck = (key: number) => {
    down(key);
    up(key);
    return player.instrument.lastVelocity;
  };
  down(KEY.KEY_LEFTSHIFT);
  down(KEY.KEY_RIGHTSHIFT);
  up(KEY.KEY_LEFTSHIFT);
  assert.equal(struck(Q), 120);
  up(KEY.KEY_RIGHTSHIFT);
  assert.equal(struck(Q), 100);
  down(KEY.KEY_RIGHTCTRL);
  assert.equal(struck(Q), 70);
});

test('Up and Down step the velocity, which an order sets anew', () => {
  const { player, down, up } = playing();
  for (const key of [KEY.KEY_DOWN, KEY.KEY_DOWN, KEY.KEY_UP, Q]) {
    down(key);
    up(key);
  }
  assert.equal(player.instrument.lastVelocity, 90);
  setVelocity(player.instrument, 64);
  down(Q);
  assert.equal(player.instrument.lastVelocity, 64);
});

test('Space is the pedal, and stays down while either keyboard holds it', () => {
  const { player, synth, down, up } = playing();
  player.held.deviceOf[1] = 1;
  down(KEY.KEY_SPACE, 0, 0);
  down(KEY.KEY_SPACE, 1e6, 1);
  up(KEY.KEY_SPACE, 2e6, 0);
  assert.deepEqual(synth.taken(), ['control 0 64 127']);
  up(KEY.KEY_SPACE, 3e6, 1);
  assert.deepEqual(synth.taken(), ['control 0 64 0']);
});

test('notes that are ended from outside end sustained or not, and the pedal stays as it is', () => {
  const { player, synth, down, up } = playing();
  down(KEY.KEY_SPACE);
  down(Q);
  up(Q);
  down(KEY.KEY_W);
  synth.taken();
  endNotes(player.instrument, synth);
  assert.deepEqual(synth.taken(), ['off 0 62', 'control 0 64 0', 'control 0 64 127']);
  up(KEY.KEY_W);
  down(KEY.KEY_W);
  up(KEY.KEY_SPACE);
  assert.deepEqual(synth.taken(), ['on 0 62 100', 'control 0 64 0']);
});

test('panic ends every note, rests every controller and cuts the voices', () => {
  const { player, synth, down, up } = playing();
  down(Q);
  down(KEY.KEY_SPACE);
  synth.taken();
  panic(player.instrument, synth);
  assert.deepEqual(synth.taken(), [
    'off 0 60',
    'control 0 64 0',
    'control 0 64 0',
    'control 0 123 0',
    'control 0 120 0',
    'control 0 121 0',
    'bend 0 8192',
    'sound-off 0',
  ]);
  up(Q);
  up(KEY.KEY_SPACE);
  assert.deepEqual(synth.taken(), []);
});

test('what does not exist is not set', () => {
  const { player } = playing();
  setLayout(player.instrument, 99);
  assert.equal(player.instrument.layout, 0);
  setOctave(player.instrument, -5);
  assert.equal(player.instrument.octave, 0);
  setVelocity(player.instrument, 500);
  assert.equal(player.instrument.velocity.fixed, 127);
});

test('whatever a screen would show raises the revision', () => {
  const { player, down } = playing();
  let before = player.instrument.revision;
  for (const key of [KEY.KEY_RIGHT, KEY.KEY_HOME, KEY.KEY_PAGEUP, KEY.KEY_UP, KEY.KEY_SPACE]) {
    down(key);
    assert.ok(player.instrument.revision > before);
    before = player.instrument.revision;
  }
});
