import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { serve } from '../support/http.ts';
import { projectFile } from '../support/program.ts';
import { Prometheus } from '../support/prometheus.ts';
import { prometheusMissing } from '../support/promtool.ts';
import { until } from '../support/until.ts';
import { SAMPLE_PROMETHEUS } from './sample-monitoring.ts';

test('Prometheus scrapes it by the guide’s configuration', {
  skip: prometheusMissing(),
}, async () => {
  const serving = await serve();
  const prometheus = await Prometheus.start({
    'prometheus.yml': SAMPLE_PROMETHEUS.replace('8080', `${serving.port}`),
  });
  try {
    await until('it is scraped', async () => {
      const [up] = await prometheus.query('up{job="fw16-synth"}');
      return up?.value === 1;
    });
    const [ready] = await prometheus.query('fw16_synth_ready{job="fw16-synth"}');
    assert.equal(ready?.value, 1);
  } finally {
    await prometheus.stop();
    await serving.stop();
  }
});

test('the configuration that comes along scrapes as the guide’s does', () => {
  const ours = parse(readFileSync(projectFile('monitoring/scrape.yml'), 'utf8'));
  const printed = parse(SAMPLE_PROMETHEUS);
  assert.deepEqual(ours.scrape_configs, printed.scrape_configs);
});
