import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SETTINGS, schema } from './schema.ts';
import { valueAt } from './source.ts';
import { defaultSoundfontSource, environmentSource, flagSource } from './text-source.ts';

test('every setting has a variable that takes its default as text', () => {
  const defaults = schema.parse({});
  for (const { path, variables } of SETTINGS.values()) {
    const value = valueAt(defaults, path);
    if (value === undefined || value === '') continue;
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    for (const variable of variables) {
      const { tree, mistakes } = environmentSource({ [variable]: text });
      assert.deepEqual(mistakes, []);
      assert.deepEqual(valueAt(schema.parse(tree), path), value, variable);
    }
  }
});

test('text becomes what the setting takes', () => {
  const { tree } = environmentSource({
    FW16_SYNTH_AUDIO_GAIN_DB: '-3.5',
    FW16_SYNTH_AUDIO_REVERB: 'Off',
    FW16_SYNTH_AUDIO_SOUNDFONT: '42',
    FW16_SYNTH_KEYBOARD_ARMING_CHORD: 'LEFTMETA, 1',
    FW16_SYNTH_VELOCITY_ROWS: '10,20,30',
    FW16_SYNTH_VELOCITY_CURVE: 'soft',
    FW16_SYNTH_DEVICES_KEYBOARDS: '32ac:0012, macropad',
    FW16_SYNTH_PRESETS: '[{name: Lead, program: 81}]',
  });
  assert.deepEqual(tree, {
    audio: { gain_db: -3.5, reverb: false, soundfont: '42' },
    keyboard: { arming_chord: ['LEFTMETA', '1'] },
    velocity: { rows: [10, 20, 30], curve: 'soft' },
    devices: { keyboards: ['32ac:0012', 'macropad'] },
    presets: [{ name: 'Lead', program: 81 }],
  });
});

test('text that is no such value is kept, for the error to show', () => {
  const { tree } = environmentSource({ FW16_SYNTH_AUDIO_BUFFER_SIZE: '64 frames' });
  assert.deepEqual(tree, { audio: { buffer_size: '64 frames' } });
});

test('an unknown variable is a mistake that names the nearest', () => {
  const { mistakes } = environmentSource({ FW16_SYNTH_AUDIO_DIRVER: 'jack', OTHER: 'x' });
  assert.deepEqual(
    mistakes.map(({ where, remedy }) => [where, remedy]),
    [['FW16_SYNTH_AUDIO_DIRVER', 'Did you mean FW16_SYNTH_AUDIO_DRIVER?']],
  );
});

test('two variables for one setting may agree and may not differ', () => {
  const both = (octave: string) =>
    environmentSource({ FW16_SYNTH_BASE_OCTAVE: '3', FW16_SYNTH_KEYBOARD_OCTAVE: octave });
  assert.deepEqual(both('3').mistakes, []);
  assert.match(both('4').mistakes[0]?.what ?? '', /FW16_SYNTH_BASE_OCTAVE says "3"/);
});

test('a variable that is set to nothing is unset', () => {
  const { tree, mistakes } = environmentSource({
    FW16_SYNTH_AUDIO_DRIVER: '',
    FW16_SYNTH_NONE: '',
  });
  assert.deepEqual([tree, mistakes], [{}, []]);
  assert.deepEqual(defaultSoundfontSource({ DEFAULT_SOUNDFONT: '' }).tree, {});
});

test('a flag is named as it was spelled', () => {
  const { placeOf, mistakes } = flagSource(
    { 'audio.driver': 'jack', 'audio.dirver': 'jack' },
    { 'audio.driver': '--driver' },
  );
  assert.equal(placeOf(['audio', 'driver']).where, '--driver');
  assert.equal(mistakes[0]?.remedy, 'Did you mean audio.driver?');
});
