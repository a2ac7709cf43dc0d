import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ProcessShare } from './process-share.ts';

test('the share of the CPU is what the kernel counts, divided by time and cores', async () => {
  const share = new ProcessShare();
  share.cpuPercent();
  const began = performance.now();
  const before = process.cpuUsage();
  while (performance.now() - began < 700);
  await new Promise((resolve) => setTimeout(resolve, 400));
  const percent = share.cpuPercent();
  const { user, system } = process.cpuUsage(before);
  const expected = (user + system) / (performance.now() - began) / 10 / share.cores;
  assert.ok(percent > 1, `${percent} %`);
  assert.ok(Math.abs(percent - expected) < 0.1 * expected, `${percent} % and not ${expected} %`);
});

test('two looks within a second get the same answer', () => {
  const share = new ProcessShare();
  assert.equal(share.cpuPercent(), share.cpuPercent());
});

test('the share of the memory is VmRSS over MemTotal', () => {
  const kb = (file: string, name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'))?.[1]);
  const expected = (100 * kb('/proc/self/status', 'VmRSS')) / kb('/proc/meminfo', 'MemTotal');
  const percent = new ProcessShare().memoryPercent();
  assert.ok(Math.abs(percent - expected) < 0.2 * expected, `${percent} % and not ${expected} %`);
});
