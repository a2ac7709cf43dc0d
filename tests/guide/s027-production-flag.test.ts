import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { after, test } from 'node:test';
import { freePort, got } from '../support/http.ts';
import { MAIN, Started } from '../support/program.ts';
import { Production } from './production.ts';

const LINE = 'fw16-synth --production';

test('the line plays without a screen: JSON on standard error, health over HTTP, disarmed', async () => {
  const port = await freePort();
  const home = new Production((yaml) => `${yaml}\nhttp:\n  port: ${port}\n`);
  after(() => home.remove());
  // Where whoever runs it has their own, and the program where the shell finds it.
  mkdirSync(home.path('.config/fw16-synth'), { recursive: true });
  symlinkSync(home.config, home.path('.config/fw16-synth/config.yaml'));
  mkdirSync(home.path('bin'));
  symlinkSync(MAIN, home.path('bin/fw16-synth'));
  const path = `${home.path('bin')}:${dirname(process.execPath)}:${home.env['PATH']}`;
  const child = spawn('sh', ['-c', `exec ${LINE}`], {
    cwd: home.folder,
    env: { ...home.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const playing = new Started(child);
  await playing.says('over HTTP');
  assert.equal((await got(port, '/livez')).status, 200);
  assert.equal(JSON.parse(home.run('status', '--json').out).playing.armed, false);
  assert.equal((await playing.end('SIGTERM')).exit, 0);
  assert.equal(out, '');
  const told = playing.err.trimEnd().split('\n');
  assert.equal(JSON.parse(told[0] ?? '').message, 'fw16-synth starts');
  assert.equal(JSON.parse(told.at(-1) ?? '').message, 'Ended');
  for (const line of told) assert.match(JSON.parse(line).level, /^(INFO|WARN)$/);
});
