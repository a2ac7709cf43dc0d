/** Builds of the program that are broken on purpose, and the scenarios that must not pass with them. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFile } from '../support/program.ts';

export interface Fault {
  /** Of its patch. */
  readonly name: string;
  /** The scenario that finds it. */
  readonly foundBy: string;
}

export const FAULTS: readonly Fault[] = [
  { name: 'note-offs-dropped', foundBy: 'a key sounds at its pitch' },
  { name: 'grab-kept', foundBy: 'disarmed, keys reach the console and make no sound' },
  {
    name: 'watchdog-off',
    foundBy: 'a play thread that hangs is given up, its notes end, and another one plays',
  },
];

/** Builds one; its bundle is put into `folder`. */
export function buildFaulty({ name }: Fault, folder: string): void {
  const copy = mkdtempSync(join(tmpdir(), 'fw16-synth-fault-'));
  try {
    cpSync(projectFile('src'), join(copy, 'src'), { recursive: true });
    cpSync(projectFile('package.json'), join(copy, 'package.json'));
    symlinkSync(projectFile('node_modules'), join(copy, 'node_modules'));
    const patch = projectFile(`tests/vm/faults/${name}.patch`);
    must('patch', ['--quiet', '-p1', '-i', patch], copy);
    must('npm', ['run', '--silent', 'bundle'], copy);
    mkdirSync(folder, { recursive: true });
    cpSync(join(copy, 'dist/program'), folder, { recursive: true });
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function must(command: string, args: readonly string[], cwd: string): void {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed; what it says is above`);
}
