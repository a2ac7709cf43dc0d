import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { projectFile } from '../support/program.ts';

const COVERED = {
  monitoring: 'docs/operations.md',
  'configuration management': 'docs/configuration.md',
  operations: 'docs/logs.md',
};

test('the first page leads to what covers deploying, monitoring, configuring and operating', () => {
  const readme = readFileSync(projectFile('README.md'), 'utf8');
  for (const [what, page] of Object.entries({ ...COVERED, deviations: 'docs/deviations.md' })) {
    assert.ok(readme.includes(`(${page})`), `${what}: ${page}`);
  }
});
