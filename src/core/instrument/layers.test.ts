import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { INSTRUMENT, playing } from '../../../tests/support/playing.ts';
import { scriptedSynth } from '../../../tests/support/scripted-synth.ts';
import { moment } from '../event.ts';
import { KEY } from '../keys/key-codes.ts';
import { setLayer, setLayersOf, setMode } from './adjust.ts';
import { VOICE_MODES } from './glide.ts';
import { keyHolder, midiHolder } from './holders.ts';
import { createInstrument, introduce, PLAIN_LAYER, panic } from './instrument.ts';
import type { LayerSettings } from './layers.ts';
import { beginNote, endNote, midiSource } from './notes.ts';

const [Q, Z] = [KEY.KEY_Q, KEY.KEY_Z];

function layer(changes: Partial<LayerSettings>): LayerSettings {
  return { ...PLAIN_LAYER, ...changes };
}

const PIANO = layer({ channel: 0 });
const STRINGS = layer({ channel: 1, program: 48, level: 70, transpose: 12 });

test('a key sounds on every layer, and ends on every one', () => {
  const { down, up, synth } = playing({ layers: [PIANO, STRINGS] });
  down(Q);
  up(Q);
  assert.deepEqual(synth.calls, ['on 0 60 100', 'on 1 72 100', 'off 0 60', 'off 1 72']);
});

test('a split gives low notes to one layer and high notes to another', () => {
  const { down, synth } = playing({
    layers: [layer({ channel: 0, low: 60 }), layer({ channel: 1, high: 59 })],
  });
  down(Q);
  down(Z);
  assert.deepEqual(synth.calls, ['on 0 60 100', 'on 1 48 100']);
});

test('a layer plays the velocities of its window alone', () => {
  const { player, synth } = playing({
    layers: [layer({ channel: 0, loudest: 79 }), layer({ channel: 1, softest: 80 })],
  });
  const play = (velocity: number) =>
    beginNote(player.instrument, synth, keyHolder(0, Q), 60, velocity, moment(0));
  play(79);
  play(80);
  assert.deepEqual(synth.calls, ['on 0 60 79', 'off 0 60', 'on 1 60 80']);
});

test('a layer turned off under a held key ends its note with the key', () => {
  const { player, down, up, synth } = playing({ layers: [PIANO, STRINGS] });
  down(Q);
  setLayer(player.instrument, 1, false);
  down(Z);
  assert.deepEqual(synth.sounding(), ['0 48', '0 60', '1 72']);
  up(Q);
  assert.deepEqual(synth.sounding(), ['0 48']);
  setLayer(player.instrument, 1, true);
  up(Z);
  assert.deepEqual(synth.sounding(), []);
  assert.deepEqual(synth.faults, []);
});

test('a note that a transpose takes beyond MIDI is silent on that layer', () => {
  const { player, synth } = playing({ layers: [PIANO, layer({ channel: 1, transpose: 48 })] });
  beginNote(player.instrument, synth, keyHolder(0, Q), 100, 90, moment(0));
  assert.deepEqual(synth.sounding(), ['0 100']);
});

test('a keyboard and a MIDI input play the layers that are theirs', () => {
  const { player, down, synth } = playing({ layers: [PIANO, layer({ channel: 9, bank: 128 })] });
  setLayersOf(player.instrument, 0, 0b01);
  setLayersOf(player.instrument, midiSource(2), 0b10);
  down(Q);
  assert.deepEqual(synth.taken(), ['on 0 60 100']);
  beginNote(player.instrument, synth, midiHolder(2, 5, 38), 38, 90, moment(0));
  assert.deepEqual(synth.taken(), ['on 9 38 90']);
  endNote(player.instrument, synth, midiHolder(2, 5, 38), moment(0));
  assert.deepEqual(synth.taken(), ['off 9 38']);
});

test('a fresh synth is told of every layer, and after a panic of what that reset', () => {
  const { player } = playing({ layers: [PIANO, layer({ ...STRINGS, mode: 2, glideMs: 300 })] });
  const synth = scriptedSynth();
  introduce(player.instrument, synth);
  const strings = ['control 1 7 70', 'control 1 68 127', 'control 1 37 44', 'control 1 5 2'];
  assert.deepEqual(synth.taken(), ['program 0 0 0', 'program 1 0 48', ...strings]);
  panic(player.instrument, synth);
  assert.deepEqual(synth.taken().slice(-4), strings);
});

test('the pedal is under every layer, and a program changes the first', () => {
  const { down, synth } = playing({ layers: [PIANO, STRINGS] });
  down(KEY.KEY_SPACE);
  down(KEY.KEY_PAGEUP);
  assert.deepEqual(synth.calls, ['control 0 64 127', 'control 1 64 127', 'program 0 0 1']);
});

test('four layers are played and no more', () => {
  const { layers } = createInstrument({
    ...INSTRUMENT,
    layers: Array.from({ length: 9 }, (_, channel) => layer({ channel })),
  });
  assert.equal(layers.length, 4);
});

test('whatever is pressed and switched, nothing sounds when all keys are up', () => {
  const keys = [Q, Z, KEY.KEY_W, KEY.KEY_COMMA];
  const action = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.constantFrom('down', 'up'), fc.constantFrom(...keys)) },
    fc.tuple(fc.constant('layer'), fc.nat(3)),
    fc.tuple(fc.constant('mode'), fc.nat(VOICE_MODES.length - 1)),
    fc.tuple(fc.constant('collision'), fc.nat(3)),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 100 }), (actions) => {
      const { player, down, up, synth } = playing({
        layers: [PIANO, layer({ channel: 0, mode: 1, priority: 1 }), STRINGS],
      });
      const { instrument } = player;
      for (const [what, number] of actions) {
        if (what === 'down') down(number);
        else if (what === 'up') up(number);
        else if (what === 'mode') setMode(instrument, synth, number);
        else if (what === 'collision') instrument.collision = number;
        else setLayer(instrument, number, !instrument.layers[number]?.on);
      }
      for (const key of keys) up(key);
      assert.deepEqual(synth.sounding(), []);
      assert.deepEqual(synth.faults, []);
    }),
  );
});
