/**
 * What the modules make of a few configurations. It stands in tests/nix/golden too, with the places in
 * the store made nameless, so that it can be read, and be checked where there is no nixpkgs.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { NixStore } from '../support/nix-store.ts';
import { homeManagerFolder, nixpkgsFolder } from '../support/nixpkgs.ts';
import { projectFile } from '../support/program.ts';
import { OPTION_PAGES, type OptionPage, optionPage } from './option-pages.ts';

export const GOLDEN = projectFile('tests/nix/golden');
/** nixpkgs' way to write a path that must not refer to anything. */
export const NAMELESS = '/nix/store/eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee-';

/** A digest of what they are made from, for machines that cannot make them anew. */
export const MADE_FROM = join(GOLDEN, 'made-from.sha256');

export const ARTEFACTS = ['guide', 'everything', 'rotated', 'home'] as const;
export type Artefact = (typeof ARTEFACTS)[number];

const CONFIGURATIONS = ['tests/nix/machines.nix', 'tests/nix/homes.nix'];

/** Builds one; answers its folder in the store. */
export function buildArtefact(store: NixStore, name: Artefact): string {
  const path = process.env['PATH'] ?? '';
  const nixpkgs = nixpkgsFolder();
  const { exit, out, err } =
    name === 'home'
      ? store.build(projectFile('tests/nix/home.nix'), 'files.everything', {
          nixpkgs,
          homeManager: homeManagerFolder(),
          path,
        })
      : store.build(projectFile('tests/nix/nixos.nix'), `files.${name}`, { nixpkgs, path });
  if (nixpkgs !== process.env['NIXPKGS']) rmSync(nixpkgs, { recursive: true });
  if (exit !== 0) throw new Error(err);
  return out;
}

/** The texts below a folder, places in the store nameless. */
export function textsOf(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  const texts = names
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.sf2'))
    .map((entry) => {
      const place = join(entry.parentPath ?? entry.path, entry.name);
      const text = readFileSync(place, 'utf8');
      const nameless = text.replace(/\/[\w./-]*?\/store\/[0-9a-z]{32}-/g, NAMELESS);
      return [place.slice(folder.length + 1), nameless] as const;
    });
  return new Map(texts.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The digest of {@link MADE_FROM} as the sources are now. */
export function sourceDigest(): string {
  const modules = readdirSync(projectFile('modules')).map((name) => `modules/${name}`);
  const digest = createHash('sha256');
  for (const name of [...modules.sort(), ...CONFIGURATIONS]) {
    digest.update(`${name}\n`).update(readFileSync(projectFile(name)));
  }
  return `${digest.digest('hex')}\n`;
}

/** Lays a golden one out, with `store` in the place of the store. */
export function layOut(name: Artefact, folder: string, store: string): void {
  cpSync(join(GOLDEN, name), folder, { recursive: true });
  for (const [path, text] of textsOf(folder)) {
    writeFileSync(join(folder, path), text.replaceAll(NAMELESS, `${store}/`));
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const store = new NixStore();
  rmSync(GOLDEN, { recursive: true, force: true });
  for (const name of ARTEFACTS) {
    for (const [path, text] of textsOf(buildArtefact(store, name))) {
      const place = join(GOLDEN, name, path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, text);
    }
  }
  writeFileSync(MADE_FROM, sourceDigest());
  const nixpkgs = nixpkgsFolder();
  for (const page of Object.keys(OPTION_PAGES) as OptionPage[]) {
    writeFileSync(projectFile(page), optionPage(store, page, nixpkgs));
  }
  if (nixpkgs !== process.env['NIXPKGS']) rmSync(nixpkgs, { recursive: true });
  store.remove();
}
