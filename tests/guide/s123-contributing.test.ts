import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { projectFile } from '../support/program.ts';

test('CONTRIBUTING.md is there, says how to begin, and the README leads to it', () => {
  assert.match(readFileSync(projectFile('CONTRIBUTING.md'), 'utf8'), /^\.\/check$/m);
  assert.match(readFileSync(projectFile('README.md'), 'utf8'), /\]\(CONTRIBUTING\.md\)/);
});
