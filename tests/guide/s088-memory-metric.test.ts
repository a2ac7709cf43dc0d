import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { serve } from '../support/http.ts';
import { served } from './printed-requests.ts';

test('fw16_synth_memory_percent is VmRSS over MemTotal', async () => {
  const serving = await serve();
  try {
    const percent = await served(serving, 'fw16_synth_memory_percent');
    const rss = kilobytes(`/proc/${serving.program.child.pid}/status`, 'VmRSS');
    const reference = (100 * rss) / kilobytes('/proc/meminfo', 'MemTotal');
    assert.ok(Math.abs(percent - reference) < 0.2 * reference, `${percent} %, not ${reference} %`);
  } finally {
    await serving.stop();
  }
});

function kilobytes(file: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'))?.[1]);
}
