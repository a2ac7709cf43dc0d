/** What others may see of a running instrument over HTTP. It comes after the sound, and lazily. */
import type { LoadedConfig } from '../config/load.ts';
import { decides } from '../config/switches.ts';
import type { HttpServer } from '../control/http.ts';
import type { Views } from '../control/http-answers.ts';
import { ProcessShare } from '../control/process-share.ts';
import type { Log } from '../core/log.ts';
import type { Vitals } from './vitals.ts';

/** Serves health and metrics until the server is closed. */
export async function openMonitoring(
  loaded: LoadedConfig,
  vitals: Vitals,
  log: Log,
): Promise<HttpServer> {
  const { addresses, port, allowedHosts } = loaded.config.http;
  const [{ HttpServer }, metrics] = await Promise.all([
    import('../control/http.ts'),
    metricsOf(loaded, vitals),
  ]);
  return await HttpServer.open({
    addresses,
    port,
    allowedHosts,
    views: {
      health: () => vitals.health(),
      healthDocument: () => vitals.healthDocument(),
      ready: () => vitals.isReady,
      started: () => vitals.hasStarted,
      metrics,
    },
    log,
  });
}

async function metricsOf(loaded: LoadedConfig, vitals: Vitals): Promise<Views['metrics']> {
  if (!decides(loaded, 'metrics.enabled', 'performance.metrics_collection')) return undefined;
  const { Metrics } = await import('../control/metrics.ts');
  const share = new ProcessShare();
  const metrics = await Metrics.create(() => ({
    measured: vitals.measure(),
    health: vitals.health(),
    share,
  }));
  return (format) => metrics.render(format);
}
