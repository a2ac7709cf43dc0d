/** What the modules make is checked by those who will read it: systemd, udev, polkit, Prometheus. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { MODULES } from '../../src/devices/framework-modules.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { HangingHome } from '../support/hang.ts';
import { NixStore } from '../support/nix-store.ts';
import { homeManagerMissing, nixpkgsMissing } from '../support/nixpkgs.ts';
import { Home, projectFile } from '../support/program.ts';
import { prometheusMissing, promtool } from '../support/promtool.ts';
import { UserManager, userManagerMissing } from '../support/user-manager.ts';
import type { Artefact } from './artefacts.ts';
import {
  ARTEFACTS,
  buildArtefact,
  GOLDEN,
  layOut,
  MADE_FROM,
  sourceDigest,
  textsOf,
} from './artefacts.ts';

const TOUCHPAD = '093a:0274';
const folder = mkdtempSync(join(tmpdir(), 'fw16-artefacts-'));
const home = new Home();
after(() => {
  rmSync(folder, { recursive: true });
  home.remove();
});

for (const name of ARTEFACTS) {
  const skip = name === 'home' ? homeManagerMissing() : nixpkgsMissing();
  test(`tests/nix/golden/${name} is what the module makes (if not: npm run nix:docs)`, {
    skip,
  }, () => {
    const store = new NixStore();
    try {
      const made = textsOf(buildArtefact(store, name));
      assert.deepEqual(Object.fromEntries(made), Object.fromEntries(textsOf(join(GOLDEN, name))));
    } finally {
      store.remove();
    }
  });
}

test('tests/nix/golden is made from these modules (if not, where nixpkgs is: npm run nix:docs)', () => {
  assert.equal(readFileSync(MADE_FROM, 'utf8'), sourceDigest());
});

/** A system with what a module makes of it, and with what that names in the store. */
function system(name: Artefact): string {
  const place = join(folder, name);
  const store = join(place, 'store');
  layOut(name, place, store);
  const standIn = (path: string, text: string): void => {
    mkdirSync(join(store, path, '..'), { recursive: true });
    writeFileSync(join(store, path), text);
    chmodSync(join(store, path), 0o755);
  };
  for (const path of [
    ...['fw16-synth/bin/fw16-synth', 'fw16-synth-is-player', 'systemd/bin/systemctl'],
    ...['acl/bin/setfacl', 'coreutils/bin/id'],
  ]) {
    standIn(path, '#!/bin/sh\n');
  }
  mkdirSync(join(store, 'fw16-synth/share/fw16-synth'), { recursive: true });
  const monitoring = join(store, 'fw16-synth/share/fw16-synth/monitoring');
  cpSync(projectFile('monitoring'), monitoring, { recursive: true });
  return place;
}

const systems = new Map(ARTEFACTS.map((name) => [name, system(name)]));

function text(name: Artefact, path: string): string {
  return readFileSync(join(systems.get(name)!, path), 'utf8');
}

const SYSTEM_UNIT = 'etc/systemd/system/fw16-synth@.service';
const analyzeMissing = (): string | false =>
  spawnSync('which', ['systemd-analyze']).status === 0
    ? false
    : 'needs systemd-analyze: apt install systemd';

/** What systemd finds fault with; a version that does not know notify-reload says so. */
function verify(unit: string, ...flags: readonly string[]): string[] {
  const argv = [...flags, '--man=no', 'verify', unit];
  const { stderr } = spawnSync('systemd-analyze', argv, { env: home.env, encoding: 'utf8' });
  return stderr.split('\n').filter((line) => !/ignoring: notify-reload|^$/.test(line));
}

test('systemd finds no fault with the units', { skip: analyzeMissing() }, () => {
  for (const name of ['guide', 'everything'] as const) {
    const place = join(folder, `fw16-synth@${name === 'guide' ? 1000 : 1001}.service`);
    copyFileSync(join(systems.get(name)!, SYSTEM_UNIT), place);
    assert.deepEqual(verify(place), []);
    const user = join(systems.get(name)!, 'etc/systemd/user/fw16-synth.service');
    assert.deepEqual(verify(user, '--user'), []);
  }
  const ofHome = join(systems.get('home')!, '.config/systemd/user/fw16-synth.service');
  assert.deepEqual(verify(ofHome, '--user'), []);
});

test('the service plays in the sandbox that the module gives it', {
  skip: userManagerMissing(),
}, async () => {
  const playing = new HangingHome({ FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont() });
  // A manager of one user has no others to be, and its home is in /tmp. Limits may not be raised in a
  // container: that the thread is real-time is seen in tests/nixos-vm.
  const unit = text('guide', SYSTEM_UNIT)
    .replace(/^(?:User|SupplementaryGroups|BindsTo|After|ExecCondition|PrivateTmp)=.*\n/gm, '')
    .replaceAll('/run/user/%i', playing.env['XDG_RUNTIME_DIR']!)
    .replace('Type=notify-reload', 'Type=notify')
    .replace('[Service]', `[Service]\nReadWritePaths=${playing.folder}`);
  const systemd = new UserManager(playing, unit);
  systemd.install([]);
  await systemd.start();
  try {
    assert.deepEqual(systemd.systemctl('start', 'fw16-synth'), { exit: 0, out: '', err: '' });
    assert.match(systemd.shown('StatusText'), /^Disarmed; .*; file, \d+ frames/);
    assert.equal(playing.run('arm').exit, 0);
    assert.deepEqual(systemd.systemctl('stop', 'fw16-synth'), { exit: 0, out: '', err: '' });
    assert.equal(systemd.shown('Result'), 'success');
  } finally {
    await systemd.stop();
    playing.remove();
  }
});

test('the packaged unit and the modules’ are of one mind', () => {
  const directives = (unit: string): Map<string, string> =>
    new Map(
      [...unit.matchAll(/^([A-Z]\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [
        name,
        value.replace(/^yes$/, 'true'),
      ]),
    );
  const packaged = directives(
    readFileSync(projectFile('packaging/systemd/fw16-synth.service'), 'utf8'),
  );
  const ofHome = directives(text('home', '.config/systemd/user/fw16-synth.service'));
  // Where each is installed, and what is written in several lines or in one.
  const own = [
    'ExecStart',
    'After',
    'ReadWritePaths',
    'InaccessiblePaths',
    'RestrictAddressFamilies',
  ];
  for (const [name, value] of packaged) {
    if (own.includes(name) || name === 'ConditionUser') continue;
    assert.equal(ofHome.get(name), value, name);
  }
});

test('udev’s rules are rules, and come before those of the seat', () => {
  const rule =
    /^(?:(?:ACTION|SUBSYSTEM|KERNEL|ATTRS\{[\w/]+\}|ENV\{\w+\})(?:==|!=)"[^"]+", )+(?:ENV\{\w+\}="1", )?(?:RUN\+="\/\S+\/setfacl -m g:fw16-synth:rw? \$env\{DEVNAME\}"|TAG\+="uaccess"|GROUP="input", MODE="0640")$/;
  const names = ['70-fw16-synth.rules', '70-fw16-synth-more.rules'];
  for (const name of [...names, '70-fw16-synth-led-matrix.rules']) {
    assert.ok(name < '73-seat-late.rules');
    const lines = text('everything', `etc/udev/rules.d/${name}`).trim().split('\n');
    for (const line of lines.filter((each) => !each.startsWith('#'))) assert.match(line, rule);
  }
});

test('what the laptop can be played with, the service may read', () => {
  const rules = text('guide', 'etc/udev/rules.d/70-fw16-synth.rules');
  const played = Object.keys(MODULES).filter((id) => MODULES[id]?.playable || id === TOUCHPAD);
  for (const id of played) {
    const [vendor = '', product = ''] = id.split(':');
    const rule = `id/vendor}=="${vendor}", ATTRS{id/product}=="`;
    const lines = rules.split('\n').filter((line) => line.includes(rule));
    assert.ok(
      lines.some((line) => line.split(rule)[1]?.split('"')[0]?.split('|').includes(product)),
      id,
    );
  }
});

test('udev itself finds no fault with them', { skip: udevVerifyMissing() }, () => {
  const rules = join(systems.get('everything')!, 'etc/udev/rules.d');
  const { status, stderr, stdout } = spawnSync('udevadm', ['verify', rules], { encoding: 'utf8' });
  assert.equal(status, 0, `${stdout}${stderr}`);
});

function udevVerifyMissing(): string | false {
  const path = `${process.env['PATH']}:/sbin:/usr/sbin`;
  const { status } = spawnSync('udevadm', ['verify', '--help'], { env: { PATH: path } });
  return status === 0 ? false : 'needs udevadm of systemd 254 or later: apt install udev';
}

test('polkit lets a player start and stop their own instrument, and nothing else', () => {
  const IDS: Readonly<Record<string, string>> = { musician: '1000', other: '1001', root: '0' };
  let rule: (action: unknown, subject: unknown) => string | undefined = () => assert.fail();
  const polkit = {
    Result: { YES: 'yes' },
    addRule: (given: typeof rule) => {
      rule = given;
    },
    spawn: (argv: readonly string[]) => `${IDS[argv[2]!]}\n`,
  };
  runInNewContext(text('guide', 'etc/polkit-1/rules.d/10-nixos.rules'), { polkit });
  const ask = (user: string, verb: string, unit: string, id = 'manage-units') =>
    rule(
      {
        id: `org.freedesktop.systemd1.${id}`,
        lookup: (name: string) => ({ verb, unit })[name],
      },
      { user },
    );
  for (const verb of ['start', 'stop', 'restart', 'reload']) {
    assert.equal(ask('musician', verb, 'fw16-synth@1000.service'), 'yes');
  }
  assert.equal(ask('musician', 'start', 'fw16-synth@1001.service'), undefined);
  assert.equal(ask('other', 'start', 'fw16-synth@1001.service'), undefined);
  assert.equal(ask('musician', 'start', 'sshd.service'), undefined);
  assert.equal(ask('musician', 'set-property', 'fw16-synth@1000.service'), undefined);
  assert.equal(ask('musician', 'start', 'fw16-synth@1000.service', 'manage-unit-files'), undefined);
});

test('the program takes each configuration', () => {
  for (const [name, path] of [
    ['guide', 'etc/fw16-synth/config.yaml'],
    ['everything', 'etc/fw16-synth/config.yaml'],
    ['home', '.config/fw16-synth/config.yaml'],
  ] as const) {
    const file = join(systems.get(name)!, path);
    assert.deepEqual(home.run('--config', file, '--validate-only').exit, 0);
  }
});

test('Prometheus takes its jobs and the alerts', { skip: prometheusMissing() }, () => {
  const { exit, said } = promtool([
    ...['check', 'config', join(systems.get('everything')!, 'etc/prometheus.yml')],
  ]);
  assert.equal(exit, 0, said);
  assert.match(said, /[1-9]\d* rules found/);
});
