/** Limits of the health checks, two for each figure: it warns before it fails. */
import type * as z from 'zod/mini';
import { number, section, setting, whole } from './setting.ts';

export const health = section(
  'When something is worth a warning, and when it has failed. A state lasts two looks before it counts, and a warning comes no later than the failure.',
  {
    silent_warn_s: setting(number(0.1, 600), 1, {
      means: 'How long the sound server has asked for no sound, which warns.',
      unit: 'seconds',
    }),
    silent_fail_s: setting(number(0.1, 600), 2, {
      means: 'The same that fails.',
      unit: 'seconds',
    }),
    latency_warn_ms: setting(number(1, 1000), 20, {
      means: 'Audio latency that warns.',
      unit: 'ms',
    }),
    latency_fail_ms: setting(number(1, 10_000), 200, {
      means: 'Audio latency that fails.',
      unit: 'ms',
    }),
    late_warn_percent: setting(number(0, 100), 1, {
      means: 'Callbacks that came late, of those since the last look, that warn.',
      unit: '%',
    }),
    late_fail_percent: setting(number(0, 100), 25, {
      means: 'The same that fails.',
      unit: '%',
    }),
    devices_warn: setting(whole(0, 64), 1, {
      means: 'Devices to play from; fewer warn.',
      unit: 'devices',
    }),
    devices_fail: setting(whole(0, 64), 0, {
      means: 'The same; fewer fail, and 0 never does.',
      unit: 'devices',
    }),
    stuck_warn_s: setting(number(0.25, 60), 0.5, {
      means: 'How long the play thread has been in one turn of its loop, which warns.',
      unit: 'seconds',
    }),
    stuck_fail_s: setting(number(0.25, 60), 1, {
      means: 'The same that fails.',
      unit: 'seconds',
    }),
    cpu_warn_percent: setting(number(1, 100), 80, {
      means: 'Share of the whole machine that this program takes, which warns.',
      unit: '%',
    }),
    cpu_fail_percent: setting(number(1, 100), 95, {
      means: 'The same that fails.',
      unit: '%',
    }),
    memory_warn_percent: setting(number(1, 100), 25, {
      means: 'Share of the memory that this program holds, which warns.',
      unit: '%',
    }),
    memory_fail_percent: setting(number(1, 100), 50, {
      means: 'The same that fails.',
      unit: '%',
    }),
    disk_warn_mb: setting(number(0, 1e6), 500, {
      means: 'Room where logs and recordings go; less warns.',
      unit: 'MB',
    }),
    disk_fail_mb: setting(number(0, 1e6), 50, {
      means: 'The same; less fails.',
      unit: 'MB',
    }),
  },
  warnsFirst,
);

// Of these less is worse.
const FALLING: readonly string[] = ['devices', 'disk'];

function warnsFirst({ value, issues }: z.core.ParsePayload<Record<string, number>>): void {
  for (const [name, warn] of Object.entries(value)) {
    const [figure = '', kind = ''] = name.split(/_(?=warn|fail)/);
    if (!kind.startsWith('warn')) continue;
    const failName = name.replace('_warn', '_fail');
    const fail = value[failName] ?? warn;
    const falls = FALLING.includes(figure);
    if (falls ? warn >= fail : warn <= fail) continue;
    issues.push({
      code: 'custom',
      message: `${failName} is ${fail}, ${falls ? 'above' : 'below'} ${name}, which is ${warn}: it would fail before it warns`,
      input: fail,
      path: [failName],
    });
  }
}
