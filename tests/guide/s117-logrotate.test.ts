import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { projectFile } from '../support/program.ts';
import { until } from '../support/until.ts';

const LINE = 'sudo logrotate /etc/logrotate.d/fw16-synth';
const TURNS = 5;
const WRITER = fileURLToPath(new URL('../support/log-writer.js', import.meta.url));
const ADMIN = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };
const folder = mkdtempSync(join(tmpdir(), 'fw16-logrotate-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const logs = join(folder, 'var/log/fw16-synth');
const live = join(logs, 'production.log');
const rules = join(folder, 'fw16-synth');

test('logrotate takes the file away again and again, and no record is lost', {
  skip: missing(),
}, async () => {
  mkdirSync(logs, { recursive: true });
  const writer = spawn(process.execPath, [WRITER, live], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(writer, 'exit');
  let wrote = '';
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    wrote += text;
  });
  await once(writer.stderr, 'data');
  // The rules as shipped, but for the folder, and for whom the signal reaches.
  const shipped = readFileSync(projectFile('packaging/logrotate/fw16-synth'), 'utf8');
  assert.match(shipped, /pkill -USR2 -x fw16-synth/);
  writeFileSync(
    rules,
    shipped
      .replace('/var/log/fw16-synth', logs)
      .replace('pkill -USR2 -x fw16-synth', `kill -USR2 ${writer.pid}`),
  );
  chmodSync(rules, 0o644);
  for (let turn = 0; turn < TURNS; turn++) {
    const size = sizeOf(live);
    await until('the file has grown', () => sizeOf(live) >= size + 100_000);
    rotateAsPrinted();
    // Names go by the second.
    const second = Math.floor(Date.now() / 1000);
    await until('the second is over', () => Math.floor(Date.now() / 1000) !== second);
  }
  writer.kill('SIGTERM');
  await ended;

  const files = readdirSync(logs);
  assert.equal(files.filter((name) => name.endsWith('.gz')).length, TURNS - 1);
  assert.equal(files.length, TURNS + 1);
  const numbers = files.flatMap(numbersIn).sort((one, other) => one - other);
  assert.equal(numbers.length, Number(wrote));
  numbers.forEach((number, index) => {
    assert.equal(number, index);
  });
});

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The guide's line, run as printed but for sudo and for where things are. */
function rotateAsPrinted(): void {
  const here = LINE.replace('sudo logrotate', `logrotate --force --state ${folder}/state`);
  const command = here.replace('/etc/logrotate.d/fw16-synth', rules);
  const { status, stderr } = spawnSync('sh', ['-c', command], { env: ADMIN, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.equal(stderr, '');
}

function numbersIn(name: string): number[] {
  const bytes = readFileSync(join(logs, name));
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  return text
    .trimEnd()
    .split('\n')
    .flatMap((line): number[] => {
      const { number } = JSON.parse(line);
      return number === undefined ? [] : [number];
    });
}

function missing(): string | false {
  const { error } = spawnSync('logrotate', ['--version'], { env: ADMIN });
  return error === undefined ? false : 'needs logrotate: apt install logrotate';
}
