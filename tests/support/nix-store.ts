/** A Nix store of the test's own, in which derivations are built with the tools of this machine. */
import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const OWN_WAYS = `
sandbox = false
build-users-group =
substituters =
builders =
flake-registry =
warn-dirty = false
experimental-features = nix-command flakes
`;
const BUILD_MS = 300_000;

export type NixArguments = Readonly<Record<string, string>>;

export interface NixAnswer {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** Why nothing can be evaluated or built here, for a test's skip; false when it can. */
export function nixMissing(): string | false {
  return spawnSync('nix-build', ['--version']).status === 0
    ? false
    : 'needs Nix: apt install nix-bin';
}

export class NixStore {
  readonly folder = mkdtempSync(join(tmpdir(), 'fw16-nix-'));

  /** Builds an attribute of a file; answers where it is. Arguments that begin with ( are Nix. */
  build(file: string, attribute: string, args: NixArguments = {}): NixAnswer {
    return this.run('nix-build', file, '--no-out-link', '-A', attribute, ...flagsOf(args));
  }

  /** The value of an attribute of a file. */
  evaluate(file: string, attribute: string, args: NixArguments = {}): NixAnswer {
    const how = ['--eval', '--strict', '--json', '--read-write-mode'];
    return this.run('nix-instantiate', ...how, file, '-A', attribute, ...flagsOf(args));
  }

  run(program: string, ...args: readonly string[]): NixAnswer {
    const { status, stdout, stderr } = spawnSync(program, args, {
      encoding: 'utf8',
      timeout: BUILD_MS,
      maxBuffer: 2 ** 26,
      env: {
        ...process.env,
        NIX_STORE_DIR: join(this.folder, 'store'),
        NIX_STATE_DIR: join(this.folder, 'state'),
        NIX_LOG_DIR: join(this.folder, 'log'),
        NIX_CONF_DIR: join(this.folder, 'conf'),
        NIX_REMOTE: '',
        NIX_PATH: '',
        NIX_CONFIG: OWN_WAYS,
        XDG_CACHE_HOME: join(this.folder, 'cache'),
        // npm has its packages from where it has them outside.
        NPM_CONFIG_USERCONFIG: process.env['NPM_CONFIG_USERCONFIG'] ?? join(homedir(), '.npmrc'),
      },
    });
    return { exit: status, out: stdout.trim(), err: stderr };
  }

  remove(): void {
    makeWritable(this.folder);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function flagsOf(args: NixArguments): string[] {
  return Object.entries(args).flatMap(([name, value]) =>
    value.startsWith('(') ? ['--arg', name, value] : ['--argstr', name, value],
  );
}

/** What is in a store may not be changed, which keeps anyone but root from removing it. */
function makeWritable(folder: string): void {
  chmodSync(folder, 0o700);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (lstatSync(path).isDirectory()) makeWritable(path);
  }
}
