import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { HangingHome } from '../support/hang.ts';

const home = new HangingHome({
  FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
  FW16_SYNTH_PRODUCTION_ENABLE_MONITORING: 'false',
  FW16_SYNTH_PRODUCTION_GRACEFUL_SHUTDOWN_TIMEOUT: '1.5',
});
after(() => home.remove());
const UNATTENDED = ['--production', '--driver', 'file'] as const;
// The timeout, and what a loaded machine may add.
const WITHIN_MS = 4000;

test('a play thread that hangs is left behind when the time is up, with exit 70', async () => {
  const playing = await home.start('Ready', ...UNATTENDED);
  home.hang('play');
  const { exit, ms } = await playing.end('SIGTERM');
  home.goOn('play');
  assert.equal(exit, 70);
  assert.ok(ms > 1000 && ms < WITHIN_MS, `it took ${ms} ms`);
  assert.match(playing.err, /"level":"ERROR".*does not end; ending by force/);
});

test('a main thread that hangs is ended by the alarm of the kernel', async () => {
  const playing = await home.start('Ready', ...UNATTENDED);
  home.hang('main');
  const { ms } = await playing.end('SIGTERM');
  home.goOn('main');
  assert.equal(playing.child.signalCode, 'SIGALRM');
  assert.ok(ms > 1000 && ms < WITHIN_MS, `it took ${ms} ms`);
});

test('a disk under the log that does not answer delays neither the playing nor the end', async () => {
  const log = home.path('slow.log');
  const playing = await home.start('Ready', ...UNATTENDED, '--log-file', log);
  home.hang('log');
  assert.equal(home.run('arm').exit, 0);
  assert.equal(JSON.parse(home.run('status', '--json').out).playing.armed, true);
  await playing.says('cannot be written');
  const { exit, ms } = await playing.end('SIGTERM');
  home.goOn('log');
  assert.equal(exit, 0);
  assert.ok(ms < WITHIN_MS, `it took ${ms} ms`);
});
