import type { LogFields } from '../core/log.ts';

export const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** One thing that happened, before it is a line. */
export interface LogRecord {
  /** Unix milliseconds. */
  readonly timeMs: number;
  /** METRIC is no degree: figures, which are written whatever the level. */
  readonly level: LogLevel | 'METRIC';
  readonly message: string;
  readonly fields: LogFields;
}

// sd-daemon(3): the first characters of a line tell journald how grave it is.
const PRIORITY = { ERROR: 3, WARN: 4, INFO: 6, METRIC: 6, DEBUG: 7 } as const;
const LEVEL_WIDTH = 6;

/** A line for systemd's journal, which has a time of its own: `<4>message figure=1`. */
export function journalLine({ level, message, fields }: LogRecord): string {
  const word = level === 'METRIC' ? 'METRIC ' : '';
  return `<${PRIORITY[level]}>${word}${oneLine(message)}${inWords(fields)}`;
}

/** A line for a person: `12:30:01.250 WARN   message figure=1`, the time of day their own. */
export function prettyLine({ timeMs, level, message, fields }: LogRecord): string {
  const time = new Date(timeMs);
  const two = (part: number): string => `${part}`.padStart(2, '0');
  const day = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
  const ms = `${time.getMilliseconds()}`.padStart(3, '0');
  return `${day}.${ms} ${level.padEnd(LEVEL_WIDTH)} ${oneLine(message)}${inWords(fields)}`;
}

function inWords(fields: LogFields): string {
  const words = Object.entries(fields).map(([name, value]) => {
    const text = String(value);
    return ` ${name}=${/^[\w.:/+-]+$/.test(text) ? text : JSON.stringify(oneLine(text))}`;
  });
  return words.join('');
}

// What a device calls itself must neither begin a line of its own nor speak to a terminal.
function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replace(/\p{Cc}/gu, '?');
}
