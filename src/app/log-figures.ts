import type { LogFields } from '../core/log.ts';
import type { Glance } from '../core/status.ts';

/** The figures of a METRIC record, from one look to the next. */
export class LogFigures {
  #cpuUs = cpuUs();
  #atMs = performance.now();

  /** @param lost log records that could not be written so far */
  of(glance: Glance, lost: number): LogFields {
    const { playing, audio, latency } = glance;
    return {
      uptime_s: Math.round(glance.uptimeSeconds),
      armed: playing.armed,
      keyboards: playing.nodes,
      notes_begun: playing.notesBegun,
      notes_ended: playing.notesEnded,
      notes_sounding: playing.sounding,
      key_to_note_p50_us: latency.p50Us,
      key_to_note_p99_us: latency.p99Us,
      audio_driver: audio.driver,
      audio_buffer_ms: Number(audio.bufferMs.toFixed(2)),
      audio_late: audio.late,
      events_lost: playing.gaps,
      engine_failures: playing.engineFailures,
      realtime_priority: playing.realtimePriority,
      cpu_percent: this.#cpuPercent(),
      resident_mb: Math.round(process.memoryUsage.rss() / 1e6),
      log_lost: lost,
    };
  }

  /** Of one core, since the last look. */
  #cpuPercent(): number {
    const us = cpuUs();
    const nowMs = performance.now();
    const share = (us - this.#cpuUs) / 10 / Math.max(1, nowMs - this.#atMs);
    this.#cpuUs = us;
    this.#atMs = nowMs;
    return Number(share.toFixed(1));
  }
}

function cpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
