import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';
import { readThere, runPrinted, writeThere } from './printed.ts';

const LINE = 'echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor';
const CPUS = ['cpu0', 'cpu1'].map((cpu) => `/sys/devices/system/cpu/${cpu}/cpufreq`);

function found() {
  const files = Object.fromEntries(
    CPUS.flatMap((folder) => [
      [`${folder}/scaling_governor`, readThere(`${folder}/scaling_governor`)],
      [`${folder}/scaling_driver`, 'acpi-cpufreq\n'],
    ]),
  );
  return examined({ files });
}

test('a governor that saves power is a warning on every processor, until the line has run', () => {
  for (const folder of CPUS) writeThere(`${folder}/scaling_governor`, 'powersave\n');
  const { says, advice } = theCheck(found(), 'realtime:governor', 'warn');
  assert.match(says, /on 2 of them/);
  assert.equal(advice[0], 'NixOS: powerManagement.cpuFreqGovernor = "performance";');
  assert.ok(advice[1]?.includes(LINE));
  runPrinted(LINE);
  assert.equal(theCheck(found(), 'realtime:governor', 'pass').says, 'performance on 2 processors');
});
