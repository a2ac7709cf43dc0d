/** The settings of whoever runs it: scheduling, logs, health, figures. */
import * as z from 'zod/mini';
import { ipAddresses } from './rules.ts';
import {
  liveSetting,
  number,
  onOff,
  optionalSetting,
  path,
  section,
  setting,
  text,
  whole,
} from './setting.ts';

const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;

export const performance = section(
  'What the program does for its own speed, and what it tells of it.',
  {
    realtime_priority: setting(whole(0, 99), 50, {
      means:
        'Real-time priority (SCHED_FIFO) of the thread that plays, where the system permits it; 0 asks for none. Keep it below the sound server’s.',
    }),
    enable_profiling: setting(onOff, false, {
      means:
        'Holds the last minute of what the program spends its time on and of how late each note was, for `fw16-synth send profile`. `production.enable_profiling` wins where both are set.',
    }),
    metrics_collection: setting(onOff, true, {
      means: 'Counts and measures. `metrics.enabled` wins where both are set.',
    }),
    health_monitoring: setting(onOff, true, {
      means: 'Watches over its parts. `production.enable_health_checks` wins where both are set.',
    }),
    log_level: liveSetting(z.enum(LOG_LEVELS), 'INFO', {
      means: 'The least that is worth a line in the log. METRIC records have no level.',
      alias: 'FW16_SYNTH_LOG_LEVEL',
    }),
    log_file: optionalSetting(path, {
      means:
        'The file the log goes to. With `--production` it goes to standard error too, but for METRIC records; with a screen there is a log only if this names a file.',
      takes: 'a file name',
      isPath: true,
      live: true,
    }),
  },
);

export const production = section('Running unattended.', {
  enable_monitoring: setting(onOff, true, {
    means:
      'Offers health and metrics over HTTP when it runs with `--production`; `--export-metrics` offers them in any case.',
  }),
  enable_profiling: setting(onOff, false, {
    means: 'The same as `performance.enable_profiling`, and wins over it where both are set.',
  }),
  enable_health_checks: setting(onOff, true, {
    means: 'Looks at its own health every `health_check_interval`.',
  }),
  health_check_interval: setting(number(1, 3600), 30, {
    means: 'How long from one look to the next.',
    unit: 'seconds',
    alias: 'FW16_SYNTH_HEALTH_CHECK_INTERVAL',
  }),
  graceful_shutdown_timeout: setting(number(0.5, 300), 30, {
    means:
      'The longest that ending may take, whatever hangs; it usually takes well under half a second.',
    unit: 'seconds',
  }),
  error_recovery_enabled: liveSetting(onOff, true, {
    means:
      'Brings back what goes away: the sound server, the thread that plays, the SoundFont. Off, it is told of; the sound server is played on without, and the thread ends the program.',
  }),
});

export const metrics = section('Figures for Prometheus.', {
  enabled: setting(onOff, true, { means: 'Whether they are collected.' }),
});

export const http = section('The health checks and the metrics over HTTP.', {
  addresses: setting(
    z.array(text(255)).check(z.minLength(1), z.maxLength(8), ipAddresses),
    ['127.0.0.1', '::1'],
    {
      means:
        'The addresses to listen on. The two of this machine alone are the default; 0.0.0.0 and :: are all there are.',
      takes: 'a list of IP addresses',
    },
  ),
  port: setting(whole(1, 65_535), 8080, { means: 'The port to listen on.' }),
  allowed_hosts: setting(z.array(text(255)).check(z.maxLength(32)), [], {
    means:
      'Names by which others may ask, beside localhost and the addresses above; a request for any other name is refused.',
    takes: 'a list of host names',
  }),
});

const LOG_FORMATS = ['auto', 'json', 'pretty', 'journal'] as const;

export const logging = section(
  'The log, beyond `performance.log_level` and `performance.log_file`.',
  {
    format: liveSetting(z.enum(LOG_FORMATS), 'auto', {
      means:
        '`json` is a line of JSON a record, `pretty` for people, `journal` for systemd. `auto` takes json for a file or a pipe, journal under systemd and pretty on a terminal.',
    }),
    rotate_mb: liveSetting(number(0, 10_000), 10, {
      means: 'Size at which a log file is put aside and begun anew; 0 leaves that to logrotate.',
      unit: 'MB',
    }),
    keep: liveSetting(whole(1, 100), 5, {
      means: 'Log files that were put aside to keep.',
    }),
    metric_interval: liveSetting(number(0, 86_400), 60, {
      means: 'How long from one METRIC record to the next; 0 writes none.',
      unit: 'seconds',
    }),
  },
);

export const recording = section('Recordings of what is played.', {
  folder: liveSetting(path, '~/Music', {
    means: 'Where `record` and `keep` write when they are given no file.',
    takes: 'a folder',
    isPath: true,
  }),
  keep_minutes: liveSetting(whole(0, 60), 10, {
    means: 'How much of what was played last `keep` writes; 0 keeps nothing.',
    unit: 'minutes',
  }),
});
