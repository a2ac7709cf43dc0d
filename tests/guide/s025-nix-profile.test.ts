import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Flake } from '../support/flake.ts';
import { NixStore, nixMissing } from '../support/nix-store.ts';
import { projectFile } from '../support/program.ts';

test('nix profile install .#fw16-synth means the package', { skip: nixMissing() }, () => {
  const store = new NixStore();
  try {
    const flake = new Flake(store, projectFile('tests/nix/lib.nix'));
    const name = (attribute: string) => flake.run(['eval', '--raw'], `${attribute}.name`);
    const { exit, out, err } = name('#fw16-synth');
    assert.equal(exit, 0, err);
    const { version } = JSON.parse(readFileSync(projectFile('package.json'), 'utf8'));
    assert.equal(out, `fw16-synth-${version}`);
    assert.equal(name('#default').out, out);
    assert.match(
      readFileSync(join(flake.folder, 'nix/package.nix'), 'utf8'),
      /mainProgram = "fw16-synth";/,
    );
  } finally {
    store.remove();
  }
});
