import { mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT, Problem } from '../core/problem.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the control socket of this user is: in the runtime folder, else in a private one. */
export function socketPath(env: Environment): string {
  return join(runtimeFolder(env), 'control.sock');
}

/**
 * Makes the socket's folder, for this user alone.
 *
 * @throws Problem when somebody else owns it, who could then listen in our place
 */
export function makeSocketFolder(env: Environment): void {
  const folder = runtimeFolder(env);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = statSync(folder);
  if (uid === process.getuid?.() && (mode & 0o022) === 0) return;
  throw new Problem('others may write into the folder of the control socket', {
    where: folder,
    remedy: `Make it yours alone: rm -r ${folder}`,
    exit: EXIT.noPermission,
  });
}

function runtimeFolder(env: Environment): string {
  const base = env['XDG_RUNTIME_DIR'];
  if (base?.startsWith('/')) return join(base, 'fw16-synth');
  return join(tmpdir(), `fw16-synth-${process.getuid?.() ?? 0}`);
}
