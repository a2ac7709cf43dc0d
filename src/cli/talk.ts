import type { Log } from '../core/log.ts';

/** A line for the person: stderr, since stdout is for data. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The log as lines for the person, until a log of its own is asked for. */
export function logOf(tell: (line: string) => void): Log {
  const tellMessage = (message: string): void => tell(message);
  return { debug: () => {}, info: tellMessage, warn: tellMessage, error: tellMessage };
}
