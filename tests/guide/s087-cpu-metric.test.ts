import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { test } from 'node:test';
import { serve } from '../support/http.ts';
import { served } from './printed-requests.ts';

const NAME = 'fw16_synth_cpu_percent';
// What the kernel counts in /proc, where a second has a hundred ticks.
const TICKS = 100;

test('fw16_synth_cpu_percent is the CPU time of all threads over time and cores', async () => {
  const serving = await serve();
  try {
    await served(serving, NAME);
    const [ticks, began] = [cpuTicks(serving.program.child.pid), performance.now()];
    while (performance.now() - began < 3000) {
      // Asked about something else, it has something to do.
      await serving.get('/health/detailed');
    }
    const percent = await served(serving, NAME);
    const seconds = (performance.now() - began) / 1000;
    const expected = cpuTicks(serving.program.child.pid) - ticks;
    const reference = (100 * expected) / TICKS / seconds / cpus().length;
    assert.ok(reference > 1, `it was idle: ${reference} %`);
    assert.ok(Math.abs(percent - reference) < 0.25 * reference, `${percent} %, not ${reference} %`);
  } finally {
    await serving.stop();
  }
});

function cpuTicks(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}
