import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../../../tests/support/examined.ts';
import { LIMITS, limits } from '../../../tests/support/made-machine.ts';

test('what changes nothing passes whatever it is set to', () => {
  const files = {
    '/proc/sys/net/core/rmem_max': '134217728\n',
    '/proc/sys/vm/vfs_cache_pressure': '50\n',
    '/proc/sys/vm/swappiness': '1\n',
  };
  const checks = examined({ files });
  assert.match(theCheck(checks, 'tuning:network', 'pass').says, /134217728 .* no sound/);
  assert.equal(theCheck(checks, 'tuning:cache-pressure', 'pass').value, 50);
  assert.equal(theCheck(checks, 'tuning:swappiness', 'pass').value, 1);
});

test('swappiness above 100 is a warning', () => {
  const files = { '/proc/sys/vm/swappiness': '180\n' };
  theCheck(examined({ files }), 'tuning:swappiness', 'warn');
});

test('huge pages that are set aside are memory lost', () => {
  const files = {
    '/proc/meminfo':
      'MemTotal: 8000000 kB\nMemAvailable: 3000000 kB\nHugePages_Total:    2048\nHugepagesize:       2048 kB\n',
  };
  const check = theCheck(examined({ files }), 'tuning:huge-pages', 'warn');
  assert.match(check.says, /2048 of them hold 4\.3 GB/);
});

test('a limit of open files is a warning only where it is below any system’s', () => {
  const files = { '/proc/self/limits': limits({ ...LIMITS, 'Max open files': '64' }) };
  theCheck(examined({ files }), 'tuning:files', 'warn');
});
