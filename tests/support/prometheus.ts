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

interface Alert {
  readonly state: string;
  readonly labels: { readonly alertname: string; readonly instance: string };
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

  /** Names of the alerts that fire now, of all instruments or of the one on `port`. */
  async firing(port?: number): Promise<Set<string>> {
    const { data } = await this.#ask('alerts');
    const alerts = (data?.alerts ?? []) as Alert[];
    return new Set(
      alerts
        .filter(({ state, labels: { instance } }) => {
          const isMeant = port === undefined || instance === `localhost:${port}`;
          return state === 'firing' && isMeant;
        })
        .map(({ labels }) => labels.alertname),
    );
  }

  /** Waits until all of these fire. */
  async fires(names: readonly string[], port?: number): Promise<void> {
    await until(`${names.join(' and ')} fire`, async () => {
      const firing = await this.firing(port);
      return names.every((name) => firing.has(name));
    });
  }

  /** Waits until none of these fires. */
  async isQuiet(names: readonly string[], port?: number): Promise<void> {
    await until(`${names.join(' and ')} are over`, async () => {
      const firing = await this.firing(port);
      return names.every((name) => !firing.has(name));
    });
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
