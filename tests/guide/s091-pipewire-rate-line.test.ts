import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';
import { pipeWireMissing } from '../support/headless-pipewire.ts';
import { pathThere, readThere, runPrinted, writeThere } from './printed.ts';

const FILE = '/etc/pipewire/pipewire.conf';
const LINE = `echo 'context.properties = { audio.rate = 48000 }' | sudo tee -a ${FILE}`;

test('on a system without that file the line replaces all of PipeWire’s own, and is told to go', () => {
  writeThere(FILE, '');
  runPrinted(LINE);
  const check = theCheck(
    examined({ files: { [FILE]: readThere(FILE) } }),
    'audio:configuration',
    'fail',
  );
  assert.match(check.says, /loads no modules/);
  assert.ok(check.advice.some((each) => each.startsWith('Take it away: rm ')));
  assert.ok(check.advice.some((each) => each.includes('default.clock.rate')));
});

test('in a copy of the whole file the key is one that PipeWire does not know', () => {
  writeThere(FILE, 'context.modules = [ { name = libpipewire-module-rt } ]\n');
  runPrinted(LINE);
  const check = theCheck(
    examined({ files: { [FILE]: readThere(FILE) } }),
    'audio:configuration',
    'warn',
  );
  assert.match(check.says, /audio\.rate/);
  assert.match(check.advice[0] ?? '', /^NixOS: services\.pipewire\.extraConfig/);
});

test('a PipeWire that reads the line alone loads nothing, so that no client finds it', {
  skip: pipeWireMissing(),
}, async () => {
  writeThere(FILE, '');
  runPrinted(LINE);
  const runtime = pathThere('/run');
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  const server = spawn('pipewire', ['-c', pathThere(FILE)], {
    env: { ...process.env, XDG_RUNTIME_DIR: runtime },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const exited = once(server, 'exit');
  while (!said.includes('no modules loaded') && server.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  server.kill('SIGKILL');
  await exited;
  assert.match(said, /no modules loaded/);
  assert.equal(existsSync(`${runtime}/pipewire-0`), false);
});
