/** A Prometheus of its own, in a temporary folder, for as long as a test runs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, got } from './http.ts';
import { until } from './until.ts';

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What its API answers, as far as it is asked here. */
interface Told {
  readonly data?: { readonly result?: unknown; readonly alerts?: unknown };
  readonly error?: string;
}

export class Prometheus {
  readonly #folder: string;
  readonly #port: number;
  readonly #child: ChildProcess;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
    this.#child = spawn(
      'prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      { stdio: 'ignore' },
    );
  }

  /** @param files by name; `prometheus.yml` is its configuration */
  static async start(files: Readonly<Record<string, string>>): Promise<Prometheus> {
    const folder = mkdtempSync(join(tmpdir(), 'fw16-synth-prometheus-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const prometheus = new Prometheus(folder, await freePort());
    await until('Prometheus is ready', async () => {
      const ready = await got(prometheus.#port, '/-/ready').catch(() => undefined);
      return ready?.status === 200;
    });
    return prometheus;
  }

  async query(expr: string): Promise<Series[]> {
    const { data, error } = await this.#ask(`query?query=${encodeURIComponent(expr)}`);
    if (data === undefined) throw new Error(`${expr}: ${error}`);
    return (data.result as { metric: Series['metric']; value: [number, string] }[]).map(
      ({ metric, value: [, value] }) => ({ metric, value: Number(value) }),
    );
  }

  /** Names of the alerts that fire now. */
  async firing(): Promise<Set<string>> {
    const { data } = await this.#ask('alerts');
    const alerts = (data?.alerts ?? []) as { state: string; labels: { alertname: string } }[];
    return new Set(
      alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname),
    );
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ask(what: string): Promise<Told> {
    return JSON.parse((await got(this.#port, `/api/v1/${what}`)).body);
  }
}
