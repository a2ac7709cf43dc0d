import { pino } from 'pino';
import type { LogRecord } from './log-record.ts';

/**
 * A record as one line of JSON: level as a word, time in ISO 8601, what goes beside the message, the
 * message. Import this file late: pino takes a while to read.
 */
export function jsonLines(): (record: LogRecord) => string {
  let line = '';
  let timeMs = 0;
  const logger = pino<'metric'>(
    {
      level: 'debug',
      customLevels: { metric: 35 },
      base: null,
      messageKey: 'message',
      formatters: { level: (label) => ({ level: label.toUpperCase() }) },
      // A record may be older than its line.
      timestamp: () => `,"time":"${new Date(timeMs).toISOString()}"`,
    },
    {
      write: (text: string) => {
        line = text.trimEnd();
      },
    },
  );
  const writers = {
    DEBUG: logger.debug.bind(logger),
    INFO: logger.info.bind(logger),
    WARN: logger.warn.bind(logger),
    ERROR: logger.error.bind(logger),
    METRIC: logger.metric.bind(logger),
  };
  return (record) => {
    timeMs = record.timeMs;
    writers[record.level]({ ...record.fields }, record.message);
    return line;
  };
}
