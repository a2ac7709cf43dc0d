import assert from 'node:assert/strict';
import { test } from 'node:test';
import { made } from './nix-module.ts';

test('the guide’s own limits stand beside the module’s', () => {
  assert.match(made('guide', 'etc/security/limits.conf'), /^@audio - rtprio 95$/m);
  assert.match(made('guide', 'etc/security/limits.conf'), /^@audio - memlock unlimited$/m);
});
