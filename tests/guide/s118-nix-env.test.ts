import assert from 'node:assert/strict';
import { test } from 'node:test';
import { version } from '../../src/app/version.ts';
import { NixStore, nixMissing } from '../support/nix-store.ts';
import { projectFile } from '../support/program.ts';

const PKGS = `(import ${projectFile('tests/nix/packages.nix')} {
  lib = import ${projectFile('tests/nix/lib.nix')};
  path = "${process.env['PATH']}";
})`;

test('nix-env knows the package by the name that it updates', { skip: nixMissing() }, () => {
  const store = new NixStore();
  const profile = ['--profile', `${store.folder}/profile`, '-f', projectFile('default.nix')];
  const run = (...args: readonly string[]) =>
    store.run('nix-env', ...profile, ...args, '--arg', 'pkgs', PKGS);
  try {
    assert.equal(run('-qa').out, `fw16-synth-${version}`);
    const { exit, err } = run('-i', '--dry-run');
    assert.equal(exit, 0, err);
    assert.ok(err.includes(`installing 'fw16-synth-${version}'`), err);
    assert.equal(run('-u', 'fw16-synth', '--dry-run').exit, 0);
  } finally {
    store.remove();
  }
});
