import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { projectFile } from './support/program.ts';

const hasNix = spawnSync('nix-instantiate', ['--version']).status === 0;
const skip = hasNix ? false : 'needs nix-instantiate: apt install nix-bin';

for (const file of readdirSync(projectFile('.')).filter((name) => name.endsWith('.nix'))) {
  test(`${file} is Nix`, { skip }, () => {
    // A store of no kind: parsing needs none, and not everybody may open the system's.
    const argv = ['--store', 'dummy://', '--parse', projectFile(file)];
    const { status, stderr } = spawnSync('nix-instantiate', argv, { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });
}

test('shell.nix says where each library is that the program looks for', () => {
  const shell = readFileSync(projectFile('shell.nix'), 'utf8');
  const libraries = readFileSync(projectFile('src/ffi/libraries.ts'), 'utf8');
  const names = [...libraries.matchAll(/^ {2}'?([\w-]+)'?: \{ files:/gm)].map(([, name]) => name);
  assert.ok(names.includes('fluidsynth'));
  for (const name of names) assert.match(shell, new RegExp(`^ +${name} = `, 'm'));
});
