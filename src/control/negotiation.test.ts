import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Format, formatFor, takesGzip } from './negotiation.ts';

// What Prometheus 2.42 sends, word for word.
const PROMETHEUS =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
const BROWSER =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

const ASKED: readonly (readonly [accept: string | undefined, format: Format])[] = [
  [undefined, 'text'],
  ['', 'text'],
  ['*/*', 'text'],
  [BROWSER, 'text'],
  ['image/png', 'text'],
  ['application/json', 'json'],
  ['APPLICATION/JSON', 'json'],
  ['application/json, text/plain, */*', 'json'],
  ['text/plain, application/json', 'text'],
  ['text/plain;q=0.5, application/json;q=0.6', 'json'],
  ['*/*, application/json;q=0.5', 'text'],
  ['application/json, */*;q=0.1', 'json'],
  ['text/plain;q=0, */*', 'openmetrics'],
  ['text/*', 'text'],
  ['text/plain;version=0.0.4', 'text'],
  ['text/plain; version="0.0.4"; q=0.3, application/json; q=0.2', 'text'],
  ['application/openmetrics-text', 'openmetrics'],
  ['application/openmetrics-text; version=1.0.0; charset=utf-8', 'openmetrics'],
  ['application/openmetrics-text;version=0.0.1, text/plain;q=0.5', 'text'],
  ['application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily', 'text'],
  [PROMETHEUS, 'openmetrics'],
  ['application/json;q=2, text/plain;q=0.1', 'text'],
  ['application/json;q=, text/plain;q=0.1', 'text'],
  [';;;,,,q=1', 'text'],
];

for (const [accept, format] of ASKED) {
  test(`Accept ${accept ?? 'left out'} gets ${format}`, () => {
    assert.equal(formatFor(accept), format);
  });
}

test('gzip is for who takes it', () => {
  for (const yes of ['gzip', 'gzip, deflate', 'br;q=1, gzip;q=0.5', '*', 'x-gzip', 'GZIP']) {
    assert.equal(takesGzip(yes), true, yes);
  }
  for (const no of [undefined, '', 'identity', 'br', 'gzip;q=0', 'gzip;q=0, *', '*;q=0']) {
    assert.equal(takesGzip(no), false, no);
  }
});
