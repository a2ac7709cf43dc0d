import { isatty } from 'node:tty';
import type { Config } from '../config/schema.ts';
import type { LineFormat, LogSettings } from '../control/log.ts';
import { isJournal } from '../control/log-stream.ts';

const STDERR = 2;
const MB = 1024 * 1024;

/**
 * Where the configuration sends the log.
 *
 * @param isAttended whether a person sees a screen on standard error; then the log goes to its file
 *   alone, or nowhere
 */
export function logSettings(config: Config, isAttended: boolean): LogSettings {
  const { logLevel: level, logFile: path } = config.performance;
  const { format, rotateMb, keep } = config.logging;
  return {
    level,
    file:
      path === undefined
        ? undefined
        : { path, rotateBytes: rotateMb * MB, keep, format: format === 'auto' ? 'json' : format },
    stream: isAttended
      ? undefined
      : { fd: STDERR, format: format === 'auto' ? formatOfStderr() : format },
  };
}

function formatOfStderr(): LineFormat {
  if (isJournal(STDERR, process.env['JOURNAL_STREAM'])) return 'journal';
  return isatty(STDERR) ? 'pretty' : 'json';
}
