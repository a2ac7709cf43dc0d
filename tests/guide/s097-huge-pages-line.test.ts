import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';
import { readThere, runPrinted, writeThere } from './printed.ts';

const FILE = '/proc/sys/vm/nr_hugepages';
const LINE = `echo 2048 | sudo tee ${FILE}`;

test('what the line sets aside is said to be lost, with the way back', () => {
  writeThere(FILE, '0\n');
  runPrinted(LINE);
  const pages = readThere(FILE).trim();
  const files = {
    '/proc/meminfo': `MemTotal: 8000000 kB\nMemAvailable: 3000000 kB\nHugePages_Total: ${pages}\nHugepagesize: 2048 kB\n`,
  };
  const { says, advice } = theCheck(examined({ files }), 'tuning:huge-pages', 'warn');
  // More than the 4 GB that the guide asks of a machine.
  assert.match(says, /2048 of them hold 4\.3 GB/);
  assert.match(advice[1] ?? '', /vm\.nr_hugepages=0/);
});
