import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TWELVE_PRESETS } from '../core/instrument/preset.ts';
import { schemaAt } from './allowed.ts';
import { jsonSchema } from './json-schema.ts';
import { SETTINGS, schema } from './schema.ts';
import { keyOf, valueAt } from './source.ts';

const DEFAULTS = schema.parse({});
const WHOLE = jsonSchema();

test('nothing at all is a whole configuration', () => {
  assert.equal(DEFAULTS.audio.buffer_size, 64);
  assert.equal(DEFAULTS.keyboard.layout, 'tracker');
  assert.deepEqual(DEFAULTS.presets, TWELVE_PRESETS);
});

test('every default is allowed where it stands', () => {
  assert.deepEqual(schema.parse(DEFAULTS), DEFAULTS);
});

test('every setting has a meaning, a variable of its own and a default or none', () => {
  const variables = [...SETTINGS.values()].flatMap((each) => each.variables);
  assert.equal(new Set(variables).size, variables.length);
  for (const { key, means, path } of SETTINGS.values()) {
    assert.match(means, /^[A-Z`].*\.$/s, key);
    assert.equal(key, keyOf(path));
    assert.deepEqual(schemaAt(WHOLE, path)?.default, valueAt(DEFAULTS, path), key);
  }
});

test('a number is taken within its range and refused beyond, ends included', () => {
  for (const { key, path } of SETTINGS.values()) {
    const { minimum, maximum } = schemaAt(WHOLE, path) ?? {};
    if (minimum === undefined || maximum === undefined) continue;
    const [section = '', name = ''] = path;
    // What two settings have to do with each other is another matter.
    const takes = (value: number) =>
      schema
        .safeParse({ [section]: { [name]: value } })
        .error?.issues.every(({ code }) => code === 'custom') ?? true;
    assert.deepEqual([takes(minimum), takes(maximum)], [true, true], key);
    assert.deepEqual(
      [takes(minimum - 1), takes(maximum + 1), takes(Number.NaN)],
      [false, false, false],
    );
  }
});

test('the arming chord takes keys by any of their spellings, each once', () => {
  const takes = (chord: unknown) => schema.safeParse({ keyboard: { arming_chord: chord } }).success;
  assert.ok(takes(['leftctrl', 'KEY_F12']));
  assert.ok(!takes(['SPACE', 'KEY_SPACE']));
  assert.ok(!takes(['SPACE']));
  assert.ok(!takes(['SPACE', 'HYPER']));
});

test('points of a curve are taken exactly when they rise and never fall', () => {
  const point = fc.tuple(fc.integer({ min: 0, max: 127 }), fc.integer({ min: 0, max: 127 }));
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 4 }), (points) => {
      const rises = points.every(([x, y], index) => {
        const before = points[index - 1];
        return before === undefined || (x > before[0] && y >= before[1]);
      });
      assert.equal(schema.safeParse({ velocity: { curve: points } }).success, rises);
    }),
  );
});
