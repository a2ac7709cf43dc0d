import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { projectFile } from '../support/program.ts';

const LINKS = ['wiki', 'issues', 'discussions'].map(
  (name) => `https://github.com/ALH477/fw16-synth/${name}`,
);

test('the README says where to ask', () => {
  const readme = readFileSync(projectFile('README.md'), 'utf8');
  for (const link of LINKS) assert.ok(readme.includes(`(${link})`), link);
});
