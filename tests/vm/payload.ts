/**
 * What is installed in the guest: the built program, laid out as its Nix package is, and what the Nix
 * modules make of a configuration. Places in the store are without their hashes.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ARTEFACTS, GOLDEN, layOut } from '../nix/artefacts.ts';
import { projectFile } from '../support/program.ts';
import { buildFaulty, type Fault } from './faulty.ts';

const STORE = '/nix/store';
const SIZE = 150_000_000;

/** Writes it as a file system, with broken builds of the program beside it. */
export function writePayload(file: string, faults: readonly Fault[]): void {
  const folder = `${file}.folder`;
  const store = join(folder, 'store');
  mkdirSync(store, { recursive: true });
  installProgram(join(store, 'fw16-synth'));
  for (const fault of faults) buildFaulty(fault, join(folder, 'faults', fault.name));
  // What else the modules name there is where Debian has it.
  for (const name of ['acl', 'coreutils', 'systemd']) {
    mkdirSync(join(store, name));
    symlinkSync('/usr/bin', join(store, name, 'bin'));
  }
  writeProgram(join(store, 'fw16-synth-is-player'), '[ "$(id -un)" = musician ]');
  for (const name of ARTEFACTS) {
    layOut(name, join(folder, name), STORE);
  }
  writeFileSync(join(folder, 'config.yaml'), configuration());
  cpSync(projectFile('dist/assets/font/built-in.sf2'), join(folder, 'built-in.sf2'));
  cpSync(projectFile('packaging'), join(folder, 'packaging'), { recursive: true });
  compileTools(folder);
  writeFileSync(file, '');
  truncateSync(file, SIZE);
  must('mke2fs', '-q', '-t', 'ext4', '-O', '^has_journal', '-d', folder, file);
  rmSync(folder, { recursive: true });
}

/** The guide's, with a pure tone whose pitch is easily told, and time enough for an emulated machine. */
function configuration(): string {
  const guide = JSON.parse(readFileSync(join(GOLDEN, 'guide/etc/fw16-synth/config.yaml'), 'utf8'));
  const audio = { ...guide.audio, reverb: false, chorus: false, buffer_size: 1024 };
  const keyboard = { bank: 1, start_armed: true, numpad: 'notes' };
  const presets = [
    { name: 'sine', bank: 1, program: 0 },
    { name: 'sawtooth', program: 81 },
  ];
  return JSON.stringify({ ...guide, audio, keyboard, presets });
}

function installProgram(folder: string): void {
  const lib = join(folder, 'lib/fw16-synth');
  for (const [from, to] of [
    [projectFile('dist/program'), 'dist/program'],
    [projectFile('dist/assets/font/built-in.sf2'), 'dist/assets/font/built-in.sf2'],
    [projectFile('native-shims/build/libfw16-shim.so'), 'native-shims/build/libfw16-shim.so'],
    [projectFile('assets/recordings'), 'assets/recordings'],
    [projectFile('package.json'), 'package.json'],
    ...packages().map((path) => [projectFile(path), path] as const),
  ] as const) {
    cpSync(from, join(lib, to), { recursive: true, filter: (path) => !path.endsWith('.map') });
  }
  mkdirSync(join(folder, 'bin'));
  const main = `${STORE}/fw16-synth/lib/fw16-synth/dist/program/main.js`;
  writeProgram(join(folder, 'bin/fw16-synth'), `exec /usr/local/bin/node ${main} "$@"`);
}

/** The npm packages that the program needs where it runs, as folders of the project. */
function packages(): string[] {
  const lock = JSON.parse(readFileSync(projectFile('package-lock.json'), 'utf8'));
  const all: [string, { dev?: boolean; cpu?: string[]; libc?: string[] }][] = Object.entries(
    lock.packages,
  );
  const installed = new Set(
    readdirSync(projectFile('node_modules/@koromix'), { encoding: 'utf8' }),
  );
  return all
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path]) => path)
    .filter(
      (path) => !path.includes('@koromix/') || installed.has(path.split('@koromix/')[1] ?? ''),
    );
}

function compileTools(folder: string): void {
  mkdirSync(join(folder, 'tools'));
  const sources = projectFile('tests/vm/guest');
  for (const name of readdirSync(sources)) {
    if (!name.endsWith('.c')) {
      cpSync(join(sources, name), join(folder, name));
      continue;
    }
    const tool = join(folder, 'tools', name.slice(0, -2));
    must('cc', '-O2', '-Wall', '-Wextra', '-Werror', '-o', tool, join(sources, name));
  }
}

function writeProgram(path: string, command: string): void {
  writeFileSync(path, `#!/bin/bash\n${command}\n`);
  chmodSync(path, 0o755);
}

function must(command: string, ...args: readonly string[]): void {
  const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };
  const { status } = spawnSync(command, args, { stdio: 'inherit', env });
  if (status !== 0) throw new Error(`${command} failed; what it says is above`);
}
