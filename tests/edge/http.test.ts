import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { got, raw, SERVING, type Serving, serve } from '../support/http.ts';
import { Home, MAIN, Started } from '../support/program.ts';
import { until } from '../support/until.ts';

type Told = Record<string, { samples: { name: string; value: number }[] } | undefined>;

let serving: Serving;
before(async () => {
  serving = await serve();
});
after(() => serving.stop());

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';
const OPENMETRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

test('what is played shows in the metrics', async () => {
  let told: Told = {};
  const value = (name: string, suffix = ''): number =>
    told[`fw16_synth_${name}`]?.samples.find((each) => each.name.endsWith(suffix))?.value ?? 0;
  let peak = 0;
  await until('notes are heard', async () => {
    told = JSON.parse((await serving.get('/metrics?format=json')).body);
    peak = Math.max(peak, value('audio_peak_ratio'));
    return value('notes_total') > 3 && peak > 0.01;
  });
  assert.ok(value('audio_rms_ratio') <= peak && peak < 4);
  assert.ok(value('voices') <= value('polyphony'));
  assert.equal(value('notes_orphaned_total'), 0);
  const count = value('key_to_note_seconds', '_count');
  const sum = value('key_to_note_seconds', '_sum');
  assert.ok(count > 3 && sum > 0 && sum / count < 1, `${sum} s for ${count} notes`);
});

test('health, liveness, readiness and the end of the start are told with a status', async () => {
  for (const path of ['/health', '/livez', '/readyz', '/startupz']) {
    const { status, headers, body } = await serving.get(path);
    assert.equal(status, 200, path);
    assert.equal(headers['content-type'], 'application/health+json');
    assert.match(JSON.parse(body).status, /^(pass|warn)$/);
  }
});

test('detailed health has an entry for each check, with figure, time and words', async () => {
  const { status, headers, body } = await serving.get('/health/detailed');
  assert.equal(status, 200);
  assert.equal(headers['content-type'], 'application/health+json');
  const { checks, version, serviceId } = JSON.parse(body);
  assert.match(version, /^\d+\.\d+/);
  assert.equal(serviceId, 'fw16-synth');
  for (const name of [
    ...['audio:progress', 'audio:latency', 'audio:late', 'input:devices', 'font:loaded'],
    ...['play:heartbeat', 'process:cpu', 'process:memory', 'disk:recordings', 'config:accepted'],
  ]) {
    const [entry] = checks[name] ?? assert.fail(`${name} is missing`);
    assert.match(entry.status, /^(pass|warn|fail)$/);
    assert.equal(typeof entry.observedValue, 'number', name);
    assert.equal(typeof entry.observedUnit, 'string', name);
    assert.ok(Math.abs(Date.parse(entry.time) - Date.now()) < 120_000, name);
    assert.ok(entry.output.length > 0, name);
    if (entry.status === 'warn') assert.ok(entry.advice.length > 0, name);
  }
});

test('metrics come in the form that is asked for, and in text when none is', async () => {
  const typeFor = async (path: string, accept?: string): Promise<unknown> => {
    const { status, headers } = await serving.get(path, accept === undefined ? {} : { accept });
    assert.equal(status, 200);
    return headers['content-type'];
  };
  assert.equal(await typeFor('/metrics'), TEXT);
  assert.equal(
    await typeFor('/metrics', 'application/openmetrics-text;q=0.9, */*;q=0.1'),
    OPENMETRICS,
  );
  assert.equal(await typeFor('/metrics', 'application/json'), 'application/json; charset=utf-8');
  assert.equal(await typeFor('/metrics?format=openmetrics', 'application/json'), OPENMETRICS);
  assert.equal(await typeFor('/metrics?format=text', 'application/json'), TEXT);
  assert.equal((await serving.get('/metrics?format=xml')).status, 400);
});

test('an answer is packed for who takes gzip, and HEAD has the headers alone', async () => {
  const packed = await serving.get('/metrics', { 'accept-encoding': 'gzip' });
  assert.equal(packed.headers['content-encoding'], 'gzip');
  assert.match(gunzipSync(packed.bytes).toString(), /^fw16_synth_ready 1$/m);
  const plain = await serving.get('/metrics');
  assert.equal(plain.headers['content-encoding'], undefined);
  const head = await serving.get('/health', {}, 'HEAD');
  assert.equal(head.body, '');
  assert.equal(head.status, 200);
  assert.ok(Number(head.headers['content-length']) > 10);
});

test('nothing is stored, sniffed, embedded, or shared with another site', async () => {
  for (const path of ['/health', '/metrics', '/nothing']) {
    const { headers } = await serving.get(path, { origin: 'https://evil.example' });
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
    assert.equal(headers['access-control-allow-origin'], undefined);
  }
});

test('a name that is not ours is turned away, whatever is asked for', async () => {
  for (const host of ['evil.example', 'localhost.evil.example', 'evil.example:8080', '0']) {
    for (const path of ['/health', '/metrics', '/nothing']) {
      assert.equal((await serving.get(path, { host })).status, 421, host);
    }
  }
  for (const host of ['localhost', `localhost:${serving.port}`, '127.0.0.1', '[::1]:1']) {
    assert.equal((await serving.get('/health', { host })).status, 200, host);
  }
  const twice =
    'GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n';
  assert.match((await raw(serving.port, twice)).said, /^HTTP\/1\.1 421 /);
  const absolute =
    'GET http://localhost/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
  assert.match((await raw(serving.port, absolute)).said, /^HTTP\/1\.1 404 /);
  assert.match((await raw(serving.port, 'GET /health HTTP/1.0\r\n\r\n')).said, /^HTTP\/1\.1 421 /);
});

test('other methods are refused with those that there are', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
    const { status, headers } = await serving.get('/metrics', {}, method);
    assert.equal(status, 405, method);
    assert.equal(headers['allow'], 'GET, HEAD');
  }
  const tunnel = await raw(
    serving.port,
    'CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n',
  );
  assert.match(tunnel.said, /^HTTP\/1\.1 405 .*\r\nAllow: GET, HEAD\r\n/);
});

test('a path is exactly one of ours, or nothing', async () => {
  for (const path of [
    ...[
      '/',
      '//metrics',
      '/metrics/',
      '/metrics/..',
      '/health/../metrics',
      '/%6detrics',
      '/%2e%2e/',
    ],
    ...['/METRICS', '/metrics%00', '/health/detailed/', '/.', '/../../etc/passwd', '/constructor'],
    ...['/metrics;format=json', '/health%2fdetailed', '/__proto__', '/metrics#'],
  ]) {
    assert.equal((await serving.get(path)).status, 404, path);
  }
});

test('a header of 100,000 bytes, and a path as long, are refused', async () => {
  const header = `GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'a'.repeat(100_000)}\r\n\r\n`;
  assert.match((await raw(serving.port, header)).said, /^HTTP\/1\.1 431 /);
  const path = `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  assert.match((await raw(serving.port, path)).said, /^HTTP\/1\.1 431 /);
});

test('a body is not waited for, however long it is said to be', async () => {
  for (const how of ['Content-Length: 1000000000', 'Transfer-Encoding: chunked']) {
    const { said, ms } = await raw(
      serving.port,
      `POST /health HTTP/1.1\r\nHost: localhost\r\n${how}\r\n\r\nffff\r\n${'x'.repeat(100_000)}`,
    );
    assert.match(said, /^HTTP\/1\.1 405 /);
    assert.ok(ms < 3000, `${ms} ms`);
  }
  const asking = `PUT /health HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n`;
  assert.match((await raw(serving.port, asking)).said, /^HTTP\/1\.1 405 /);
});

test('who says nothing, or dawdles, or sends drop by drop, is cut off', async () => {
  // Five seconds is the promise; what a busy machine adds is not ours.
  const isInTime = (ms: number): boolean => ms > 3000 && ms < 9000;
  const dawdle = async (text: string): Promise<void> => {
    const { said, ms } = await raw(serving.port, text);
    assert.match(said, /^HTTP\/1\.1 408 /);
    assert.ok(isInTime(ms), `${ms} ms`);
  };
  const drip = async (): Promise<void> => {
    const socket = connect(serving.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.resume().write('GET /health HTTP/1.1\r\nHost: localhost\r\n');
    const drops = setInterval(() => socket.write('X-Drop: 1\r\n'), 200);
    const began = performance.now();
    await once(socket, 'close');
    clearInterval(drops);
    assert.ok(isInTime(performance.now() - began));
  };
  const texts = ['', 'GET ', 'GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: '];
  await Promise.all([...texts.map(dawdle), drip()]);
});

test('what is no HTTP is refused, and the next one is served', async () => {
  for (const text of [
    '\x16\x03\x01\x02\x00\x01',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'BREW / HTTP/1.1\r\n\r\n',
  ]) {
    assert.match((await raw(serving.port, text)).said, /^HTTP\/1\.1 400 /);
  }
  assert.equal((await serving.get('/health')).status, 200);
});

test('a hundred connections at once leave room for one more soon after', async () => {
  const sockets = Array.from({ length: 100 }, () => connect(serving.port, '127.0.0.1'));
  const closed = new Set<unknown>();
  for (const socket of sockets) {
    socket.on('error', () => {}).resume();
    socket.on('close', () => closed.add(socket));
  }
  await until('all but 32 are closed', () => closed.size >= 100 - 32);
  for (const socket of sockets) socket.destroy();
  await until('it answers again', async () => {
    return (await serving.get('/health').catch(() => undefined))?.status === 200;
  });
});

test('both loopback addresses are served, as far as this machine has them', async () => {
  const [, where = ''] = /over HTTP: ([^"]*)\."/.exec(serving.program.err) ?? [];
  assert.match(where, /^127\.0\.0\.1:\d+/);
  if (!where.includes('[::1]')) return;
  const { status } = await got(serving.port, '/health', {}, 'GET', '::1');
  assert.equal(status, 200);
});

test('a port that is taken, and an address that is not ours, are warnings: it plays on', async () => {
  const taker = createServer().listen(0, '127.0.0.1');
  await once(taker, 'listening');
  const { port } = taker.address() as AddressInfo;
  const unserved = await serve(
    { FW16_SYNTH_HTTP_PORT: `${port}`, FW16_SYNTH_HTTP_ADDRESSES: '127.0.0.1, 192.0.2.1' },
    ['--driver', 'file', '--input', 'demo'],
    'the music goes on',
  );
  try {
    const { err } = unserved.program;
    assert.match(err, /another program has the port\. Set http\.port/);
    assert.match(err, /no such address\. Leave it out of http\.addresses/);
    assert.equal(unserved.home.run('status').exit, 0);
  } finally {
    await unserved.stop();
    taker.close();
  }
});

test('sockets that systemd hands over are used instead of addresses', async () => {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const home = new Home({ FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont() });
  const handed = (listener as unknown as { _handle: { fd: number } })._handle.fd;
  const script = 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"';
  const child = spawn(
    'sh',
    ['-c', script, 'sh', process.execPath, MAIN, '--production', '--driver', 'file'],
    {
      cwd: home.folder,
      env: home.env,
      stdio: ['ignore', 'ignore', 'pipe', handed],
    },
  );
  const program = new Started(child);
  try {
    await program.says(SERVING);
    assert.match(program.err, /over HTTP: socket 3 of systemd/);
    // The parent's own copy is closed, so that it is the instrument who answers.
    listener.close();
    assert.equal((await got(port, '/health')).status, 200);
  } finally {
    await program.end('SIGTERM');
    home.remove();
  }
});

const wrkMissing = spawnSync('which', ['wrk']).status === 0 ? false : 'needs wrk: apt install wrk';

test('10,000 requests at once leave its memory as it was', { skip: wrkMissing }, async () => {
  const flood = async (): Promise<number> => {
    let requests = 0;
    while (requests < 10_000) {
      const wrk = spawn('wrk', ['-c8', '-t1', '-d1s', `http://127.0.0.1:${serving.port}/metrics`]);
      let told = '';
      wrk.stdout.setEncoding('utf8').on('data', (text: string) => {
        told += text;
      });
      await once(wrk, 'close');
      assert.doesNotMatch(told, /Non-2xx/);
      requests += Number(/(\d+) requests in/.exec(told)?.[1]);
    }
    const { body } = await serving.get('/metrics?format=json');
    return JSON.parse(body).process_resident_memory_bytes.samples[0].value;
  };
  // The first flood makes the heap as large as floods need it.
  await flood();
  const before = await flood();
  const after = await flood();
  assert.ok(after - before < 16e6, `${(after - before) / 1e6} MB more`);
});
