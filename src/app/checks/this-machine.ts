import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  readdirSync,
  readFileSync,
  readlinkSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { homedir, userInfo } from 'node:os';
import type { Machine } from './machine.ts';

// A busy machine takes its time; a sound server that hangs takes all of it.
const COMMAND_MS = 5000;

/** The machine that this runs on. */
export function thisMachine(): Machine {
  return {
    env: process.env,
    home: homedir(),
    user: { name: userName(), id: process.getuid?.() ?? 0, groups: process.getgroups?.() ?? [] },
    architecture: process.arch,
    text: (path) => orNothing(() => readFileSync(path, 'utf8')),
    names: (folder) => orNothing(() => readdirSync(folder).sort()) ?? [],
    link: (path) => orNothing(() => readlinkSync(path)),
    status: (path) =>
      orNothing(() => {
        const { mode, gid } = statSync(path);
        return { mode: mode & 0o777, group: gid };
      }),
    allows: (path, what) =>
      orNothing(() => {
        accessSync(path, what === 'read' ? constants.R_OK : constants.W_OK);
        return true;
      }) ?? false,
    freeBytes: (path) =>
      orNothing(() => {
        const { bavail, bsize } = statfsSync(path);
        return bavail * bsize;
      }),
    run: (command, ...args) => {
      const ended = spawnSync(command, args, { encoding: 'utf8', timeout: COMMAND_MS });
      return ended.status === 0 ? ended.stdout : undefined;
    },
  };
}

// A user id of a container need not have a name.
function userName(): string {
  return orNothing(() => userInfo().username) ?? `${process.getuid?.()}`;
}

function orNothing<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
