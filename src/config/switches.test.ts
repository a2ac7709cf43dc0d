import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from './load.ts';
import { decides } from './switches.ts';

const FIRST = 'metrics.enabled';
const SECOND = 'performance.metrics_collection';

test('of two names of one switch the first wins where both are set, the second where it alone is', () => {
  const cases = [
    [undefined, undefined, true],
    ['false', undefined, false],
    [undefined, 'false', false],
    ['true', 'false', true],
    ['false', 'true', false],
  ] as const;
  for (const [first, second, isOn] of cases) {
    const env = {
      ...(first !== undefined && { FW16_SYNTH_METRICS_ENABLED: first }),
      ...(second !== undefined && { FW16_SYNTH_PERFORMANCE_METRICS_COLLECTION: second }),
    };
    const loaded = loadConfig({ flags: {}, env, home: '/nowhere', systemFile: '/nowhere/none' });
    assert.equal(decides(loaded, FIRST, SECOND), isOn, `${first} and ${second}`);
  }
});
