import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from '../support/http.ts';
import { asPrinted, toolsMissing } from './printed-requests.ts';

const LINE = 'curl http://localhost:8080/health/detailed | jq';

test('the line for detailed health prints it', { skip: toolsMissing('curl', 'jq') }, async () => {
  const serving = await serve();
  try {
    const { exit, out } = asPrinted(LINE, serving);
    assert.equal(exit, 0);
    const { status, checks } = JSON.parse(out);
    assert.match(status, /^(pass|warn)$/);
    assert.ok(Object.keys(checks).length >= 10);
  } finally {
    await serving.stop();
  }
});
