import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { prometheusMissing, promtool } from '../support/promtool.ts';
import { SAMPLE_PROMETHEUS } from './sample-monitoring.ts';

test('15 s for all and 5 s for fw16-synth are a valid configuration', {
  skip: prometheusMissing(),
}, () => {
  const { global, scrape_configs } = parse(SAMPLE_PROMETHEUS);
  assert.equal(global.scrape_interval, '15s');
  assert.equal(scrape_configs[0].scrape_interval, '5s');
  const folder = mkdtempSync(join(tmpdir(), 'fw16-guide-'));
  try {
    writeFileSync(join(folder, 'prometheus.yml'), SAMPLE_PROMETHEUS);
    const { exit, said } = promtool(['check', 'config', join(folder, 'prometheus.yml')]);
    assert.equal(exit, 0, said);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
