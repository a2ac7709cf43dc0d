import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { Home } from '../support/program.ts';
import { UserManager, userManagerMissing } from '../support/user-manager.ts';

const SCRIPT = `#!/bin/bash
if ! curl -f http://localhost:8080/health; then
  echo "FW16 Synth health check failed"
  systemctl restart fw16-synth
  exit 1
fi
`;

test('the script restarts the unit we ship when nothing healthy answers, and only then', {
  skip: curlMissing() || userManagerMissing(),
}, async () => {
  // At first nothing answers.
  const home = new Home({
    FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
    FW16_SYNTH_PRODUCTION_ENABLE_MONITORING: 'false',
  });
  after(() => home.remove());
  const script = home.path('health.sh');
  // Ours is a user's unit: the one word that differs.
  writeFileSync(script, SCRIPT.replace('systemctl', 'systemctl --user'), { mode: 0o755 });
  const systemd = new UserManager(home);
  systemd.install([]);
  await systemd.start();
  try {
    assert.equal(systemd.systemctl('start', 'fw16-synth').exit, 0);
    const first = systemd.shown('MainPID');
    assert.equal(systemd.runOnce(script), 1);
    const second = systemd.shown('MainPID');
    assert.notEqual(second, first);
    assert.equal(systemd.shown('SubState'), 'running');

    systemd.install(['Environment=FW16_SYNTH_PRODUCTION_ENABLE_MONITORING=true']);
    assert.equal(systemd.systemctl('restart', 'fw16-synth').exit, 0);
    // It is ready before it is asked for its health; until then the script does what it does.
    await systemd.until('the script is content', () => systemd.runOnce(script) === 0);
    const third = systemd.shown('MainPID');
    assert.equal(systemd.runOnce(script), 0);
    assert.equal(systemd.shown('MainPID'), third);
  } finally {
    await systemd.stop();
  }
});

function curlMissing(): string | false {
  return spawnSync('which', ['curl']).status === 0 ? false : 'needs curl: apt install curl';
}
