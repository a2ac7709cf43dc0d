/** A machine of its own for one promise: a home, an /etc, and the configuration read from them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import type { LoadedConfig } from '../../src/config/load.ts';
import { loadConfig } from '../../src/config/load.ts';
import { Problem } from '../../src/core/problem.ts';

const folder = mkdtempSync(join(tmpdir(), 'fw16-guide-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** What the guide calls /etc/fw16-synth/config.yaml. */
export const systemFile = join(folder, 'etc/fw16-synth/config.yaml');

export function writeSystemFile(text: string): void {
  mkdirSync(dirname(systemFile), { recursive: true });
  writeFileSync(systemFile, text);
}

/** The configuration with variables as the guide exports them, one a line. */
export function loadWith(exports = '', configFile?: string): LoadedConfig {
  const env = Object.fromEntries(
    [...exports.matchAll(/^export (\w+)="(.*)"$/gm)].map(([, name, value]) => [name, value]),
  );
  return loadConfig({ flags: {}, env, home: join(folder, 'home'), systemFile, configFile });
}

/** The problem that reading the configuration ends in. */
export function problemWith(exports = '', configFile?: string): Problem {
  try {
    loadWith(exports, configFile);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('the configuration is valid');
}
