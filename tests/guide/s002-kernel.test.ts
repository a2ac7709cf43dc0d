import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';

const PRINTED = '5.14';

test('doctor warns of a kernel before the one that the guide recommends', () => {
  const kernel = (release: string) =>
    examined({ files: { '/proc/sys/kernel/osrelease': release } });
  theCheck(kernel(`${PRINTED}.0\n`), 'system:kernel', 'pass');
  const { says } = theCheck(kernel('5.13.19\n'), 'system:kernel', 'warn');
  assert.ok(says.includes(PRINTED), says);
});
