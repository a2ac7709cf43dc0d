import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SETTINGS } from '../config/schema.ts';
import type { RunningLog } from '../control/log.ts';
import type { LiveParts } from './live-settings.ts';
import { liveSettings } from './live-settings.ts';
import { liveLogging } from './logging.ts';

test('what the reference calls live is applied while it plays, by one place each', () => {
  const logging = liveLogging({} as RunningLog, () => undefined, true);
  const all = [...liveSettings({} as LiveParts), ...logging];
  const applied = all.flatMap(({ keys }) => keys);
  const promised = [...SETTINGS.values()].filter(({ live }) => live).map(({ key }) => key);
  assert.deepEqual([...applied].sort(), promised.sort());
  assert.equal(new Set(applied).size, applied.length);
});
