import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after, test } from 'node:test';
import { until } from '../support/until.ts';
import { Production } from './production.ts';

const LINE = 'tail -f /var/log/fw16-synth/production.log | grep METRIC';

test('tail -f on the log, filtered for METRIC, shows figures as they come', async (t) => {
  // grep hands on to another program by the block; at a terminal it does so by the line.
  const home = new Production((yaml) => `${yaml}\nlogging:\n  metric_interval: 0.01\n`);
  after(() => home.remove());
  const playing = await home.play();
  await until('there is a log', () => existsSync(home.log));
  const shell = spawn('sh', ['-c', home.here(LINE)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const endShell = (): boolean => process.kill(-(shell.pid ?? 0), 'SIGTERM');
  t.after(() => shell.exitCode === null && shell.signalCode === null && endShell());
  let shown = '';
  shell.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  await until('it shows figures', () => shown.split('\n').length >= 4);
  endShell();
  await playing.end('SIGTERM');
  const [first, second] = shown.split('\n', 2).map((line) => JSON.parse(line));
  assert.equal(first.level, 'METRIC');
  assert.equal(first.audio_driver, 'file');
  assert.equal(first.notes_sounding, 0);
  assert.ok(Date.parse(second.time) > Date.parse(first.time));
});
