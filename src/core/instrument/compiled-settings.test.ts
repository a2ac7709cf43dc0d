import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INSTRUMENT, PLAYER, playing, VELOCITY } from '../../../tests/support/playing.ts';
import { KEY } from '../keys/key-codes.ts';
import { adoptSettings, COMPILED_WORDS, compileSettings } from './compiled-settings.ts';
import type { InstrumentSettings } from './instrument.ts';
import type { PlayerSettings } from './player.ts';
import { createPlayer } from './player.ts';

function settings(
  instrument: Partial<InstrumentSettings>,
  armingChord = PLAYER.armingChord,
): PlayerSettings {
  return { ...PLAYER, armingChord, instrument: { ...INSTRUMENT, ...instrument } };
}

function compiled(of: PlayerSettings): Int16Array {
  const words = new Int16Array(COMPILED_WORDS);
  compileSettings(words, of);
  return words;
}

const OTHER = settings(
  {
    velocity: {
      ...{ source: 'position', fixed: 100, min: 20, max: 90, curve: 'soft', rows: [1, 2, 3] },
      ...{ accent: 5, soft: 6 },
    },
    presets: [{ name: 'Lead', program: 81, bank: 300, transpose: -12, velocity: 127 }],
  },
  [KEY.KEY_F11, KEY.KEY_F12],
);

test('a player that took settings over is one that was made with them', () => {
  const { player } = playing();
  adoptSettings(player, compiled(OTHER));
  const made = createPlayer(OTHER, player.synth);
  assert.deepEqual(player.arming, { ...made.arming, armed: true });
  assert.deepEqual(player.instrument.velocity, made.instrument.velocity);
  assert.deepEqual(player.instrument.presets, made.instrument.presets);
  adoptSettings(player, compiled(PLAYER));
  assert.deepEqual(player.instrument.velocity, playing().player.instrument.velocity);
});

test('what sounds goes on, and what hands had set stays', () => {
  const { player, synth, down, up } = playing();
  down(KEY.KEY_UP);
  down(KEY.KEY_RIGHT);
  down(KEY.KEY_Q);
  synth.taken();
  adoptSettings(player, compiled(OTHER));
  assert.deepEqual(synth.taken(), []);
  const { octave, velocity } = player.instrument;
  assert.deepEqual([octave, velocity.offset], [5, 10]);
  up(KEY.KEY_Q);
  assert.deepEqual(synth.taken(), ['off 0 72']);
});

test('the chosen preset stays chosen while it is the same sound', () => {
  const { player, down } = playing();
  down(KEY.KEY_F3);
  adoptSettings(player, compiled(settings({ velocity: { ...VELOCITY, accent: 1 } })));
  assert.equal(player.instrument.preset, 2);
  adoptSettings(player, compiled(OTHER));
  assert.equal(player.instrument.preset, -1);
});

test('with another chord the keys of the one before count as up', () => {
  const { player, down } = playing({ armed: false });
  down(KEY.KEY_LEFTCTRL);
  adoptSettings(player, compiled(settings({}, [KEY.KEY_F11, KEY.KEY_F12])));
  down(KEY.KEY_F11);
  assert.equal(player.arming.armed, false);
  down(KEY.KEY_F12);
  assert.equal(player.arming.armed, true);
});
