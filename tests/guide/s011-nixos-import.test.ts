import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { projectFile } from '../support/program.ts';

test('modules/default.nix is what a NixOS imports by path', () => {
  const machine = readFileSync(projectFile('tests/nix/nixos.nix'), 'utf8');
  assert.ok(machine.includes('../../modules/default.nix'));
  assert.match(
    readFileSync(projectFile('modules/default.nix'), 'utf8'),
    /imports = \[ \.\/nixos\.nix \];/,
  );
});
