import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { projectFile } from '../../tests/support/program.ts';
import { METRICS } from './metric-table.ts';
import { metricsReference } from './metrics-reference.ts';

test('docs/metrics.md says what is served (if not: npm run docs)', () => {
  assert.equal(readFileSync(projectFile('docs/metrics.md'), 'utf8'), metricsReference());
});

test('every metric stands in the reference once', () => {
  const rows = metricsReference().split('\n');
  for (const { name, help } of METRICS) {
    const own = rows.filter((row) => row.startsWith(`| \`${name}\` |`));
    assert.equal(own.length, 1, name);
    assert.ok(own[0]?.includes(help), name);
  }
});
