/** Runs the guide's lines as they are printed, though the instrument listens on another port. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { METRICS } from '../../src/control/metric-table.ts';
import type { Serving } from '../support/http.ts';

/** Why they cannot be run here, for a test's skip; false when they can. */
export function toolsMissing(...names: readonly string[]): string | false {
  const missing = names.filter((name) => spawnSync('which', [name]).status !== 0);
  return missing.length === 0
    ? false
    : `needs ${missing.join(', ')}: apt install ${missing.join(' ')}`;
}

/** One line by the shell; curl finds localhost:8080 where `serving` is, or was. */
export function asPrinted(line: string, serving: Serving): { exit: number | null; out: string } {
  const { home, port } = serving;
  writeFileSync(home.path('.curlrc'), `connect-to = "localhost:8080:127.0.0.1:${port}"\n`);
  const { status, stdout } = spawnSync('bash', ['-o', 'pipefail', '-c', line], {
    env: home.env,
    encoding: 'utf8',
  });
  return { exit: status, out: stdout };
}

/** The value of a metric without labels, as Prometheus gets it. */
export async function served(serving: Serving, name: string): Promise<number> {
  const { body } = await serving.get('/metrics');
  const [, value] = new RegExp(`^${name} (\\S+)$`, 'm').exec(body) ?? [];
  if (value === undefined) throw new Error(`${name} is not served`);
  return Number(value);
}

/** Names of all our metrics. */
export const OUR_METRICS: ReadonlySet<string> = new Set(METRICS.map(({ name }) => name));
