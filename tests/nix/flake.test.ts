/** Every output of the flake is evaluated, down to the machines of its tests. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { Flake } from '../support/flake.ts';
import { NixStore } from '../support/nix-store.ts';
import { nixpkgsMissing } from '../support/nixpkgs.ts';
import { projectFile } from '../support/program.ts';

const SCENARIOS = readdirSync(projectFile('tests/nixos-vm'))
  .filter((name) => name.endsWith('.nix') && !['default.nix', 'player.nix'].includes(name))
  .map((name) => name.replace('.nix', ''));

describe('the flake', { skip: nixpkgsMissing() || nixTooOld() }, () => {
  const store = new NixStore();
  after(() => store.remove());
  const flake = new Flake(store, join(process.env['NIXPKGS'] ?? '', 'lib'));

  test('all of it is evaluated by nix flake check', () => {
    const { exit, err } = flake.run(['flake', 'check', '--no-build']);
    assert.equal(exit, 0, err);
  });

  test('it has what the guide and others look for', () => {
    const { exit, out, err } = flake.run(['flake', 'show', '--json']);
    assert.equal(exit, 0, err);
    const shown = JSON.parse(out);
    for (const system of ['x86_64-linux', 'aarch64-linux']) {
      const { packages, checks, apps } = shown;
      assert.deepEqual(Object.keys(packages[system]), [
        'container',
        'default',
        'docs',
        'fw16-synth',
      ]);
      assert.ok('default' in apps[system]);
      for (const check of ['modules', 'nix-style', 'package', 'tests']) {
        assert.ok(check in checks[system], check);
      }
    }
    for (const name of SCENARIOS) assert.ok(`vm-${name}` in shown.checks['x86_64-linux'], name);
    assert.ok('default' in shown.nixosModules);
    for (const name of ['homeModules', 'homeManagerModules', 'overlays']) assert.ok(name in shown);
  });

  test('no machine of the tests is refused by an assertion', () => {
    for (const name of SCENARIOS) {
      const check = `#checks.x86_64-linux.vm-${name}.machines`;
      const { exit, out, err } = flake.run(['eval', '--json'], check);
      assert.equal(exit, 0, err);
      const machines = Object.values(JSON.parse(out) as Record<string, { failed: string[] }>);
      assert.ok(machines.length > 0);
      for (const { failed } of machines) assert.deepEqual(failed, []);
    }
  });
});

/** What lib.fileset asks for came with Nix 2.14. */
function nixTooOld(): string | false {
  const how = ['--store', 'dummy://', '--eval', '-E', 'builtins ? readFileType'];
  const { stdout } = spawnSync('nix-instantiate', how, { encoding: 'utf8' });
  return stdout.trim() === 'true' ? false : "needs a Nix for nixpkgs' lib: 2.18 or later";
}

const hasPython = spawnSync('python3', ['--version']).status === 0;
test('the scripts of the machines are Python', {
  skip: hasPython ? false : 'needs python3: apt install python3',
}, () => {
  const steps = readFileSync(projectFile('tests/nixos-vm/steps.py'), 'utf8');
  for (const name of SCENARIOS) {
    const nix = readFileSync(projectFile(`tests/nixos-vm/${name}.nix`), 'utf8');
    const [, script = ''] = /steps\.py \+ ''\n(.*?)\n {2}'';/s.exec(nix) ?? [];
    assert.ok(script.length > 0, name);
    const input = `${steps}${script.replace(/^ {4}/gm, '')}`;
    const argv = ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'];
    const { status, stderr } = spawnSync('python3', argv, { input, encoding: 'utf8' });
    assert.equal(status, 0, `${name}: ${stderr}`);
  }
});
