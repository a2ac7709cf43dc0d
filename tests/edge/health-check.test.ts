import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { freePort, got, SERVING, type Serving, serve } from '../support/http.ts';
import { Home } from '../support/program.ts';

let serving: Serving;
before(async () => {
  serving = await serve();
});
after(() => serving.stop());

/** Somebody else on this machine: no socket of the instrument in reach. */
async function elsewhere(
  port: number,
  ...flags: readonly string[]
): Promise<{ exit: number | null; out: string; ms: number }> {
  const home = new Home({ FW16_SYNTH_HTTP_PORT: `${port}` });
  try {
    const began = performance.now();
    // Not to be waited for here: the other side may be this very process.
    const told = await home.runBeside('--health-check', ...flags);
    return { ...told, ms: performance.now() - began };
  } finally {
    home.remove();
  }
}

test('one line says how it is, and the exit code whether that will do', () => {
  const { exit, out } = serving.home.run('--health-check');
  assert.equal(exit, 0);
  assert.match(out, /^(pass|warn): .*\n$/);
  assert.equal(out.split('\n').length, 2);
});

test('as JSON it is what /health/detailed says', async () => {
  const { exit, out } = serving.home.run('--health-check', '--json');
  assert.equal(exit, 0);
  const told = JSON.parse(out);
  const { body } = await serving.get('/health/detailed');
  assert.deepEqual(Object.keys(told.checks), Object.keys(JSON.parse(body).checks));
  assert.equal(told.serviceId, 'fw16-synth');
});

test('who cannot reach its socket asks over HTTP', async () => {
  const { exit, out } = await elsewhere(serving.port);
  assert.equal(exit, 0);
  assert.match(out, /^(pass|warn): /);
});

test('when none runs that is a line and exit 1, soon', async () => {
  const { exit, out, ms } = await elsewhere(await freePort());
  assert.equal(exit, 1);
  assert.match(out, /^fail: no fw16-synth of yours is running, and nothing listens on port \d+\n$/);
  assert.ok(ms < 10_000, `${ms} ms`);
  const told = await elsewhere(await freePort(), '--json');
  assert.equal(told.exit, 1);
  assert.equal(JSON.parse(told.out).status, 'fail');
});

test('another program on the port is not taken for it, nor is one that says nothing', async () => {
  const replies: (string | undefined)[] = ['{"status":"pass"}', 'hello', 'null', undefined];
  for (const reply of replies) {
    const other = createServer((_, response) => {
      if (reply !== undefined) response.end(reply);
    }).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { exit, out, ms } = await elsewhere((other.address() as AddressInfo).port);
    other.close();
    other.closeAllConnections();
    assert.equal(exit, 1);
    assert.match(out, reply === undefined ? /does not answer/ : /another program’s/);
    assert.ok(ms < 12_000, `${ms} ms`);
  }
});

test('an instrument that hangs is not waited for', () => {
  serving.program.child.kill('SIGSTOP');
  try {
    const began = performance.now();
    const { exit, out } = serving.home.run('--health-check');
    assert.equal(exit, 1);
    assert.match(out, /^fail: /);
    // Five seconds, and what it takes a busy machine to start a program.
    assert.ok(performance.now() - began < 10_000);
  } finally {
    serving.program.child.kill('SIGCONT');
  }
});

test('with health checks off, being ready is what counts', async () => {
  const off = await serve({ FW16_SYNTH_PERFORMANCE_HEALTH_MONITORING: 'false' });
  try {
    const { body, status } = await off.get('/health/detailed');
    assert.equal(status, 200);
    const { checks, notes } = JSON.parse(body);
    assert.deepEqual(checks, {});
    assert.match(notes.join(), /switched off/);
    assert.match(off.home.run('--health-check').out, /^pass: it is ready\n$/);
  } finally {
    await off.stop();
  }
});

test('with metrics off there is health, and no /metrics', async () => {
  const off = await serve({ FW16_SYNTH_METRICS_ENABLED: 'false' });
  try {
    assert.equal((await off.get('/health')).status, 200);
    const { status, body } = await off.get('/metrics');
    assert.equal(status, 404);
    assert.match(body, /metrics\.enabled/);
  } finally {
    await off.stop();
  }
});

test('in the foreground it is served when asked for, unattended unless forbidden', async () => {
  const port = await freePort();
  const env = { FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(), FW16_SYNTH_HTTP_PORT: `${port}` };
  const home = new Home(env);
  const quiet = new Home({ ...env, FW16_SYNTH_PRODUCTION_ENABLE_MONITORING: 'false' });
  try {
    const asked = await home.start(
      SERVING,
      '--driver',
      'file',
      '--input',
      'demo',
      '--export-metrics',
    );
    assert.equal((await got(port, '/health')).status, 200);
    await asked.end('SIGTERM');
    const unasked = await home.start('ends by itself', '--driver', 'file', '--input', 'demo');
    // The socket answers once it plays, and HTTP would be there by the second answer.
    assert.equal(home.run('status').exit, 0);
    assert.equal(home.run('--health-check').exit, 0);
    await assert.rejects(got(port, '/health'), /ECONNREFUSED/);
    await unasked.end('SIGTERM');
    const forbidden = await quiet.start('Ready', '--production', '--driver', 'file');
    assert.equal(quiet.run('--health-check').exit, 0);
    await assert.rejects(got(port, '/health'), /ECONNREFUSED/);
    await forbidden.end('SIGTERM');
  } finally {
    home.remove();
    quiet.remove();
  }
});
