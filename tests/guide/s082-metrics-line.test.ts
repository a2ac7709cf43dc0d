import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { serve } from '../support/http.ts';
import { projectFile } from '../support/program.ts';
import { asPrinted, toolsMissing } from './printed-requests.ts';

// As printed, jq would get Prometheus' text; these two ask for JSON.
const LINES = [
  "curl -s 'http://localhost:8080/metrics?format=json' | jq",
  "curl -s -H 'Accept: application/json' http://localhost:8080/metrics | jq",
];

test('the line for metrics, asked for in JSON, prints them', {
  skip: toolsMissing('curl', 'jq'),
}, async () => {
  const serving = await serve();
  try {
    for (const line of LINES) {
      const { exit, out } = asPrinted(line, serving);
      assert.equal(exit, 0);
      assert.equal(JSON.parse(out).fw16_synth_ready.samples[0].value, 1);
    }
    const { out } = asPrinted('curl -s http://localhost:8080/metrics', serving);
    assert.match(out, /^# TYPE fw16_synth_ready gauge$/m);
  } finally {
    await serving.stop();
  }
});

test('the documentation has both lines', () => {
  const page = readFileSync(projectFile('docs/operations.md'), 'utf8');
  for (const line of LINES) assert.ok(page.includes(line), line);
});
