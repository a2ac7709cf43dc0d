import type { WriteStream } from 'node:tty';
import type { Check } from '../core/check.ts';
import { worst } from '../core/check.ts';
import { EXIT } from '../core/problem.ts';
import { reportLines } from '../screens/terminal/report.ts';

const WIDTH_MAX = 100;
// Nothing is folded for a file or a pipe.
const UNFOLDED = 1000;

/** Checks on standard output, as a report or in JSON, and the exit code that they mean. */
export function tellChecks(checks: readonly Check[], flags: ReadonlyMap<string, string>): number {
  const { stdout } = process;
  if (flags.has('json')) stdout.write(`${JSON.stringify(checks, undefined, 2)}\n`);
  else {
    const width = stdout.isTTY ? Math.min(WIDTH_MAX, stdout.columns || 80) : UNFOLDED;
    const look = { width, colour: isColourful(stdout) };
    stdout.write(`${reportLines(checks, look).join('\n')}\n`);
  }
  return worst(checks) === 'fail' ? EXIT.failed : EXIT.ok;
}

/** Whether colours may be used: on a terminal that has them, for a person who wants them. */
export function isColourful(output: Pick<WriteStream, 'isTTY'>): boolean {
  const { env } = process;
  // https://no-color.org: set and not empty.
  return output.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}
