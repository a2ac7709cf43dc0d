/** What each option of the NixOS module brings, and what it says to those that contradict. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type JsonSchema, jsonSchema } from '../../src/config/json-schema.ts';
import { NixStore } from '../support/nix-store.ts';
import { nixpkgsFolder, nixpkgsMissing } from '../support/nixpkgs.ts';
import { projectFile } from '../support/program.ts';
import { FROM_SCHEMA, optionPage } from './option-pages.ts';
import { sampleSettings } from './sample-settings.ts';

const FILE = projectFile('tests/nix/nixos.nix');
/** As machines.nix has it, in each of its settings. */
const CLAVINET = {
  ...{ name: 'Clavinet', program: 7, bank: 8, octave: 3, transpose: -2, layout: 'mine' },
  ...{ velocity: 90, mode: 'mono', level: 80, reverb: 20, chorus: 10 },
};

/** What the evaluation tells of a machine; see nixos.nix. */
interface Machine {
  readonly warnings: readonly string[];
  readonly failed: readonly string[];
  readonly settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly groups: Readonly<Record<string, { readonly members: readonly string[] }>>;
  readonly users: Readonly<Record<string, { readonly extraGroups: readonly string[] }>>;
  readonly ports: readonly number[];
  readonly rtkit: boolean;
  readonly packages: readonly string[];
  readonly pathsToLink: readonly string[];
  readonly grafana: readonly { readonly options: { readonly path: string } }[];
  readonly services: readonly string[];
  readonly wantedBy: Readonly<Record<string, readonly string[]>>;
}

describe('the NixOS module', { skip: nixpkgsMissing() }, () => {
  const store = new NixStore();
  const nixpkgs = nixpkgsFolder();
  const args = {
    nixpkgs,
    path: process.env['PATH'] ?? '',
    sampleSettings: JSON.stringify(sampleSettings()),
  };
  let machines: Readonly<Record<string, Machine>>;
  const built = new Map<string, string>();

  before(() => {
    const { exit, out, err } = store.evaluate(FILE, 'data', args);
    assert.equal(exit, 0, err);
    machines = JSON.parse(out);
  });
  after(() => {
    store.remove();
    if (nixpkgs !== process.env['NIXPKGS']) rmSync(nixpkgs, { recursive: true });
  });

  function machine(name: string): Machine {
    return machines[name] ?? assert.fail(`no machine ${name}`);
  }

  /** A file that the machine gets; undefined where it gets none. */
  function file(name: string, path: string): string | undefined {
    if (!built.has(name)) {
      const { exit, out, err } = store.build(FILE, `files.${name}`, args);
      assert.equal(exit, 0, err);
      built.set(name, out);
    }
    const place = join(built.get(name)!, 'etc', path);
    return existsSync(place) ? readFileSync(place, 'utf8') : undefined;
  }

  function unit(name: string): readonly string[] {
    return (file(name, 'systemd/system/fw16-synth@.service') ?? '').split('\n');
  }

  const SYSTEM_UNIT = 'systemd/system/fw16-synth@.service';
  const RULES = 'udev/rules.d/70-fw16-synth.rules';
  const MATRIX_RULES = 'udev/rules.d/70-fw16-synth-led-matrix.rules';
  const MORE_RULES = 'udev/rules.d/70-fw16-synth-more.rules';

  test('off, it brings nothing, whatever else is set', () => {
    const { packages, services, ports, groups, rtkit, warnings, failed } = machine('off');
    assert.deepEqual(
      { packages, services, ports, rtkit, warnings, failed },
      {
        packages: [],
        services: [],
        ports: [],
        rtkit: false,
        warnings: [],
        failed: [],
      },
    );
    assert.deepEqual(Object.keys(groups), ['input']);
    for (const path of ['fw16-synth/config.yaml', SYSTEM_UNIT, RULES, MORE_RULES]) {
      assert.equal(file('off', path), undefined);
    }
  });

  test('enable alone brings the program and its file, and grants nothing', () => {
    const { packages, services, ports, rtkit, warnings } = machine('bare');
    assert.deepEqual(
      { packages, services, ports, rtkit },
      {
        packages: ['fw16-synth'],
        services: [],
        ports: [],
        rtkit: false,
      },
    );
    assert.equal(file('bare', 'fw16-synth/config.yaml'), '{}');
    assert.equal(file('bare', RULES), undefined);
    assert.match(warnings.join(), /users is empty.*Name who plays/);
  });

  test('the guide as printed is taken without a word', () => {
    const { failed, warnings, rtkit } = machine('guide');
    assert.deepEqual({ failed, warnings, rtkit }, { failed: [], warnings: [], rtkit: true });
    assert.deepEqual(JSON.parse(file('guide', 'fw16-synth/config.yaml') ?? ''), {
      audio: { driver: 'pipewire', soundfont: '/var/lib/soundfonts/FluidR3_GM.sf2' },
    });
    assert.deepEqual((file('guide', 'security/limits.conf') ?? '').trim().split('\n').sort(), [
      '@audio - memlock unlimited',
      '@audio - rtprio 95',
      'musician - memlock unlimited',
      'musician - rtprio 95',
    ]);
  });

  test('keyboards are read by the process that plays, and by no user', () => {
    const { groups, users } = machine('guide');
    assert.deepEqual(groups['fw16-synth'], { members: [] });
    assert.deepEqual(users['musician']?.extraGroups, []);
    assert.match(
      file('guide', RULES) ?? '',
      /RUN\+="\S+\/setfacl -m g:fw16-synth:r \$env\{DEVNAME\}"/,
    );
    const lines = unit('guide');
    for (const line of [
      'User=%i',
      'SupplementaryGroups=fw16-synth',
      'DeviceAllow=char-input r',
      'DevicePolicy=closed',
      'ProtectHome=tmpfs',
      'IPAddressDeny=any',
      'BindsTo=user@%i.service',
    ]) {
      assert.ok(lines.includes(line), line);
    }
    assert.ok(lines.some((line) => /^ExecStart=\S+ --production --config \/etc\/fw16/.test(line)));
  });

  test('users and service: whose sessions start it, and whether they do', () => {
    const user = 'systemd/user/fw16-synth.service';
    assert.match(file('two', user) ?? '', /ConditionUser=\|musician\nConditionUser=\|second\n/);
    assert.match(
      file('guide', user) ?? '',
      /ExecStart=\S+systemctl start fw16-synth@%U\.service\n/,
    );
    assert.deepEqual(machine('guide').wantedBy, { 'fw16-synth': ['default.target'] });
    assert.deepEqual(machine('everything').wantedBy, { 'fw16-synth': [] });
    const { services, wantedBy, groups, warnings } = machine('withoutService');
    assert.deepEqual(
      { services, wantedBy, warnings },
      { services: [], wantedBy: {}, warnings: [] },
    );
    assert.ok(!('fw16-synth' in groups));
    assert.equal(file('withoutService', RULES), undefined);
  });

  test('enableRealtimeAudio: limits and rtkit, and none without it', () => {
    assert.ok(unit('guide').includes('LimitRTPRIO=95'));
    assert.ok(unit('guide').includes('LimitMEMLOCK=infinity'));
    assert.ok(unit('notRealtime').includes('LimitRTPRIO=0'));
    assert.ok(unit('notRealtime').includes('RestrictRealtime=true'));
    assert.equal(machine('notRealtime').rtkit, false);
    assert.equal(file('notRealtime', 'security/limits.conf'), undefined);
  });

  test('devices: which keyboards, and for whom', () => {
    const more = (file('everything', MORE_RULES) ?? '').trim().split('\n');
    assert.equal(more.length, 4);
    assert.match(more[0]!, /ATTRS\{id\/vendor\}=="046d", ATTRS\{id\/product\}=="c31c", RUN\+=/);
    assert.match(more[1]!, /ENV\{ID_INPUT_KEYBOARD\}=="1", RUN\+=/);
    assert.match(more[2]!, /=="32ac", ATTRS\{id\/product\}=="0013", TAG\+="uaccess"$/);
    assert.equal(more[3], 'KERNEL=="event*", SUBSYSTEM=="input", GROUP="input", MODE="0640"');
    assert.equal(file('guide', MORE_RULES), undefined, 'only by asking');
    assert.equal(file('otherKeyboard', RULES), undefined);
    assert.match(file('otherKeyboard', MORE_RULES) ?? '', /046d/);
    assert.match(machine('noFramework').warnings.join(), /no keyboard to read/);
    assert.match(machine('keyboardsWithoutService').failed.join(), /there is no service/);
  });

  test('ledMatrix: what it shows, and one kind of serial port for the service alone', () => {
    const { led_matrix: settings } = machine('everything').settings;
    assert.deepEqual(settings, { enabled: true, brightness: 40, show: 'notes' });
    assert.deepEqual(JSON.parse(file('matrix', 'fw16-synth/config.yaml') ?? ''), {
      led_matrix: { enabled: true },
    });
    assert.match(
      file('matrix', MATRIX_RULES) ?? '',
      /^ACTION!="remove", SUBSYSTEM=="tty", KERNEL=="ttyACM\*", ATTRS\{idVendor\}=="32ac", ATTRS\{idProduct\}=="0020", .*RUN\+="\S+\/setfacl -m g:fw16-synth:rw \$env\{DEVNAME\}"\n$/,
    );
    assert.ok(unit('matrix').includes('DeviceAllow=char-ttyACM rw'));
    assert.ok(unit('matrix').includes('DeviceAllow=char-input r'), 'beside those it has');
    const modules = 'modules-load.d/nixos.conf';
    assert.equal(file('matrix', modules), 'cdc_acm\n', 'the kind of device is known by then');
    assert.equal(file('guide', modules), undefined);
    assert.ok(!unit('guide').includes('DeviceAllow=char-ttyACM rw'), 'only by asking');
    assert.equal(file('guide', MATRIX_RULES), undefined);
    assert.match(machine('matrixWithoutService').failed.join(), /there is no service.*inputmodule/);
  });

  test('soundfont, extraSoundfonts and settings reach the file, which the program reads', () => {
    const { settings, packages, pathsToLink } = machine('everything');
    assert.match(`${settings['audio']?.['soundfont']}`, /-soundfont-fluid\/share\/soundfonts\//);
    assert.equal(settings['audio']?.['driver'], 'jack');
    assert.deepEqual(packages, ['fw16-synth', 'soundfont-fluid']);
    assert.deepEqual(pathsToLink, ['/share/soundfonts']);
    assert.equal(machine('ownWords').settings['audio']?.['driver'], 'file');
    assert.match(machine('fontAtHome').warnings.join(), /is in a home/);
  });

  test('package: another program is installed, checks the file and is started', () => {
    assert.deepEqual(machine('otherProgram').packages, ['another-synth']);
    const config = JSON.parse(file('otherProgram', 'fw16-synth/config.yaml') ?? '');
    assert.deepEqual(config, { nothing: { checks: 'this' } });
    const line = /^ExecStart=\S+-another-synth\/bin\/another-synth --production /;
    assert.ok(unit('otherProgram').some((each) => line.test(each)));
  });

  test('presets and layouts: those named, each at its place', () => {
    const config = JSON.parse(file('everything', 'fw16-synth/config.yaml') ?? '');
    assert.deepEqual(config.presets, [
      { ...CLAVINET, number: 2 },
      { name: 'Bells', program: 14, number: 13 },
    ]);
    const { items } = jsonSchema().properties!['presets']! as { items: JsonSchema };
    assert.deepEqual(
      Object.keys(items.properties ?? {}).sort(),
      [...Object.keys(CLAVINET), 'number'].sort(),
      'each setting of a preset is tried',
    );
    assert.deepEqual(config.keyboard.own_layouts, [{ name: 'mine', keys: { Q: 'C4', W: 62 } }]);
    assert.match(
      machine('nowhere').failed.join(),
      /presets has 121, F13, .* F1 to F12, or 13 to 120/,
    );
  });

  test('every setting of the program can be set, and is written', () => {
    const written = JSON.parse(file('everySetting', 'fw16-synth/config.yaml') ?? '');
    assert.deepEqual(written, sampleSettings());
  });

  test('logging: a folder of the player, kept small by the program', () => {
    const { settings, failed } = machine('everything');
    assert.deepEqual(failed, []);
    assert.equal(settings['performance']?.['log_file'], '/var/log/fw16-synth/production.log');
    assert.equal(settings['logging']?.['rotate_mb'], 20);
    assert.equal(settings['logging']?.['keep'], 9);
    const line = 'd /var/log/fw16-synth 0750 musician - -\n';
    assert.equal(file('everything', 'tmpfiles.d/00-nixos.conf'), line);
    assert.ok(unit('everything').includes('ReadWritePaths=/var/log/fw16-synth'));
    assert.match(machine('twoLogs').failed.join(), /is for one player/);
  });

  test('logrotate: rules for the file, and no other rotation', () => {
    const { settings, failed } = machine('rotated');
    assert.deepEqual(failed, []);
    assert.deepEqual(settings['logging'], { ...settings['logging'], rotate_mb: 0, keep: 9 });
    const rules = file('rotated', 'logrotate.conf') ?? '';
    assert.match(rules, /^"\/var\/log\/fw16-synth\/\*\.log" \{\n {2}daily\n/);
    for (const rule of ['maxsize 20M', 'rotate 9', 'nocreate', 'delaycompress']) {
      assert.ok(rules.includes(`\n  ${rule}\n`), rule);
    }
    assert.equal(file('everything', 'logrotate.conf'), undefined, 'only by asking');
    assert.match(machine('rotatedNothing').failed.join(), /Set logging\.directory/);
  });

  test('lowLatency: a drop-in for PipeWire, and the size that fits it', () => {
    const place = 'pipewire/pipewire.conf.d/92-fw16-synth.conf';
    assert.deepEqual(JSON.parse(file('everything', place) ?? ''), {
      'context.properties': {
        'default.clock.rate': 96_000,
        'default.clock.quantum': 32,
        'default.clock.min-quantum': 32,
      },
    });
    const audio = machine('everything').settings['audio'];
    assert.equal(audio?.['buffer_size'], 64, 'the least that FluidSynth takes');
    assert.equal(audio?.['sample_rate'], 96_000);
    assert.equal(file('guide', place), undefined);
    assert.match(machine('lowWithoutPipeWire').warnings.join(), /services\.pipewire\.enable/);
  });

  test('monitoring: a port, whether others reach it, and who looks', () => {
    const { settings, ports, grafana } = machine('everything');
    assert.equal(settings['http']?.['port'], 9180);
    assert.deepEqual(ports, [9180]);
    assert.match(grafana[0]?.options.path ?? '', /\/share\/fw16-synth\/monitoring$/);
    const prometheus = JSON.parse(file('everything', 'prometheus.yml') ?? '');
    assert.deepEqual(prometheus.scrape_configs[0].static_configs, [
      { targets: ['localhost:9180'] },
    ]);
    assert.ok(!unit('everything').includes('IPAddressDeny=any'), 'it listens to others');
    assert.deepEqual(machine('guide').ports, []);
    assert.equal(file('guide', 'prometheus.yml'), undefined);
    assert.match(machine('closedBehindFirewall').warnings.join(), /listens to this machine alone/);
    assert.equal(machine('nobodyLooks').warnings.length, 2);
  });

  test('what cannot work is refused or told, with what to do', () => {
    assert.match(machine('stranger').failed.join(), /Declare users\.users\.stranger/);
    assert.match(machine('inputMember').warnings.join(), /take input out of/);
    assert.match(machine('traceable').warnings.join(), /Set it to 1/);
    assert.match(machine('noPipeWire').warnings.join(), /services\.pipewire\.enable = true/);
    assert.match(machine('noJack').warnings.join(), /services\.jack\.jackd\.enable/);
    const { exit, err } = store.build(FILE, 'files.stranger', args);
    assert.notEqual(exit, 0);
    assert.match(err, /names stranger/);
  });

  test('a wrong type is refused when it is evaluated, with the name of the option', () => {
    for (const [sample, message] of [
      [
        { audio: { buffer_size: 1 } },
        /settings\.audio\.buffer_size' is not of type `null or integer/,
      ],
      [{ audio: { driver: 'oss' } }, /settings\.audio\.driver' is not of type/],
      [
        { velocity: { rows: [1, 2] } },
        /settings\.velocity\.rows' is not of type `null or \(?list of 3/,
      ],
      [{ presets: [{ program: 3 }] }, /settings\.presets\..*name' was accessed but has no value/],
    ] as const) {
      const wrong = { ...args, sampleSettings: JSON.stringify(sample) };
      const { exit, err } = store.evaluate(FILE, 'data.everySetting', wrong);
      assert.notEqual(exit, 0);
      assert.match(err, message);
    }
  });

  test('what only the program knows to be wrong fails the build, in its words', () => {
    for (const [sample, message] of [
      [{ audio: { buffersize: 64 } }, /\(audio\.buffersize\): .*\n.*buffer_size/],
      [
        { keyboard: { arming_chord: ['LEFTCTRL', 'SPAZE'] } },
        /there is no key "SPAZE"\. Did you mean/,
      ],
      [{ velocity: { min: 90, max: 80 } }, /max is 80, below min, which is 90/],
    ] as const) {
      const wrong = { ...args, sampleSettings: JSON.stringify(sample) };
      const { exit, err } = store.build(FILE, 'files.everySetting', wrong);
      assert.notEqual(exit, 0);
      assert.match(err, message);
      assert.match(err, /fw16-synth refuses programs\.fw16-synth\.settings/);
    }
  });

  test('no option is left without a machine that sets it', () => {
    const { exit, out, err } = store.evaluate(FILE, 'options', args);
    assert.equal(exit, 0, err);
    const options = (JSON.parse(out) as { name: string; internal: boolean }[])
      .filter(({ name, internal }) => !internal && !FROM_SCHEMA.test(name))
      .map(({ name }) => name.replace('programs.fw16-synth.', ''));
    assert.ok(options.length > 20);
    const machinesText = readFileSync(projectFile('tests/nix/machines.nix'), 'utf8');
    assert.ok(options.includes('presets') && options.includes('layouts'));
    for (const option of options) {
      const last = option.split('.').at(-1)!;
      assert.match(machinesText, new RegExp(`\\b${last} =|\\b${last}\\.`), option);
    }
  });

  test('docs/nixos-options.md says what the module says (if not: npm run nix:docs)', () => {
    const page = readFileSync(projectFile('docs/nixos-options.md'), 'utf8');
    assert.equal(page, optionPage(store, 'docs/nixos-options.md', nixpkgs));
  });
});
