import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { version } from '../../src/app/version.ts';
import { Flake } from '../support/flake.ts';
import { NixStore, nixMissing } from '../support/nix-store.ts';
import { projectFile } from '../support/program.ts';

test('nix build makes ./result, which nix profile install takes', { skip: nixMissing() }, () => {
  const store = new NixStore();
  try {
    const flake = new Flake(store, projectFile('tests/nix/lib.nix'));
    const result = join(store.folder, 'result');
    const built = flake.run(['build'], '', '--out-link', result);
    assert.equal(built.exit, 0, built.err);
    const profile = join(store.folder, 'profile');
    const installed = store.run('nix', 'profile', 'install', '--profile', profile, result);
    assert.equal(installed.exit, 0, installed.err);
    const run = spawnSync(join(profile, 'bin/fw16-synth'), ['--version'], { encoding: 'utf8' });
    assert.equal(run.stdout, `${version}\n`);
  } finally {
    store.remove();
  }
});
