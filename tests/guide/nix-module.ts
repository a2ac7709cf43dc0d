/** What the modules make of the guide's configuration; tests/nix sees to it that it is so. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GOLDEN } from '../nix/artefacts.ts';

export function made(name: 'guide' | 'home', path: string): string {
  return readFileSync(join(GOLDEN, name, path), 'utf8');
}

export function configuration(name: 'guide' | 'home') {
  const path = { guide: 'etc/fw16-synth', home: '.config/fw16-synth' }[name];
  return JSON.parse(made(name, `${path}/config.yaml`));
}
