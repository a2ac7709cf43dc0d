/** What ./play and ./check do about what is missing, on machines made of a few stand-ins. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { projectFile } from './support/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'fw16-prepare-'));
after(() => rmSync(folder, { recursive: true }));
const TOOLS = ['bash', 'env', 'readlink', 'rm', 'ln', 'sed', 'sort', 'head', 'tr'];
let machines = 0;

interface Said {
  readonly exit: number | null;
  readonly err: string;
  /** What was called of the stand-ins, with its arguments. */
  readonly called: string;
  readonly project: string;
}

/** Prepares for `needs` where there are the `commands`, each a line of shell. */
function prepare(
  needs: readonly string[],
  commands: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv = {},
): Said {
  const machine = join(folder, `${machines++}`);
  const [bin, project, log] = ['bin', 'project', 'called'].map((name) => join(machine, name));
  mkdirSync(bin!, { recursive: true });
  mkdirSync(project!);
  writeFileSync(log!, '');
  for (const tool of TOOLS) {
    symlinkSync(spawnSync('which', [tool], { encoding: 'utf8' }).stdout.trim(), join(bin!, tool));
  }
  for (const [name, line] of Object.entries(commands)) {
    writeFileSync(
      join(bin!, name),
      `#!${bin}/bash\nprintf '%s\\n' "${name} $*" >>${log}\n${line}\n`,
    );
    chmodSync(join(bin!, name), 0o755);
  }
  const script = [
    'set -euo pipefail',
    `PROJECT=${project}`,
    `. ${projectFile('scripts/prepare')}`,
    `to_play=(${needs.map((need) => `'${need}'`).join(' ')})`,
    'prepare to_play /some/play "a b" --octave 3',
  ].join('\n');
  const { status, stderr } = spawnSync(join(bin!, 'bash'), ['--norc', '-c', script], {
    env: { PATH: bin, ...env },
    encoding: 'utf8',
  });
  return { exit: status, err: stderr, called: readFileSync(log!, 'utf8'), project: project! };
}

const ROOT = { id: 'echo 0' };
const SOMEBODY = { id: 'echo 1000' };
// What nix-shell does with its last argument: it runs it.
const ECHO_LAST = 'for last; do :; done; eval "printf \'<%s>\' $last" >&2';
const APT = { 'apt-get': '', 'apt-cache': "echo '  Candidate: 22.1'" };

test('with nothing missing it says nothing and calls nothing', () => {
  const { exit, err, called } = prepare(['true there'], { ...ROOT, ...APT });
  assert.deepEqual({ exit, err, called }, { exit: 0, err: '', called: '' });
});

test('root has the missing installed, after it was said', () => {
  const { exit, err, called } = prepare(['false gcc', 'true node', 'false make'], {
    ...ROOT,
    ...APT,
  });
  assert.equal(exit, 0, err);
  assert.match(err, /^Missing: gcc make .*\nInstalling them: .*apt-get install .*gcc make$/m);
  assert.match(called, /^apt-get install -y .* gcc make$/m);
});

test('somebody else asks by sudo', () => {
  const { err, called } = prepare(['false gcc'], { ...SOMEBODY, ...APT, sudo: '"$@"' });
  assert.match(err, /^Installing them: sudo apt-get install/m);
  assert.match(called, /^sudo env .*apt-get install -y/m);
});

test('who may not install is told what to ask for', () => {
  const { exit, err, called } = prepare(['false gcc'], { ...SOMEBODY, ...APT });
  assert.equal(exit, 1);
  assert.match(err, /You may not install them\. Somebody who may: apt install gcc/);
  assert.doesNotMatch(called, /apt-get/);
});

test('a Node too old to run us is not installed', () => {
  const old = { 'apt-cache': "echo '  Candidate: 18.20.4+dfsg-1~deb12u1'" };
  const needs = ['node_is_new_enough nodejs', 'false gcc'];
  const { exit, err, called } = prepare(needs, { ...ROOT, ...APT, ...old });
  assert.equal(exit, 1);
  assert.match(err, /Node 20\.19 or later is needed, and apt offers 18\.20/);
  assert.doesNotMatch(called, /apt-get install/);
});

test('a Node that is there counts by its version', () => {
  const needs = ['node_is_new_enough nodejs'];
  assert.equal(prepare(needs, { node: 'echo v24.1.0' }).err, '');
  assert.match(prepare(needs, { node: 'echo v20.18.9' }).err, /Missing: nodejs/);
});

test('without apt, Nix starts the same command again in its shell, word by word', () => {
  const { err, called } = prepare(['false gcc'], {
    ...SOMEBODY,
    'nix-shell': ECHO_LAST,
  });
  assert.match(err, /Bringing them by Nix/);
  assert.match(called, /^nix-shell \S+\/project\/shell\.nix --arg forChecks false --run/m);
  assert.match(err, /^<\/some\/play><a b><--octave><3>$/m);
});

test('with neither it names what is missing', () => {
  const { exit, err } = prepare(['false gcc'], SOMEBODY);
  assert.equal(exit, 1);
  assert.match(err, /Missing: gcc .*\nInstall what your system calls them/);
});

test('inside Nix its libraries are used, and outside again no more', () => {
  const { err, called, project } = prepare(['false gcc'], ROOT, {
    libraryPaths: '/nix/paths.json',
  });
  assert.deepEqual({ err, called }, { err: '', called: '' });
  const link = join(project, 'library-paths.json');
  assert.equal(spawnSync('readlink', [link], { encoding: 'utf8' }).stdout, '/nix/paths.json\n');
  mkdirSync(join(project, 'native-shims/build'), { recursive: true });
  const again = `set -eu; PROJECT=${project}; . ${projectFile('scripts/prepare')}; use_libraries ""`;
  assert.equal(spawnSync('bash', ['--norc', '-c', again]).status, 0);
  assert.equal(existsSync(join(project, 'native-shims/build')), false);
  assert.notEqual(spawnSync('readlink', [link]).status, 0);
});
