import { isatty } from 'node:tty';
import type { Config } from '../config/schema.ts';
import type { LineFormat, LogSettings, RunningLog } from '../control/log.ts';
import { isJournal } from '../control/log-stream.ts';
import type { LiveSettings } from './live-settings.ts';
import type { RecordKeeper } from './record-keeper.ts';

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

/** The log goes by its settings while they change; `isAttended` as in {@link logSettings}. */
export function liveLogging(
  log: RunningLog,
  keeper: () => RecordKeeper | undefined,
  isAttended: boolean,
): LiveSettings[] {
  return [
    {
      keys: [
        ...['performance.log_level', 'performance.log_file'],
        ...['logging.format', 'logging.rotate_mb', 'logging.keep'],
      ],
      apply: (config) => log.follow(logSettings(config, isAttended)),
    },
    {
      keys: ['logging.metric_interval'],
      apply: ({ logging }) => keeper()?.recordEvery(logging.metricInterval),
    },
  ];
}

function formatOfStderr(): LineFormat {
  if (isJournal(STDERR, process.env['JOURNAL_STREAM'])) return 'journal';
  return isatty(STDERR) ? 'pretty' : 'json';
}
