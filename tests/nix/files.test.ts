import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { nixMissing } from '../support/nix-store.ts';
import { projectFile } from '../support/program.ts';

const skip = nixMissing();
const NOT_OURS = new Set(['node_modules', 'dist', '.git']);

function nixFiles(folder: string): string[] {
  return readdirSync(projectFile(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : nixFiles(path);
    return entry.name.endsWith('.nix') ? [path] : [];
  });
}

test('every .nix file is Nix', { skip }, () => {
  // A store of no kind: parsing needs none, and not everybody may open the system's.
  const argv = ['--store', 'dummy://', '--parse', ...nixFiles('.').map(projectFile)];
  const { status, stderr } = spawnSync('nix-instantiate', argv, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});

test('each library that the program looks for has its place', () => {
  const places = readFileSync(projectFile('nix/library-paths.nix'), 'utf8');
  const libraries = readFileSync(projectFile('src/ffi/libraries.ts'), 'utf8');
  const names = [...libraries.matchAll(/^ {2}'?([\w-]+)'?: \{ files:/gm)].map(([, name]) => name);
  assert.ok(names.includes('fluidsynth'));
  // Why it has none, library-paths.nix says.
  const placed = names.filter((name) => name !== 'jack');
  for (const name of placed) assert.match(places, new RegExp(`^ +${name} = `, 'm'));
});

test('flake.lock pins what flake.nix asks for', () => {
  const flake = readFileSync(projectFile('flake.nix'), 'utf8');
  const { nodes, version } = JSON.parse(readFileSync(projectFile('flake.lock'), 'utf8'));
  assert.equal(version, 7);
  for (const name of Object.keys(nodes.root.inputs)) {
    const { original, locked } = nodes[name];
    assert.ok(flake.includes(`"github:${original.owner}/${original.repo}/${original.ref}"`), name);
    assert.match(locked.rev, /^[0-9a-f]{40}$/);
    assert.match(locked.narHash, /^sha256-[\w+/]{43}=$/);
  }
});
