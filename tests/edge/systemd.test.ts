import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { HangingHome } from '../support/hang.ts';
import { projectFile } from '../support/program.ts';
import { UserManager, userManagerMissing } from '../support/user-manager.ts';

const UNIT = 'fw16-synth';
const skip = userManagerMissing();
const home = new HangingHome({ FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont() });
after(() => home.remove());

test('systemd-analyze has nothing to say against the unit', { skip: analyzeMissing() }, () => {
  const file = home.path(`${UNIT}.service`);
  const unit = readFileSync(projectFile(`packaging/systemd/${UNIT}.service`), 'utf8');
  writeFileSync(file, unit.replace('ExecStart=fw16-synth', `ExecStart=${process.execPath}`));
  const { status, stderr } = spawnSync('systemd-analyze', ['--user', 'verify', file], {
    env: home.env,
    encoding: 'utf8',
  });
  assert.equal(status, 0);
  // A systemd before 253 says that it passes over the second Type.
  const said = stderr.split('\n').filter((line) => !/ignoring: notify-reload|^$/.test(line));
  assert.deepEqual(said, []);
});

test('the unit as shipped plays, is watched over, and is started anew', { skip }, async () => {
  const systemd = new UserManager(home);
  systemd.install([]);
  await systemd.start();
  try {
    assert.deepEqual(systemd.systemctl('start', UNIT), { exit: 0, out: '', err: '' });
    assert.equal(systemd.shown('ActiveState'), 'active');
    assert.match(systemd.shown('StatusText'), /^Disarmed; .*; file, 64 frames at 48000 Hz/);
    assert.equal(home.run('arm').exit, 0);
    await systemd.until('it is armed', () => systemd.shown('StatusText').startsWith('Armed;'));
    assert.match(systemd.systemctl('status', UNIT).out, /Status: "Armed;/);
    await systemd.until('it is real-time, which the sandbox permits', () => {
      return JSON.parse(home.run('status', '--json').out).playing.realtimePriority === 50;
    });

    assert.deepEqual(systemd.systemctl('stop', UNIT), { exit: 0, out: '', err: '' });

    // Only now: a machine that stands still for a second would restart it, and disarm it by that.
    systemd.install(['WatchdogSec=1', 'RestartSec=0']);
    assert.deepEqual(systemd.systemctl('start', UNIT), { exit: 0, out: '', err: '' });
    const first = systemd.shown('MainPID');
    home.hang('audio');
    await systemd.until('it is another', () => systemd.shown('MainPID') !== first);
    home.goOn('audio');
    await systemd.until('it runs', () => systemd.shown('SubState') === 'running');
    assert.equal(systemd.shown('NRestarts'), '1');

    assert.deepEqual(systemd.systemctl('stop', UNIT), { exit: 0, out: '', err: '' });
    assert.equal(systemd.shown('Result'), 'success');
    assert.equal(systemd.shown('ExecMainStatus'), '0');
    const stderr = readFileSync(home.path('stderr'), 'utf8');
    assert.doesNotMatch(stderr, /ERROR/);

    systemd.install(['Environment=FW16_SYNTH_AUDIO_BUFFER_SIZE=1']);
    assert.notEqual(systemd.systemctl('start', UNIT).exit, 0);
    assert.equal(systemd.shown('ExecMainStatus'), '78');
    assert.equal(systemd.shown('SubState'), 'failed', 'what cannot succeed is not tried again');
  } finally {
    await systemd.stop();
  }
});

function analyzeMissing(): string | false {
  return spawnSync('which', ['systemd-analyze']).status === 0
    ? false
    : 'needs systemd-analyze: apt install systemd';
}
