import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dockerfile } from './container.ts';

test('it runs unattended, with its log in a file', () => {
  assert.match(
    dockerfile(),
    /^CMD \["fw16-synth", "--production", "--log-file", "\/opt\/fw16-synth\/logs\/synth\.log"\]$/m,
  );
});
