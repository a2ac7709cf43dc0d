import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { test } from 'node:test';
import { asAsked, dashboard } from '../support/dashboard.ts';
import { HeadlessPipeWire, pipeWireMissing } from '../support/headless-pipewire.ts';
import { LONG, type Serving, serve } from '../support/http.ts';
import { projectFile } from '../support/program.ts';
import { Prometheus } from '../support/prometheus.ts';
import { prometheusMissing } from '../support/promtool.ts';
import { until } from '../support/until.ts';

const skip = prometheusMissing();

/** The configuration as shipped, in a hurry and for another port. */
function hurried(port: number): string {
  return readFileSync(projectFile('monitoring/scrape.yml'), 'utf8')
    .replace('localhost:8080', `localhost:${port}`)
    .replaceAll(/_interval: \d+s/g, '_interval: 1s')
    .replace('global:', 'global:\n  evaluation_interval: 1s');
}

/** The rules as shipped, in a hurry, and with a seventh of a core as high load. */
function hurriedRules(): string {
  return readFileSync(projectFile('monitoring/alerts.yml'), 'utf8')
    .replaceAll(/for: \w+/g, 'for: 1s')
    .replaceAll(/\[\dm\]/g, '[4s]')
    .replace('> 0.80', `> ${0.15 / cpus().length}`);
}

test('Prometheus scrapes a running instrument, by the configuration as shipped', {
  skip,
}, async () => {
  const serving = await serve();
  const prometheus = await Prometheus.start({
    'prometheus.yml': hurried(serving.port),
    'alerts.yml': hurriedRules(),
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
}, async () => {
  const server = await HeadlessPipeWire.start(256);
  const serving = await serve({ ...server.env, FW16_SYNTH_PRODUCTION_HEALTH_CHECK_INTERVAL: '1' }, [
    '--driver',
    'pipewire',
    '--input',
    LONG,
  ]);
  const prometheus = await Prometheus.start({
    'prometheus.yml': hurried(serving.port),
    'alerts.yml': hurriedRules(),
  });
  const fires = (...names: readonly string[]): Promise<void> =>
    until(`${names.join(' and ')} fire`, async () => {
      const firing = await prometheus.firing();
      return names.every((name) => firing.has(name));
    });
  const isQuiet = (...names: readonly string[]): Promise<void> =>
    until(`${names.join(' and ')} are over`, async () => {
      const firing = await prometheus.firing();
      return names.every((name) => !firing.has(name));
    });
  const silence = ['NoAudioProgress', 'NotReady', 'HealthFails'];
  try {
    await until('it is ready', async () => {
      return (await prometheus.query('fw16_synth_ready == 1')).length === 1;
    });
    await isQuiet(...silence, 'HighCPULoad', 'ScrapeDown');
    const done = flood(serving);
    await fires('HighCPULoad');
    await done();
    await isQuiet('HighCPULoad');
    server.signal('SIGSTOP');
    await fires(...silence);
    assert.equal((await serving.get('/health')).status, 503);
    assert.equal((await serving.get('/readyz')).status, 503);
    assert.equal((await serving.get('/livez')).status, 200);
    assert.equal((await serving.get('/startupz')).status, 200);
    const asked = serving.home.run('--health-check');
    assert.equal(asked.exit, 1);
    assert.match(asked.out, /^fail: .*audio:progress/);
    await serving.program.end('SIGKILL');
    await fires('ScrapeDown');
  } finally {
    server.signal('SIGCONT');
    await prometheus.stop();
    await serving.stop();
    await server.stop();
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
