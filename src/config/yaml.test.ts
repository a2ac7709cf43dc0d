import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { readYaml } from './yaml.ts';

const MEBIBYTE = 1024 * 1024;

test('values and names know their line and column', () => {
  const { root, placeOf, keyPlaceOf } = readYaml('# sound\naudio:\n  rows: [1,\n    22]\n');
  assert.deepEqual(root, { audio: { rows: [1, 22] } });
  assert.deepEqual(placeOf(['audio', 'rows', 1]), { line: 4, column: 5 });
  assert.deepEqual(keyPlaceOf(['audio', 'rows']), { line: 3, column: 3 });
  assert.deepEqual(placeOf(['audio', 'rows', 1, 'further']), { line: 4, column: 5 });
});

test('a name that stands twice in one section is a mistake, and the first counts', () => {
  const { root, mistakes } = readYaml('a:\n  b: 1\n  c: 2\n  b: 3\n');
  assert.deepEqual(root, { a: { b: 1, c: 2 } });
  assert.deepEqual(
    mistakes.map(({ line, column, path }) => ({ line, column, path })),
    [{ line: 4, column: 3, path: ['a', 'b'] }],
  );
  assert.match(mistakes[0]?.what ?? '', /on line 2 already/);
});

test('an alias stands for its anchor', () => {
  assert.deepEqual(readYaml('a: &x [1, 2]\nb: *x\n').root, { a: [1, 2], b: [1, 2] });
});

test('a name from the prototype of objects is a name like any other', () => {
  const { root } = readYaml('__proto__:\n  polluted: true\n');
  assert.ok(Object.hasOwn(root as object, '__proto__'));
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});

const REFUSED: Readonly<Record<string, string>> = {
  'a megabyte of brackets': '['.repeat(MEBIBYTE),
  'a megabyte of braces': '{'.repeat(MEBIBYTE),
  'a megabyte of dashes': '- '.repeat(MEBIBYTE / 2),
  'a thousand levels of indentation': Array.from(
    { length: 1000 },
    (_, depth) => `${' '.repeat(depth)}a:`,
  ).join('\n'),
  'a hundred thousand names': Array.from({ length: 100_000 }, (_, n) => `k${n}: 1`).join('\n'),
  'aliases of aliases of aliases': [
    'a0: &a0 [x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: 29 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}]`),
  ].join('\n'),
  'an alias within its own anchor': 'a: &a [*a]',
  'a quote that never ends': `"${'a\n'.repeat(MEBIBYTE / 2)}`,
  'a second document': 'a: 1\n---\nb: 2\n',
  'a tag of its own': 'a: !secret b\n',
  'a tab for indentation': 'a:\n\tb: 1\n',
  'a list as a name': '? [a]\n: b\n',
};

for (const [name, text] of Object.entries(REFUSED)) {
  test(`${name} is refused with its line`, () => {
    const { root, mistakes } = readYaml(text);
    assert.equal(root, undefined);
    assert.ok(mistakes.length > 0 && mistakes.length <= 20);
    for (const each of mistakes) assert.ok(each.line >= 1 && each.column >= 1 && each.what !== '');
  });
}

test('what YAML writes is read as it was', () => {
  const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  const names = fc.stringMatching(/^[a-z_]{1,12}$/);
  const section = fc.dictionary(names, fc.oneof(scalar, fc.array(scalar, { maxLength: 5 })));
  fc.assert(
    fc.property(fc.dictionary(names, section), (tree) => {
      const plain = JSON.parse(JSON.stringify(tree));
      assert.deepEqual(readYaml(stringify(plain)).root, plain);
    }),
  );
});

test('any text at all is read or refused', () => {
  const pieces = fc.constantFrom(
    'a',
    ':',
    ' ',
    '\n',
    '- ',
    '[',
    ']',
    '{',
    '}',
    '&a',
    '*a',
    '"',
    '|',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const { root, mistakes } = readYaml(parts.join(''));
      assert.ok(root !== undefined || mistakes.length > 0);
    }),
    { numRuns: 500 },
  );
});
