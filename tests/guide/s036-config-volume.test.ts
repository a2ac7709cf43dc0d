import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listOf } from './container.ts';

test('the folder config is where the system’s configuration is looked for', () => {
  assert.ok(listOf('volumes').includes('./config:/etc/fw16-synth:ro'));
});
