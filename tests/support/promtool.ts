import { spawnSync } from 'node:child_process';

/** Why Prometheus cannot be asked here, for a test's skip; false when it can. */
export function prometheusMissing(): string | false {
  const isThere = ['promtool', 'prometheus'].every(
    (name) => spawnSync('which', [name]).status === 0,
  );
  return isThere ? false : 'needs promtool and prometheus: apt install prometheus';
}

/** What promtool says, and how it ends: 0 is well, 3 a finding of its linter. */
export function promtool(
  args: readonly string[],
  options: { readonly cwd?: string; readonly input?: string } = {},
): { exit: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { ...options, encoding: 'utf8' });
  return { exit: status, said: `${stdout}${stderr}` };
}
