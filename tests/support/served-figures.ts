/** The server of metrics as the program has it, for figures that a test makes up. */

import { unwatched } from '../../src/control/health.ts';
import { healthDocument } from '../../src/control/health-document.ts';
import { HttpServer } from '../../src/control/http.ts';
import { Metrics } from '../../src/control/metrics.ts';
import { ProcessShare } from '../../src/control/process-share.ts';
import type { Measurements } from '../../src/core/measurements.ts';
import { measurements } from './measurements.ts';

export class ServedFigures {
  #changes: Partial<Measurements> = {};
  #server: HttpServer | undefined;

  private constructor() {}

  static async open(port: number): Promise<ServedFigures> {
    const served = new ServedFigures();
    const share = new ProcessShare();
    const health = unwatched(true);
    const metrics = await Metrics.create(() => ({
      measured: measurements(Date.now() / 1000, served.#changes),
      health,
      share,
    }));
    const nothing = (): void => {};
    served.#server = await HttpServer.open({
      addresses: ['127.0.0.1'],
      port,
      allowedHosts: [],
      views: {
        health: () => health,
        healthDocument: () => healthDocument(health, 'made up'),
        ready: () => true,
        started: () => true,
        metrics: (format) => metrics.render(format),
      },
      log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    });
    return served;
  }

  /** What differs from an instrument that plays well, from now on. */
  change(changes: Partial<Measurements>): void {
    this.#changes = changes;
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }
}
