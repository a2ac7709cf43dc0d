/** Where nixpkgs and Home Manager are, on machines that have them. */
import { cpSync, existsSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { nixMissing } from './nix-store.ts';
import { projectFile } from './program.ts';

/** Why no module can be evaluated here, for a test's skip; false when it can. */
export function nixpkgsMissing(): string | false {
  return (
    nixMissing() ||
    (process.env['NIXPKGS'] !== undefined && existsSync(join(process.env['NIXPKGS'], 'lib'))
      ? false
      : "needs nixpkgs' lib: NIXPKGS=/path/to/nixpkgs, of which the folder lib is enough")
  );
}

/** The same for Home Manager. */
export function homeManagerMissing(): string | false {
  const { HOME_MANAGER } = process.env;
  return (
    nixpkgsMissing() ||
    (HOME_MANAGER !== undefined && existsSync(join(HOME_MANAGER, 'modules'))
      ? false
      : 'needs Home Manager: HOME_MANAGER=/path/to/home-manager')
  );
}

/** A nixpkgs with as much as the tests take of it: the real one, or its lib and stand-ins. */
export function nixpkgsFolder(): string {
  const real = resolve(process.env['NIXPKGS'] ?? '');
  if (existsSync(join(real, 'nixos/modules/misc/assertions.nix'))) return real;
  const folder = mkdtempSync(join(tmpdir(), 'fw16-nixpkgs-'));
  cpSync(projectFile('tests/nix/nixpkgs'), folder, { recursive: true });
  symlinkSync(join(real, 'lib'), join(folder, 'lib'));
  return folder;
}

/** The Home Manager of {@link homeManagerMissing}. */
export function homeManagerFolder(): string {
  return resolve(process.env['HOME_MANAGER'] ?? '');
}
