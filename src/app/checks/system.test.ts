import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../../../tests/support/examined.ts';

test('a kernel before 5.14 is a warning, and so is a processor that nobody has tried', () => {
  const files = { '/proc/sys/kernel/osrelease': '5.10.0-28-amd64\n' };
  const checks = examined({ files, architecture: 'riscv64' });
  assert.match(theCheck(checks, 'system:kernel', 'warn').says, /5\.10\.0-28-amd64.*5\.14/);
  assert.match(theCheck(checks, 'system:processor', 'warn').says, /riscv64/);
  const first = examined({ files: { '/proc/sys/kernel/osrelease': '5.14.0\n' } });
  theCheck(first, 'system:kernel', 'pass');
});

test('memory has to hold the program and its SoundFont', () => {
  const meminfo = (available: number): string =>
    `MemTotal:        4000000 kB\nMemAvailable:    ${available} kB\n`;
  // The font of these tests has 148 MB, the program 110.
  const files = (available: number) => ({ '/proc/meminfo': meminfo(available) });
  theCheck(examined({ files: files(260_000) }), 'system:memory', 'pass');
  const { says, value } = theCheck(examined({ files: files(250_000) }), 'system:memory', 'warn');
  assert.match(says, /4\.1 GB.*258 MB/);
  assert.equal(value, 250_000 * 1024);
});

test('less than 2 GB of room is a warning', () => {
  const { value, unit } = theCheck(examined({ freeBytes: 1.9e9 }), 'system:disk', 'warn');
  assert.deepEqual([value, unit], [1.9e9, 'bytes']);
});

test('a clock that is a device on the board is a warning', () => {
  const path = '/sys/devices/system/clocksource/clocksource0/current_clocksource';
  const { says } = theCheck(examined({ files: { [path]: 'hpet\n' } }), 'system:clock', 'warn');
  assert.match(says, /hpet/);
});

test('tasks that wait are told of, with what they wait for', () => {
  const files = { '/proc/pressure/io': 'some avg10=61.20 avg60=1 avg300=1 total=1\n' };
  const check = theCheck(examined({ files }), 'system:load', 'warn');
  assert.match(check.says, /disk 61 %/);
  assert.match(check.advice.join(), /iostat/);
});

test('an old kernel tells its load average instead', () => {
  const files = {
    '/proc/pressure/cpu': null,
    '/proc/pressure/io': null,
    '/proc/pressure/memory': null,
    '/proc/loadavg': '0.52 0.40 0.30 1/500 1234\n',
  };
  assert.match(theCheck(examined({ files }), 'system:load', 'pass').says, /0\.52/);
});
