import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service } from './container.ts';

test('nothing in it can gain privileges', () => {
  assert.deepEqual(service()['security_opt'], ['no-new-privileges:true']);
});
