import type { Log, LogFields } from '../core/log.ts';
import type { Problem } from '../core/problem.ts';

/** A line for the person: stderr, since stdout is for data. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A log whose messages the person sees as well, but for those that only a log is for. */
export function toldAndLogged(tell: (line: string) => void, log: Log): Log {
  const both =
    (level: 'info' | 'warn' | 'error') =>
    (message: string, fields?: LogFields): void => {
      tell(message);
      log[level](message, fields);
    };
  return {
    debug: (message, fields) => log.debug(message, fields),
    info: both('info'),
    warn: both('warn'),
    error: both('error'),
  };
}

/** What stands beside a problem's message in the log. */
export function problemFields({ where, remedy, exit }: Problem): LogFields {
  return {
    ...(where === undefined ? {} : { where }),
    ...(remedy === undefined ? {} : { remedy }),
    exit,
  };
}
