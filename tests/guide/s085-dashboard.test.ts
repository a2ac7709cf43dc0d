import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dashboard } from '../support/dashboard.ts';
import { OUR_METRICS } from './printed-requests.ts';
import { SAMPLE_DASHBOARD } from './sample-monitoring.ts';

const { dashboard: printed } = JSON.parse(SAMPLE_DASHBOARD);

test('the dashboard has the guide’s title, and its two panels first', () => {
  const { title, panels } = dashboard();
  assert.equal(title, printed.title);
  const titles = printed.panels.map((panel: { title: string }) => panel.title);
  assert.deepEqual(
    panels.slice(0, titles.length).map((panel) => panel.title),
    titles,
  );
});

test('what the guide’s panels ask for is served', () => {
  for (const { targets } of printed.panels) {
    for (const { expr } of targets) assert.ok(OUR_METRICS.has(expr), expr);
  }
});
