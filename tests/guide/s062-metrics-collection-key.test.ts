import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { got } from '../support/http.ts';
import { Production } from './production.ts';

test('performance.metrics_collection decides whether there are metrics', async () => {
  for (const [value, status] of [
    ['true', 200],
    ['false', 404],
  ] as const) {
    const home = new Production((yaml) =>
      yaml.replace('metrics_collection: true', `metrics_collection: ${value}`),
    );
    after(() => home.remove());
    const { playing, port } = await home.serve();
    assert.equal((await got(port, '/metrics')).status, status);
    assert.equal((await got(port, '/livez')).status, 200);
    await playing.end('SIGTERM');
  }
});
