/** What each option of the Home Manager module brings. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { NixStore } from '../support/nix-store.ts';
import { homeManagerFolder, homeManagerMissing, nixpkgsFolder } from '../support/nixpkgs.ts';
import { projectFile } from '../support/program.ts';
import { FROM_SCHEMA, optionPage } from './option-pages.ts';
import { sampleSettings } from './sample-settings.ts';

const FILE = projectFile('tests/nix/home.nix');

interface Home {
  readonly warnings: readonly string[];
  readonly failed: readonly string[];
  readonly packages: readonly string[];
  readonly settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly unit: {
    readonly Unit: Readonly<Record<string, unknown>>;
    readonly Service: Readonly<Record<string, unknown>>;
    readonly Install: Readonly<Record<string, unknown>>;
  } | null;
}

describe('the Home Manager module', { skip: homeManagerMissing() }, () => {
  const store = new NixStore();
  const nixpkgs = nixpkgsFolder();
  const args = {
    nixpkgs,
    homeManager: homeManagerFolder(),
    path: process.env['PATH'] ?? '',
    sampleSettings: JSON.stringify(sampleSettings()),
  };
  let homes: Readonly<Record<string, Home>>;

  before(() => {
    const { exit, out, err } = store.evaluate(FILE, 'data', args);
    assert.equal(exit, 0, err);
    homes = JSON.parse(out);
  });
  after(() => {
    store.remove();
    if (nixpkgs !== process.env['NIXPKGS']) rmSync(nixpkgs, { recursive: true });
  });

  function home(name: string): Home {
    return homes[name] ?? assert.fail(`no home ${name}`);
  }

  function build(name: string): string {
    const { exit, out, err } = store.build(FILE, `files.${name}`, args);
    assert.equal(exit, 0, err);
    return out;
  }

  function configOf(folder: string): unknown {
    return JSON.parse(readFileSync(join(folder, '.config/fw16-synth/config.yaml'), 'utf8'));
  }

  test('off, it brings nothing', () => {
    assert.ok(!home('off').packages.includes('fw16-synth'));
    assert.equal(home('off').unit, null);
    assert.ok(!existsSync(join(build('off'), '.config')));
  });

  test('enable brings the program and its file, and starts nothing', () => {
    assert.ok(home('bare').packages.includes('fw16-synth'));
    assert.equal(home('bare').unit, null);
    const folder = build('bare');
    assert.deepEqual(configOf(folder), {});
    assert.ok(!existsSync(join(folder, '.local/share/soundfonts')));
  });

  test('the guide as printed: font, driver, octave, program, and FluidR3 beside them', () => {
    const { failed, warnings } = home('guide');
    assert.deepEqual({ failed, warnings }, { failed: [], warnings: [] });
    const folder = build('guide');
    const { audio, keyboard } = configOf(folder) as Record<string, Record<string, unknown>>;
    assert.match(
      `${audio?.['soundfont']}`,
      /-soundfont-fluid\/share\/soundfonts\/FluidR3_GM\.sf2$/,
    );
    assert.equal(audio?.['driver'], 'pipewire');
    assert.deepEqual(keyboard, { octave: 4, program: 0 });
    assert.ok(existsSync(join(folder, '.local/share/soundfonts/FluidR3_GM2-2.sf2')));
  });

  test('extraSoundfonts are where the program looks for a user’s own', () => {
    assert.ok(existsSync(join(build('everything'), '.local/share/soundfonts/FluidR3_GM2-2.sf2')));
  });

  test('presets and layouts: those named, each at its place', () => {
    const { presets, keyboard } = configOf(build('everything')) as {
      presets: unknown[];
      keyboard: Record<string, unknown>;
    };
    assert.deepEqual(presets, [{ name: 'Clavinet', program: 7, octave: 3, number: 12 }]);
    assert.deepEqual(keyboard['own_layouts'], [{ name: 'mine', keys: { Q: 'C4', W: 62 } }]);
    assert.match(home('nowhere').failed.join(), /presets has F0, .* F1 to F12/);
    const { exit, err } = store.build(FILE, 'files.misspelt', args);
    assert.notEqual(exit, 0);
    assert.match(err, /own_layouts\[0\]\.keys\.QQ\): there is no key "QQ"/);
  });

  test('service: a unit of the user, started anew when the configuration changes', () => {
    const { Unit, Service, Install } = home('everything').unit ?? assert.fail();
    assert.deepEqual(Install['WantedBy'], ['default.target']);
    assert.match(`${Service['ExecStart']}`, /-fw16-synth\/bin\/fw16-synth --production$/);
    assert.match(`${Unit['X-Restart-Triggers']}`, /-fw16-synth-config\.yaml$/);
    assert.equal(Service['Type'], 'notify-reload');
  });

  test('every setting of the program can be set, and is written', () => {
    assert.deepEqual(configOf(build('everySetting')), sampleSettings());
  });

  test('without a package nothing is checked, and nothing can be started', () => {
    assert.ok(!home('withoutPackage').packages.includes('fw16-synth'));
    assert.deepEqual(configOf(build('withoutPackage')), { audio: { nonsense: 1 } });
    assert.match(home('serviceWithoutPackage').failed.join(), /needs a program to start/);
  });

  test('what the program knows to be wrong fails the build, in its words', () => {
    const wrong = { ...args, sampleSettings: JSON.stringify({ audio: { buffersize: 64 } }) };
    const { exit, err } = store.build(FILE, 'files.everySetting', wrong);
    assert.notEqual(exit, 0);
    assert.match(err, /\(audio\.buffersize\)/);
  });

  test('inside a NixOS it does not start a second instrument, and tells who grants keyboards', () => {
    assert.match(home('ofPlayer').failed.join(), /two instruments for musician/);
    assert.deepEqual(home('ofStranger').failed, []);
    assert.match(home('ofStranger').warnings.join(), /users = \[ "musician" \]/);
  });

  test('no option is left without a home that sets it', () => {
    const { exit, out, err } = store.evaluate(FILE, 'options', args);
    assert.equal(exit, 0, err);
    const options = (JSON.parse(out) as { name: string; internal: boolean }[])
      .filter(({ name, internal }) => !internal && !FROM_SCHEMA.test(name))
      .map(({ name }) => name.split('.').at(-1)!);
    assert.ok(options.length >= 10);
    const text = readFileSync(projectFile('tests/nix/homes.nix'), 'utf8');
    for (const option of options) assert.match(text, new RegExp(`\\b${option}( =|\\.)`));
  });

  test('docs/home-manager-options.md says what the module says (if not: npm run nix:docs)', () => {
    const page = readFileSync(projectFile('docs/home-manager-options.md'), 'utf8');
    assert.equal(page, optionPage(store, 'docs/home-manager-options.md', nixpkgs));
  });
});
