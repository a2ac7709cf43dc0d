/** Looks at the instrument's health every now and then, as long as it runs. */
import { statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { LoadedConfig } from '../config/load.ts';
import { decides } from '../config/switches.ts';
import { Health, type HealthReport, unwatched } from '../control/health.ts';
import { ProcessShare } from '../control/process-share.ts';
import type { Measurements } from '../core/measurements.ts';
import type { DiskRoom, Look } from './health-checks.ts';
import { healthChecks } from './health-checks.ts';

/** What it looks at. */
export interface Watched {
  isReady(): boolean;
  measure(): Measurements;
  /** How long the play thread has been in one turn of its loop. */
  stuckSeconds(): number;
}

export class HealthWatch {
  readonly #watched: Watched;
  readonly #loaded: LoadedConfig;
  readonly #health = new Health();
  readonly #share = new ProcessShare();
  #timer: NodeJS.Timeout | undefined;
  #before: Look | undefined;

  constructor(loaded: LoadedConfig, watched: Watched) {
    this.#loaded = loaded;
    this.#watched = watched;
  }

  /** Looks at once, and then every `production.health_check_interval`; never when switched off. */
  begin(): void {
    const isOn = decides(
      this.#loaded,
      'production.enable_health_checks',
      'performance.health_monitoring',
    );
    if (!isOn) return;
    this.#look();
    const everyMs = this.#loaded.config.production.healthCheckInterval * 1000;
    this.#timer = setInterval(() => this.#look(), everyMs);
    this.#timer.unref();
  }

  report(): HealthReport {
    return this.#before === undefined ? unwatched(this.#watched.isReady()) : this.#health.report();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const { config } = this.#loaded;
    const measured = this.#watched.measure();
    const look: Look = {
      at: Date.now() / 1000,
      measured,
      stuckSeconds: this.#watched.stuckSeconds(),
      cpuPercent: this.#share.cpuPercent(),
      memoryPercent: this.#share.memoryPercent(),
      disks: rooms(config, measured.audio.driver),
      configRefused: isRefused(measured, this.#before),
    };
    this.#health.look(healthChecks(look, this.#before, config.health), look.at);
    this.#before = look;
  }
}

/** A refusal counts until a change is accepted. */
function isRefused({ reloads }: Measurements, before: Look | undefined): boolean {
  const last = before?.measured.reloads ?? { applied: 0, refused: 0 };
  if (reloads.refused > last.refused) return true;
  return reloads.applied > last.applied ? false : (before?.configRefused ?? false);
}

/** Where files grow: the log's, and that of sound if it goes into one. */
function rooms({ performance, audio }: LoadedConfig['config'], driver: string): DiskRoom[] {
  const { logFile } = performance;
  const files = [
    ...(logFile === undefined ? [] : [{ holds: 'logs' as const, file: logFile }]),
    ...(driver === 'file' ? [{ holds: 'recordings' as const, file: audio.fileName }] : []),
  ];
  return files.flatMap(({ holds, file }) => {
    const room = roomFor(dirname(resolve(file)));
    return room === undefined ? [] : [{ holds, ...room }];
  });
}

/** Room in the folder, or where it is still to be made in the nearest one above it. */
function roomFor(folder: string): { folder: string; freeMb: number } | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return { folder, freeMb: (bavail * bsize) / 1e6 };
  } catch {
    return dirname(folder) === folder ? undefined : roomFor(dirname(folder));
  }
}
