import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { version } from '../../src/app/version.ts';
import { NixStore, nixMissing } from '../support/nix-store.ts';
import { Home, projectFile } from '../support/program.ts';

const FILE = projectFile('tests/nix/built-package.nix');

test('the hashes of node_modules are those of this lock (if not: npm run nix:hashes)', () => {
  const hashes = JSON.parse(readFileSync(projectFile('nix/npm-hashes.json'), 'utf8'));
  const lock = createHash('sha256').update(readFileSync(projectFile('package-lock.json')));
  assert.equal(hashes['package-lock.json'], `sha256-${lock.digest('base64')}`);
  assert.deepEqual(Object.keys(hashes).slice(1), ['x86_64-linux', 'aarch64-linux']);
});

test('the lock has the native part of koffi for both systems', () => {
  const { packages } = JSON.parse(readFileSync(projectFile('package-lock.json'), 'utf8'));
  for (const cpu of ['x64', 'arm64']) {
    assert.match(packages[`node_modules/@koromix/koffi-linux-${cpu}`].integrity, /^sha512-/);
  }
});

describe('built by its own phases', { skip: nixMissing() }, () => {
  const store = new NixStore();
  const home = new Home();
  let built = '';

  before(() => {
    // Brings node_modules anew and compares its hash with the one that is written down.
    const { exit, out, err } = store.build(FILE, 'out', { path: process.env['PATH'] ?? '' });
    assert.equal(exit, 0, err);
    built = out;
  });
  after(() => {
    store.remove();
    home.remove();
  });

  function run(...args: readonly string[]) {
    const options = { env: home.env, cwd: home.folder, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync(join(built, 'bin/fw16-synth'), args, options);
    return { exit: status, out: stdout, err: stderr };
  }

  function text(path: string): string {
    return readFileSync(join(built, path), 'utf8');
  }

  test('it runs, finds each library in the store, and plays the demo into a file', () => {
    assert.equal(run('--version').out, `${version}\n`);
    const paths = Object.values<string>(JSON.parse(text('lib/fw16-synth/library-paths.json')));
    assert.equal(paths.length, 5);
    for (const path of paths) {
      assert.ok(path.startsWith(store.folder), path);
      assert.ok(existsSync(path), path);
    }
    const { exit, err } = run('--input', 'demo', '--driver', 'file', '--velocity', '90');
    assert.equal(exit, 0, err);
    assert.ok(existsSync(join(home.folder, 'fw16-synth.wav')));
  });

  test('it brings what a system takes from a package', () => {
    for (const path of [
      'share/man/man1/fw16-synth.1',
      'share/bash-completion/completions/fw16-synth.bash',
      'share/zsh/site-functions/_fw16-synth',
      'share/fish/vendor_completions.d/fw16-synth.fish',
      'share/icons/hicolor/scalable/apps/fw16-synth.svg',
      'share/licenses/fw16-synth/LICENSE',
      'share/fw16-synth/logrotate/fw16-synth',
      'share/fw16-synth/monitoring/alerts.yml',
      'share/fw16-synth/monitoring/dashboard.json',
    ]) {
      assert.ok(existsSync(join(built, path)), path);
    }
    assert.match(text('share/applications/fw16-synth.desktop'), /^Exec=fw16-synth$/m);
    const unit = text('share/systemd/user/fw16-synth.service');
    assert.ok(unit.includes(`\nExecStart=${built}/bin/fw16-synth --production\n`));
    assert.match(text('lib/udev/rules.d/70-fw16-synth.rules'), /RUN\+="\S+-acl\/bin\/setfacl /);
  });

  test('it leaves behind what only its build needs', () => {
    const modules = join(built, 'lib/fw16-synth/node_modules');
    for (const name of ['typescript', 'esbuild', '@biomejs', '.bin', '.package-lock.json']) {
      assert.ok(!existsSync(join(modules, name)), name);
    }
    const size = Number(
      spawnSync('du', ['-sk', built], { encoding: 'utf8' }).stdout.split('\t')[0],
    );
    console.log(`  ${(size / 1024).toFixed(1)} MB without Node and the libraries`);
    assert.ok(size < 20 * 1024, `${size} KB`);
  });
});
