/** What logrotate does by the module's rules, which may signal nobody. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { until } from '../support/until.ts';
import { GOLDEN } from './artefacts.ts';

const WRITER = fileURLToPath(new URL('../support/log-writer.js', import.meta.url));
const ADMIN = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };
const folder = mkdtempSync(join(tmpdir(), 'fw16-nix-logrotate-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('logrotate on NixOS takes the file away unsaid, and no record is lost', {
  skip: missing(),
}, async () => {
  const logs = join(folder, 'log');
  const live = join(logs, 'production.log');
  const rules = join(folder, 'logrotate.conf');
  mkdirSync(logs);
  const made = readFileSync(join(GOLDEN, 'rotated/etc/logrotate.conf'), 'utf8');
  writeFileSync(rules, made.replace('/var/log/fw16-synth', logs));
  chmodSync(rules, 0o644);
  const writer = spawn(process.execPath, [WRITER, live], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(writer, 'exit');
  let wrote = '';
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    wrote += text;
  });
  await once(writer.stderr, 'data');
  for (let turn = 0; turn < 2; turn++) {
    const argv = ['--force', '--state', join(folder, 'state'), rules];
    const { status, stderr } = spawnSync('logrotate', argv, { env: ADMIN, encoding: 'utf8' });
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    assert.ok(!existsSync(live));
    await until('the program has begun another file', () => existsSync(live));
  }
  writer.kill('SIGTERM');
  await ended;

  const files = readdirSync(logs);
  assert.equal(files.length, 3);
  assert.equal(files.filter((name) => name.endsWith('.gz')).length, 1);
  const numbers = files.flatMap((name) => numbersIn(join(logs, name))).sort((a, b) => a - b);
  assert.equal(numbers.length, Number(wrote));
  assert.ok(numbers.every((number, index) => number === index));
});

function numbersIn(file: string): number[] {
  const bytes = readFileSync(file);
  const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().trimEnd().split('\n');
  return lines.flatMap((line): number[] => JSON.parse(line).number ?? []);
}

function missing(): string | false {
  const { error } = spawnSync('logrotate', ['--version'], { env: ADMIN });
  return error === undefined ? false : 'needs logrotate: apt install logrotate';
}
