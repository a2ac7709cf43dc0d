import assert from 'node:assert/strict';
import { cpus } from 'node:os';
import { test } from 'node:test';
import { asAsked, dashboard } from '../support/dashboard.ts';
import { HeadlessPipeWire, pipeWireMissing } from '../support/headless-pipewire.ts';
import { LONG, type Serving, serve } from '../support/http.ts';
import { hurriedRules, hurriedScrapes } from '../support/hurried-monitoring.ts';
import { Prometheus } from '../support/prometheus.ts';
import { prometheusMissing } from '../support/promtool.ts';
import { until } from '../support/until.ts';

const skip = prometheusMissing();

/** With a seventh of a core as high load. */
const RULES = hurriedRules().replace('> 0.80', `> ${0.15 / cpus().length}`);

test('Prometheus scrapes a running instrument, by the configuration as shipped', {
  skip,
}, async () => {
  const serving = await serve();
  const prometheus = await Prometheus.start({
    'prometheus.yml': hurriedScrapes(serving.port),
    'alerts.yml': RULES,
  });
  const value = async (expr: string): Promise<number> =>
    (await prometheus.query(expr))[0]?.value ?? Number.NaN;
  try {
    await until('eight scrapes', async () => (await value('count_over_time(up[1m])')) >= 8);
    assert.equal(await value('min_over_time(up[1m])'), 1);
    assert.ok((await value('max_over_time(scrape_duration_seconds[1m])')) < 1);
    assert.ok((await value('scrape_samples_scraped')) > 60);
    assert.equal(await value('fw16_synth_ready'), 1);
    assert.ok((await value('rate(fw16_synth_audio_callbacks_total[1m])')) > 0);
    assert.ok((await value('rate(process_cpu_seconds_total[1m])')) > 0);
    for (const { title, targets } of dashboard().panels) {
      for (const { expr } of targets) {
        const series = await prometheus.query(asAsked(expr));
        // Nothing has been started anew, and no device has come back.
        const isQuiet = /restarts_total|reconnects_total/.test(expr);
        assert.ok(isQuiet || series.length > 0, `${title} is empty: ${expr}`);
      }
    }
  } finally {
    await prometheus.stop();
    await serving.stop();
  }
});

const noServer = skip || pipeWireMissing();

test('alerts fire when audio stands still, when it is busy, when it is gone', {
  skip: noServer,
}, async (context) => {
  const server = await HeadlessPipeWire.start(256);
  context.after(() => server.stop());
  const serving = await serve({ ...server.env, FW16_SYNTH_PRODUCTION_HEALTH_CHECK_INTERVAL: '1' }, [
    '--driver',
    'pipewire',
    '--input',
    LONG,
  ]);
  context.after(() => serving.stop());
  const prometheus = await Prometheus.start({
    'prometheus.yml': hurriedScrapes(serving.port),
    'alerts.yml': RULES,
  });
  const silence = ['NoAudioProgress', 'NotReady', 'HealthFails'];
  try {
    await until('it is ready', async () => {
      return (await prometheus.query('fw16_synth_ready == 1')).length === 1;
    });
    await prometheus.isQuiet([...silence, 'HighCPULoad', 'ScrapeDown']);
    const done = flood(serving);
    await prometheus.fires(['HighCPULoad']);
    await done();
    await prometheus.isQuiet(['HighCPULoad']);
    server.signal('SIGSTOP');
    await prometheus.fires(silence);
    assert.equal((await serving.get('/health')).status, 503);
    assert.equal((await serving.get('/readyz')).status, 503);
    assert.equal((await serving.get('/livez')).status, 200);
    assert.equal((await serving.get('/startupz')).status, 200);
    const asked = serving.home.run('--health-check');
    assert.equal(asked.exit, 1);
    assert.match(asked.out, /^fail: .*audio:progress/);
    await serving.program.end('SIGKILL');
    await prometheus.fires(['ScrapeDown']);
  } finally {
    server.signal('SIGCONT');
    await prometheus.stop();
  }
});

/** Asks as fast as it can until told to stop. */
function flood({ get }: Serving): () => Promise<void> {
  let going = true;
  const asking = Array.from({ length: 4 }, async () => {
    while (going) await get('/metrics').catch(() => {});
  });
  return async () => {
    going = false;
    await Promise.all(asking);
  };
}
