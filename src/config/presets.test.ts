import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LAYOUTS } from '../core/keys/layouts.ts';
import { loadConfig } from './load.ts';
import { presetsOf, readPresets } from './presets.ts';

function configured(presets: string, more: Record<string, string> = {}) {
  const { config } = loadConfig({
    ...{ flags: { presets, ...more }, env: {}, home: '/nowhere', systemFile: '/nowhere/c.yaml' },
  });
  return config.presets;
}

function named(presets: string): (string | undefined)[] {
  return presetsOf(configured(presets), LAYOUTS).map((preset) => preset?.name);
}

test('a list replaces the twelve', () => {
  assert.deepEqual(named('[{name: A, program: 1}, {name: B, program: 2}]'), ['A', 'B']);
});

test('a list that begins with a number adds to the twelve and replaces where it stands', () => {
  const names = named('[{name: A, program: 1, number: 2}, {name: B, program: 2, number: 14}]');
  assert.equal(names.length, 14);
  assert.deepEqual(names.slice(0, 3), ['Grand Piano', 'A', 'Drawbar Organ']);
  assert.deepEqual(names.slice(11), ['Atmosphere', undefined, 'B']);
});

test('one without a number follows the one before it', () => {
  const names = named('[{name: A, program: 1, number: 13}, {name: B, program: 2}]');
  assert.deepEqual(names.slice(12), ['A', 'B']);
});

test('names of layouts and modes become their numbers', () => {
  const [preset] = presetsOf(
    configured('[{name: A, program: 1, layout: janko, mode: legato, level: 90}]'),
    LAYOUTS,
  );
  const layout = LAYOUTS.findIndex(({ name }) => name === 'janko');
  assert.deepEqual(preset, { name: 'A', program: 1, bank: 0, layout, mode: 2, level: 90 });
});

test('one that was saved takes the place of its name, or the one after the last', () => {
  const saved = [
    { name: 'flute', program: 74, bank: 0 },
    { name: 'Mine', program: 5, bank: 0 },
  ];
  const presets = presetsOf(
    configured('[{name: Flute, program: 73}, {name: B, program: 2}]'),
    [],
    saved,
  );
  assert.deepEqual(
    presets.map((preset) => [preset?.name, preset?.program]),
    [
      ['flute', 74],
      ['B', 2],
      ['Mine', 5],
    ],
  );
});

test('a layout that is none is told of where it stands, and one’s own is one', () => {
  const preset = '[{name: A, program: 1, layout: jankoo}]';
  assert.throws(
    () => configured(preset),
    /presets\[0\]\.layout\)?: .*"jankoo".*Did you mean janko\?/s,
  );
  const own = '[{name: jankoo, keys: {Q: C4}}]';
  assert.equal(configured(preset, { 'keyboard.own_layouts': own })[0]?.layout, 'jankoo');
});

test('what was saved is read only if all of it is presets', () => {
  assert.deepEqual(readPresets([{ name: 'A', program: 1 }]), [{ name: 'A', program: 1, bank: 0 }]);
  assert.equal(readPresets([{ name: 'A', program: 128 }]), undefined);
  assert.equal(readPresets({}), undefined);
});
