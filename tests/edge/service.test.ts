import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { HangingHome } from '../support/hang.ts';
import { freePort, got, SERVING } from '../support/http.ts';
import { SystemdListener } from '../support/systemd-listener.ts';
import { until } from '../support/until.ts';

const home = new HangingHome({
  FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
  FW16_SYNTH_PRODUCTION_ENABLE_MONITORING: 'false',
});
after(() => home.remove());
const UNATTENDED = ['--production', '--driver', 'file'] as const;

test('systemd hears when it can be played, how it stands, and that it ends', async (t) => {
  for (const isAbstract of [false, true]) {
    const systemd = new SystemdListener(isAbstract);
    t.after(() => systemd.close());
    Object.assign(home.env, { NOTIFY_SOCKET: systemd.address });
    const playing = await home.start('Ready', ...UNATTENDED);
    t.after(() => playing.child.kill('SIGKILL'));
    await systemd.hears('READY=1');
    await systemd.hears('STATUS=Disarmed; ');
    home.run('arm');
    const message = await systemd.hears('STATUS=Armed; ');
    assert.match(message, /; file, 64 frames at 48000 Hz, 1\.3 ms of buffer as configured$/);
    assert.equal((await playing.end('SIGTERM')).exit, 0);
    await systemd.hears('STOPPING=1\nEXTEND_TIMEOUT_USEC=31000000');
    const order = systemd.heard.map((message) => message.split('=')[0]);
    assert.deepEqual(
      order.filter((name) => name !== 'STATUS'),
      ['READY', 'STOPPING'],
    );
  }
});

test('signs of life stop while the sound stands still, or the play thread until it is replaced', async (t) => {
  const systemd = new SystemdListener();
  t.after(() => systemd.close());
  Object.assign(home.env, { NOTIFY_SOCKET: systemd.address, WATCHDOG_USEC: '600000' });
  const playing = await home.start('Ready', ...UNATTENDED);
  t.after(() => playing.child.kill('SIGKILL'));
  const beats = () => systemd.heard.filter((message) => message === 'WATCHDOG=1').length;
  const more = async (): Promise<void> => {
    const before = beats();
    await until('there are signs of life', () => beats() >= before + 2);
  };
  await more();
  home.hang('audio');
  // One may be on its way, and one looks back at the time before.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const before = beats();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(beats(), before, 'it seems alive without sound');
  home.goOn('audio');
  await more();
  home.hang('play');
  const atHang = beats();
  await new Promise((resolve) => setTimeout(resolve, 2500));
  // As above, and one for the thread that begins in its place, which hangs as well.
  assert.ok(beats() <= atHang + 3, `it seemed alive ${beats() - atHang} times without its thread`);
  home.goOn('play');
  await more();
  assert.equal((await playing.end('SIGTERM')).exit, 0);
  delete home.env['WATCHDOG_USEC'];
});

test('a reload is announced with its time, done, and refused where the file is wrong', async (t) => {
  const systemd = new SystemdListener();
  t.after(() => systemd.close());
  const file = home.path('config.yaml');
  const port = await freePort();
  writeFileSync(file, 'performance:\n  log_level: INFO\n');
  Object.assign(home.env, {
    NOTIFY_SOCKET: systemd.address,
    FW16_SYNTH_PRODUCTION_ENABLE_MONITORING: 'true',
    FW16_SYNTH_HTTP_PORT: `${port}`,
  });
  const playing = await home.start(SERVING, ...UNATTENDED, '--config', file);
  t.after(() => playing.child.kill('SIGKILL'));
  await systemd.hears('READY=1');
  const reload = async (yaml: string): Promise<void> => {
    const from = systemd.heard.length;
    writeFileSync(file, yaml);
    playing.child.kill('SIGHUP');
    const message = await systemd.hears('RELOADING=1', from);
    assert.match(message, /^RELOADING=1\nMONOTONIC_USEC=\d+$/);
    await systemd.hears('READY=1', from);
  };
  await reload('performance:\n  log_level: ERROR\naudio:\n  buffer_size: 512\n');
  await reload('audio:\n  bufer_size: 512\n');
  await playing.says('The configuration stays as it was');
  assert.match(playing.err, /"where":".*config\.yaml:2:3/);
  const { body } = await got(port, '/metrics');
  const counts = body.match(/^fw16_synth_config_reloads_total{.*$/gm);
  assert.deepEqual(
    counts?.map((line) => line.split('_').at(-1)),
    ['total{result="applied"} 1', 'total{result="refused"} 1'],
  );
  // What is worth a line is ERROR by then: the end is not.
  assert.equal((await playing.end('SIGTERM')).exit, 0);
  assert.doesNotMatch(playing.err, /Ended/);
});
