import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playing } from '../../../tests/support/playing.ts';
import { KEY } from '../keys/key-codes.ts';
import { setMode } from './adjust.ts';
import { PLAIN_LAYER, panic } from './instrument.ts';
import { TWELVE_PRESETS } from './preset.ts';
import { choosePreset } from './preset-choice.ts';

const PLAIN = { name: 'Plain', program: 1, bank: 0 };

test('a preset brings its layout, level and effects; one without goes back to how it began', () => {
  const full = { ...PLAIN, program: 2, layout: 1, level: 80, reverb: 50, chorus: 20 };
  const { player, synth } = playing({
    presets: [PLAIN, full],
    layers: [{ ...PLAIN_LAYER, level: 90 }],
  });
  const { instrument } = player;
  choosePreset(instrument, synth, 1);
  assert.deepEqual(synth.taken(), [
    'program 0 0 2',
    'control 0 7 80',
    'control 0 91 50',
    'control 0 93 20',
  ]);
  assert.equal(instrument.layout, 1);
  choosePreset(instrument, synth, 0);
  assert.deepEqual(synth.taken(), [
    'program 0 0 1',
    'control 0 7 90',
    'control 0 91 0',
    'control 0 93 0',
  ]);
  assert.equal(instrument.layout, 1);
  choosePreset(instrument, synth, 0);
  assert.deepEqual(synth.taken(), ['program 0 0 1']);
});

test('panic leaves the level and the effects of a preset', () => {
  const { player, synth } = playing({ presets: [{ ...PLAIN, level: 80, reverb: 50 }] });
  choosePreset(player.instrument, synth, 0);
  synth.taken();
  panic(player.instrument, synth);
  assert.deepEqual(synth.taken().slice(-2), ['control 0 7 80', 'control 0 91 50']);
});

test('no preset ends a note that is held, not even one of another voice mode', () => {
  const presets = [0, 1, 2].map((mode) => ({ ...PLAIN, mode, octave: 2 + mode, transpose: mode }));
  const { player, synth, down, up } = playing({ presets });
  setMode(player.instrument, synth, 1);
  down(KEY.KEY_Q);
  for (const preset of [2, 0, 1, 0]) {
    choosePreset(player.instrument, synth, preset);
    assert.deepEqual(synth.sounding(), ['0 60']);
  }
  down(KEY.KEY_Z);
  assert.deepEqual(synth.sounding(), ['0 24', '0 60']);
  up(KEY.KEY_Q);
  assert.deepEqual(synth.sounding(), ['0 24']);
  up(KEY.KEY_Z);
  assert.deepEqual(synth.sounding(), []);
  assert.deepEqual(synth.faults, []);
});

test('Tab with PgUp and PgDn turn to the twelve that there are, and the sound stays', () => {
  const presets = [...TWELVE_PRESETS, ...Array.from({ length: 12 }), PLAIN, PLAIN];
  const { player, synth, down, up } = playing({ presets: presets as (typeof PLAIN)[] });
  const { instrument } = player;
  const turn = (key: number) => {
    down(KEY.KEY_TAB);
    down(key);
    up(key);
    up(KEY.KEY_TAB);
  };
  turn(KEY.KEY_PAGEUP);
  assert.deepEqual([instrument.presetBank, synth.taken()], [2, []]);
  down(KEY.KEY_F2);
  assert.equal(instrument.preset, 25);
  down(KEY.KEY_F3);
  assert.equal(instrument.preset, 25);
  turn(KEY.KEY_PAGEUP);
  assert.equal(instrument.presetBank, 0);
  turn(KEY.KEY_PAGEDOWN);
  assert.equal(instrument.presetBank, 2);
  choosePreset(instrument, synth, 3);
  assert.equal(instrument.presetBank, 0);
});

test('Tab with brackets, comma and dot, F and G move the level, the reverb and the chorus', () => {
  const { synth, down, up } = playing();
  down(KEY.KEY_TAB);
  for (const key of [
    ...[KEY.KEY_LEFTBRACE, KEY.KEY_RIGHTBRACE, KEY.KEY_DOT, KEY.KEY_DOT],
    ...[KEY.KEY_COMMA, KEY.KEY_F, KEY.KEY_G],
  ]) {
    down(key);
    up(key);
  }
  assert.deepEqual(synth.calls, [
    'control 0 7 92',
    'control 0 7 100',
    'control 0 91 8',
    'control 0 91 16',
    'control 0 91 8',
    'control 0 93 0',
    'control 0 93 8',
  ]);
});
