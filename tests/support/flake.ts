/** The project as a flake, with stand-ins for what it takes from others. */
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { NixAnswer, NixStore } from './nix-store.ts';
import { projectFile } from './program.ts';

const PARTS = [
  ...['flake.nix', 'flake.lock', 'default.nix', 'shell.nix', 'nix', 'modules', 'docs', 'packaging'],
  ...[
    'monitoring',
    'src',
    'assets',
    'native-shims',
    'package.json',
    'package-lock.json',
    'LICENSE',
  ],
  'tests/nixos-vm',
];
const NOT_SOURCE = new Set(['build', 'node_modules']);

export class Flake {
  readonly folder: string;
  readonly #store: NixStore;
  readonly #inputs: readonly string[];

  /** @param lib nixpkgs' lib, or what takes its place */
  constructor(store: NixStore, lib: string) {
    this.#store = store;
    this.folder = join(store.folder, 'project');
    for (const part of PARTS) copy(projectFile(part), join(this.folder, part));
    const nixpkgs = join(store.folder, 'nixpkgs');
    for (const part of ['tests/nix', 'monitoring', 'packaging', 'dist/assets/font/built-in.sf2']) {
      copy(projectFile(part), join(nixpkgs, part));
    }
    const name = existsSync(join(lib, 'default.nix')) ? 'lib' : 'lib.nix';
    copy(lib, join(nixpkgs, name));
    const builder = { x64: 'x86_64-linux', arm64: 'aarch64-linux' }[process.arch as string];
    writeFileSync(
      join(nixpkgs, 'flake.nix'),
      `{ outputs = _: import ./tests/nix/flake-nixpkgs.nix {
        lib = import ./${name};
        path = "${process.env['PATH']}";
        builder = "${builder}";
      }; }`,
    );
    const homeManager = join(store.folder, 'home-manager');
    mkdirSync(join(homeManager, 'nixos'), { recursive: true });
    writeFileSync(join(homeManager, 'flake.nix'), '{ outputs = _: { }; }');
    // As much of Home Manager's module for NixOS as to be imported.
    writeFileSync(
      join(homeManager, 'nixos/default.nix'),
      `{ lib, pkgs, ... }: {
        options.home-manager.users = lib.mkOption {
          type = lib.types.attrsOf lib.types.raw;
          apply = lib.mapAttrs (name: _: { home.activationPackage = pkgs.writeText name ""; });
        };
      }`,
    );
    const inputs = { nixpkgs, 'home-manager': homeManager };
    this.#inputs = Object.entries(inputs).flatMap(([input, folder]) => [
      ...['--override-input', input, `path:${folder}`],
    ]);
  }

  /** Runs nix with this flake's inputs: `run(['build'], '#fw16-synth')`. */
  run(command: readonly string[], ...rest: readonly string[]): NixAnswer {
    const [first = '', ...flags] = rest;
    const flake = `path:${this.folder}${first}`;
    const ours = ['--no-write-lock-file', ...this.#inputs];
    return this.#store.run('nix', ...command, flake, ...ours, ...flags);
  }
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, {
    recursive: true,
    dereference: true,
    filter: (path) => !NOT_SOURCE.has(basename(path)),
  });
}
