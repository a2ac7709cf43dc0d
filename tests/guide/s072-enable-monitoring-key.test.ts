import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { got } from '../support/http.ts';
import { Production } from './production.ts';

test('production.enable_monitoring: true serves health and metrics', async () => {
  const home = new Production();
  after(() => home.remove());
  const { playing, port } = await home.serve();
  assert.equal(
    (await got(port, '/health/detailed')).headers['content-type'],
    'application/health+json',
  );
  assert.equal((await got(port, '/metrics')).status, 200);
  await playing.end('SIGTERM');
});

test('false leaves the port to others', async () => {
  const home = new Production((yaml) =>
    yaml.replace('enable_monitoring: true', 'enable_monitoring: false'),
  );
  after(() => home.remove());
  const { playing, port } = await home.serve('Ready');
  // What it serves, it serves before this is answered.
  assert.equal(home.run('--health-check').exit, 0);
  await assert.rejects(got(port, '/health'), /ECONNREFUSED/);
  await playing.end('SIGTERM');
  assert.doesNotMatch(playing.err, /over HTTP/);
});
