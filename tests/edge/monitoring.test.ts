import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parse } from 'yaml';
import { METRICS } from '../../src/control/metric-table.ts';
import { PROCESS_METRICS } from '../../src/control/process-metrics.ts';
import { asAsked, dashboard } from '../support/dashboard.ts';
import { serve } from '../support/http.ts';
import { projectFile } from '../support/program.ts';
import { prometheusMissing, promtool } from '../support/promtool.ts';

const skip = prometheusMissing();
const folder = mkdtempSync(join(tmpdir(), 'fw16-synth-rules-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const MONITORING = { cwd: projectFile('monitoring') };
const HISTOGRAM_ENDINGS = ['_bucket', '_sum', '_count'];

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
}

const RULES: readonly Rule[] = parse(readFileSync(projectFile('monitoring/alerts.yml'), 'utf8'))
  .groups[0].rules;
const TARGETS = dashboard().panels.flatMap(({ title, targets }) =>
  targets.map(({ expr }) => ({ title, expr })),
);

test('what is served passes Prometheus’ linter, the guide’s own names apart', {
  skip,
}, async () => {
  const serving = await serve();
  try {
    const { body } = await serving.get('/metrics');
    const { exit, said } = promtool(['check', 'metrics'], { input: body });
    const findings = said.split('\n').filter((line) => line !== '');
    const aliases = METRICS.filter(({ instead }) => instead !== undefined).map(({ name }) => name);
    assert.ok(exit === 0 || exit === 3, said);
    for (const finding of findings) {
      assert.ok(
        aliases.some((name) => finding.startsWith(`${name} `)),
        finding,
      );
    }
  } finally {
    await serving.stop();
  }
});

test('rules and configuration are valid, and every alert fires when it should', { skip }, () => {
  for (const args of [
    ['check', 'rules', 'alerts.yml'],
    ['test', 'rules', 'alerts.test.yml'],
    ['check', 'config', '--lint=all', 'scrape.yml'],
  ]) {
    const { exit, said } = promtool(args, MONITORING);
    assert.equal(exit, 0, said);
  }
});

test('no alert is without a case in which it fires, and one in which it does not', () => {
  const { tests } = parse(readFileSync(projectFile('monitoring/alerts.test.yml'), 'utf8'));
  const cases: { alertname: string; exp_alerts?: unknown[] }[] = tests.flatMap(
    (each: { alert_rule_test: unknown[] }) => each.alert_rule_test,
  );
  for (const { alert, labels } of RULES) {
    const own = cases.filter(({ alertname }) => alertname === alert);
    assert.ok(
      own.some(({ exp_alerts = [] }) => exp_alerts.length > 0),
      alert,
    );
    assert.ok(
      own.some(({ exp_alerts = [] }) => exp_alerts.length === 0),
      alert,
    );
    assert.match(labels.severity, /^(warning|critical)$/);
  }
});

test('alerts and dashboard ask for nothing that is not served', () => {
  const served = new Set(['up', ...Object.keys(PROCESS_METRICS), ...METRICS.flatMap(namesOf)]);
  for (const expr of [...RULES, ...TARGETS].map((each) => each.expr)) {
    const asked = expr.match(/\b(fw16_synth|process|nodejs)_\w+|\bup\b/g) ?? [];
    assert.ok(asked.length > 0, expr);
    for (const name of asked) assert.ok(served.has(name), `${name} in ${expr}`);
  }
});

test('every expression of the dashboard is one to Prometheus', { skip }, () => {
  const rules = TARGETS.map(({ expr }, index) => ({
    record: `panel:target:${index}`,
    expr: asAsked(expr),
  }));
  const file = join(folder, 'dashboard.rules.yml');
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
  const { exit, said } = promtool(['check', 'rules', '--lint=none', file]);
  assert.equal(exit, 0, said);
});

test('the dashboard imports as it is: classic, nothing to fill in, each panel in its place', () => {
  const { id, uid, title, schemaVersion, version, templating, panels } = dashboard();
  assert.equal(id, null);
  assert.equal(uid, 'fw16-synth');
  assert.equal(title, 'FW16 Synth Production Monitoring');
  assert.ok(Number.isInteger(schemaVersion) && Number.isInteger(version));
  assert.deepEqual(
    panels.slice(0, 2).map((panel) => panel.title),
    ['Audio Latency', 'System Resources'],
  );
  assert.deepEqual(
    templating.list.map(({ name, type }) => [name, type]),
    [
      ['datasource', 'datasource'],
      ['instance', 'query'],
    ],
  );
  assert.equal(templating.list[0]?.query, 'prometheus');
  const text = readFileSync(projectFile('monitoring/dashboard.json'), 'utf8');
  assert.doesNotMatch(text, /__inputs|DS_PROMETHEUS|"graph"/);
  assert.equal(new Set(panels.map((panel) => panel.id)).size, panels.length);
});

test('every panel stands on the grid, by itself, with a source, a unit and words', () => {
  const types = ['timeseries', 'stat', 'state-timeline', 'table'];
  const units = ['s', 'bytes', 'percentunit', 'none', 'cps', 'dateTimeFromNow'];
  const source = { type: 'prometheus', uid: `\${datasource}` };
  const cells = new Set<string>();
  for (const { title, type, description, datasource, gridPos, targets, fieldConfig } of dashboard()
    .panels) {
    assert.ok(types.includes(type), title);
    assert.ok(units.includes(fieldConfig.defaults.unit), title);
    assert.match(description, /\.$/, title);
    assert.deepEqual(datasource, source, title);
    for (const target of targets) assert.deepEqual(target.datasource, source, title);
    assert.equal(new Set(targets.map(({ refId }) => refId)).size, targets.length, title);
    const { x, y, w, h } = gridPos;
    assert.ok(x >= 0 && x + w <= 24 && w > 0 && h > 0, title);
    for (let column = x; column < x + w; column++) {
      for (let row = y; row < y + h; row++) {
        assert.ok(!cells.has(`${column},${row}`), `${title} lies on another`);
        cells.add(`${column},${row}`);
      }
    }
  }
});

function namesOf({ name, type }: (typeof METRICS)[number]): string[] {
  return type === 'histogram' ? HISTOGRAM_ENDINGS.map((ending) => `${name}${ending}`) : [name];
}
