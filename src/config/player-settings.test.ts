import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_KEY } from '../core/instrument/arming.ts';
import { createPlayer } from '../core/instrument/player.ts';
import { KEY } from '../core/keys/key-codes.ts';
import { scaleName } from '../core/music/scale.ts';
import type { Synth } from '../core/synth.ts';
import { loadConfig } from './load.ts';
import { playerSettings } from './player-settings.ts';

test('the configuration becomes a player that is set to it', () => {
  const { config } = loadConfig({
    flags: {
      'keyboard.layout': 'mine',
      'keyboard.own_layouts': '[{name: mine, keys: {q: C4, key_w: 63}}]',
      'keyboard.numpad': 'drums',
      'keyboard.octave': '6',
      'keyboard.arming_chord': 'leftmeta, f12',
      'velocity.source': 'position',
      'velocity.rows': '10, 20, 30',
      'scale.mode': 'filter',
      'scale.root': 'Eb',
      'scale.name': 'my own',
      'scale.own': '[{name: My own, steps: [0, 1, 6]}]',
      presets: '[{name: Lead, program: 81, octave: 5}]',
    },
    env: {},
    home: '/nowhere',
    systemFile: '/nowhere/config.yaml',
  });
  const settings = playerSettings(config, true);
  const { instrument, arming } = createPlayer(settings, {} as Synth);
  assert.equal(instrument.layouts[instrument.layout]?.name, 'mine');
  const { notes } = instrument.keymap;
  assert.deepEqual([notes[KEY.KEY_Q], notes[KEY.KEY_W], notes[KEY.KEY_KP0]], [-1, 87, 36]);
  assert.equal(instrument.octave, 6);
  assert.equal(instrument.velocity.source, 'position');
  assert.deepEqual([...instrument.velocity.rows], [10, 20, 30]);
  assert.deepEqual(settings.instrument.presets, [
    { name: 'Lead', program: 81, bank: 0, octave: 5 },
  ]);
  assert.equal(scaleName(instrument.scale), 'Eb My own');
  assert.equal(instrument.scale.mode, 'filter');
  assert.deepEqual([...arming.chord.subarray(0, 3)], [KEY.KEY_LEFTMETA, KEY.KEY_F12, NO_KEY]);
  assert.equal(arming.armed, true);
});
