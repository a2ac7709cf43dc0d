import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measurements } from '../../tests/support/measurements.ts';
import { KEY } from '../core/keys/key-codes.ts';
import { unwatched } from './health.ts';
import type { Observed } from './metric-table.ts';
import { METRICS } from './metric-table.ts';
import { families, Metrics } from './metrics.ts';
import { FORMATS } from './negotiation.ts';
import { PROCESS_METRICS } from './process-metrics.ts';

const AT = 1_700_000_000;
const OBSERVED: Observed = {
  measured: measurements(AT),
  health: {
    status: 'warn',
    watched: true,
    checks: [
      {
        ...{ name: 'audio:late', standing: 'warn', seen: 'warn', says: '', advice: [] },
        ...{ at: AT, since: AT },
      },
    ],
  },
  share: { cores: 16, memoryBytes: 32e9, cpuPercent: () => 3.5, memoryPercent: () => 0.25 },
};

function value(name: string, labels: Record<string, string> = {}): number | undefined {
  const family = families(OBSERVED).find((each) => each.name === `fw16_synth_${name}`);
  return family?.samples.find((sample) => JSON.stringify(sample.labels) === JSON.stringify(labels))
    ?.value;
}

test('figures go out under their names, in base units', () => {
  assert.equal(value('ready'), 1);
  assert.equal(value('audio_callbacks_total'), 45_000);
  assert.equal(value('audio_late_callbacks_total'), 3);
  assert.equal(value('audio_latency_seconds', { stage: 'server', known: 'reported' }), 0.004);
  assert.equal(value('notes_total', { source: 'keyboard' }), 12);
  assert.equal(value('devices', { kind: 'keyboard', state: 'ours' }), 2);
  assert.equal(value('restarts_total', { reason: 'no callback' }), 0);
  assert.equal(value('soundfont_loads_total', { result: 'refused' }), 0);
  assert.equal(value('health_status'), 1);
  assert.equal(value('health_check_status', { check: 'audio:late' }), 1);
  assert.equal(value('thread_lag_seconds', { thread: 'main' }), 0.002);
});

test('the guide’s three names tell the same measurement', () => {
  assert.ok(Math.abs(value('audio_latency_ms')! - (64 / 48 + 4)) < 1e-9);
  assert.equal(value('cpu_percent'), 3.5);
  assert.equal(value('memory_percent'), 0.25);
});

test('key to note is a histogram in which no note looks faster than it was', () => {
  const samples = families(OBSERVED).find(({ name }) =>
    name.endsWith('key_to_note_seconds'),
  )!.samples;
  const below = Object.fromEntries(
    samples
      .filter(({ suffix }) => suffix === '_bucket')
      .map(({ labels, value }) => [labels['le'], value]),
  );
  assert.deepEqual(
    [below['0.000032'], below['0.000064'], below['0.000128'], below['0.131072'], below['+Inf']],
    [0, 5, 8, 8, 12],
  );
});

test('every metric has a name of its own, labels as it says, and counters their ending', () => {
  const names = METRICS.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { name, type, labels, help, read } of METRICS) {
    assert.match(name, /^fw16_synth_[a-z_]+$/);
    assert.equal(name.endsWith('_total'), type === 'counter', name);
    assert.match(help, /^[^\n\\]+\.$/, name);
    const wanted = Object.keys(labels);
    for (const sample of read(OBSERVED)) {
      const own = Object.keys(sample.labels).filter((label) => label !== 'le');
      assert.deepEqual(own, wanted, name);
    }
  }
});

test('no metric, label or help names a key', async () => {
  const metrics = await Metrics.create(() => OBSERVED);
  const keys = new RegExp(`\\b(${Object.keys(KEY).join('|')})\\b`);
  for (const format of FORMATS) assert.doesNotMatch(await metrics.render(format), keys);
});

test('the metrics of any Node program are there under their well-known names', async () => {
  const metrics = await Metrics.create(() => OBSERVED);
  const told = JSON.parse(await metrics.render('json'));
  for (const name of Object.keys(PROCESS_METRICS)) assert.ok(name in told, name);
  assert.ok(told.process_resident_memory_bytes.samples[0].value > 1e7);
  assert.equal(told.nodejs_active_handles_total, undefined);
});

test('who asks again within a moment gets the same again, and later what is so then', async () => {
  let looks = 0;
  const metrics = await Metrics.create(() => {
    looks++;
    return OBSERVED;
  });
  const first = await metrics.render('text');
  for (let again = 0; again < 100; again++) await metrics.render('text');
  assert.ok(looks < 10, `${looks} looks`);
  assert.match(first, /^fw16_synth_ready 1$/m);
  const before = looks;
  await new Promise((resolve) => setTimeout(resolve, 150));
  await metrics.render('text');
  assert.equal(looks, before + 1);
});

test('OpenMetrics asked for once does not spoil the text', async () => {
  const metrics = await Metrics.create(() => ({ ...OBSERVED, health: unwatched(true) }));
  await metrics.render('openmetrics');
  const text = await metrics.render('text');
  assert.match(text, /^# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total \d/m);
  assert.match(text, /^fw16_synth_notes_total\{source="keyboard"\} 12$/m);
});
