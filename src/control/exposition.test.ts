import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Family } from './exposition.ts';
import { expose } from './exposition.ts';

const FAMILIES: readonly Family[] = [
  { name: 'x_ready', type: 'gauge', help: 'Whether.', samples: [{ labels: {}, value: 1 }] },
  {
    name: 'x_notes_total',
    type: 'counter',
    help: 'Notes.',
    samples: [
      { labels: { source: 'keyboard' }, value: 3 },
      { labels: { source: 'a "b"\\c\nd' }, value: 0.5 },
    ],
  },
  {
    name: 'x_wait_seconds',
    type: 'histogram',
    help: 'Waits.',
    samples: [
      { suffix: '_bucket', labels: { le: '0.001' }, value: 1 },
      { suffix: '_bucket', labels: { le: '1' }, value: 2 },
      { suffix: '_bucket', labels: { le: '+Inf' }, value: 2 },
      { suffix: '_sum', labels: {}, value: 0.25 },
      { suffix: '_count', labels: {}, value: 2 },
    ],
  },
  { name: 'x_none', type: 'gauge', help: 'Nothing yet.', samples: [] },
];

test('as text, each family is headed by its name, and labels are escaped', () => {
  assert.equal(
    expose(FAMILIES, 'text'),
    `# HELP x_ready Whether.
# TYPE x_ready gauge
x_ready 1
# HELP x_notes_total Notes.
# TYPE x_notes_total counter
x_notes_total{source="keyboard"} 3
x_notes_total{source="a \\"b\\"\\\\c\\nd"} 0.5
# HELP x_wait_seconds Waits.
# TYPE x_wait_seconds histogram
x_wait_seconds_bucket{le="0.001"} 1
x_wait_seconds_bucket{le="1"} 2
x_wait_seconds_bucket{le="+Inf"} 2
x_wait_seconds_sum 0.25
x_wait_seconds_count 2
# HELP x_none Nothing yet.
# TYPE x_none gauge
`,
  );
});

test('as OpenMetrics, counters lose their ending above and keep it below, and the end is marked', () => {
  const lines = expose(FAMILIES, 'openmetrics').split('\n');
  assert.ok(lines.includes('# TYPE x_notes counter'));
  assert.ok(lines.includes('x_notes_total{source="keyboard"} 3'));
  assert.ok(lines.includes('x_wait_seconds_bucket{le="1.0"} 2'));
  assert.deepEqual(lines.slice(-2), ['# EOF', '']);
});

test('as JSON, each metric is found by its name', () => {
  const told = JSON.parse(expose(FAMILIES, 'json'));
  assert.equal(told.x_ready.samples[0].value, 1);
  assert.deepEqual(told.x_notes_total.samples[0], {
    name: 'x_notes_total',
    labels: { source: 'keyboard' },
    value: 3,
  });
  assert.equal(told.x_wait_seconds.samples[2].labels.le, '+Inf');
});

test('what is beyond every number is told in each form’s own way', () => {
  const samples = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1e21].map(
    (value, index) => ({ labels: { at: `${index}` }, value }),
  );
  const family: Family = { name: 'x', type: 'gauge', help: 'X.', samples };
  const values = expose([family], 'text').match(/(?<=} ).*$/gm);
  assert.deepEqual(values, ['+Inf', '-Inf', 'NaN', '1e+21']);
  const told = JSON.parse(expose([family], 'json')).x.samples;
  assert.deepEqual(
    told.map(({ value }: { value: unknown }) => value),
    [null, null, null, 1e21],
  );
});
