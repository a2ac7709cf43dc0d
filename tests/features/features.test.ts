import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { projectFile } from '../support/program.ts';
import { FEATURES } from './features.ts';
import { featuresPage, PAGE, testNamed } from './page.ts';

test('every feature of the list has its row, in order and once', () => {
  const numbered = (letter: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
  assert.deepEqual(
    FEATURES.map(({ row }) => row),
    [...numbered('B', 29), ...numbered('C', 14)],
  );
});

test('every test that is named is there', () => {
  const missing = FEATURES.flatMap(({ row, tests }) =>
    tests
      .filter((proof) => testNamed(proof) === undefined)
      .map(([file, part]) => `${row} ${file}: ${part ?? 'its first line'}`),
  );
  assert.deepEqual(missing, []);
});

test('a feature that nothing plays is said to be to come', () => {
  const unproven = FEATURES.filter(
    ({ tests, toCome }) => tests.length === 0 && toCome === undefined,
  );
  assert.deepEqual(unproven, []);
});

test('docs/features.md says what the list says (if not: npm run docs)', () => {
  assert.equal(readFileSync(projectFile(PAGE), 'utf8'), featuresPage());
});
