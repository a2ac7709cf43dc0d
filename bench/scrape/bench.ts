/**
 * A real Prometheus scrapes an instrument that plays, by the configuration as shipped, beside a server
 * that answers with the same bytes: whether it is always up, how long a scrape takes, and what the
 * music notices of it.
 *
 * node dist/bench/scrape/bench.js [--json] [--seconds 120]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freePort, serve } from '../../tests/support/http.ts';
import { projectFile } from '../../tests/support/program.ts';
import { Prometheus } from '../../tests/support/prometheus.ts';
import { machine, table } from '../machine.ts';

const LIMIT_MS = 50;
const { values } = parseArgs({
  options: { json: { type: 'boolean' }, seconds: { type: 'string', default: '120' } },
});
const seconds = Number(values.seconds);

const serving = await serve();
const file = serving.home.path('answer.txt');
writeFileSync(file, (await serving.get('/metrics')).body);
const peerPort = await freePort();
const peerFile = fileURLToPath(new URL('peer.js', import.meta.url));
const peer = spawn(process.execPath, [peerFile, file, `${peerPort}`], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
await once(peer.stdout, 'data');
const prometheus = await Prometheus.start({
  'prometheus.yml': configuration(),
  'alerts.yml': readFileSync(projectFile('monitoring/alerts.yml'), 'utf8'),
});
try {
  await sleep(seconds * 1000);
  const result = {
    machine: machine(),
    seconds,
    ours: await scrapes('fw16-synth'),
    peer: await scrapes('peer'),
    mainThreadLagMs: 1000 * (await value('max_over_time(fw16_synth_thread_lag_seconds[1h])')),
    lateCallbacks: await value('increase(fw16_synth_audio_late_callbacks_total[1h])'),
  };
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else print(result);
  if (result.ours.up !== 1 || result.ours.mostMs > LIMIT_MS) process.exitCode = 1;
} finally {
  await prometheus.stop();
  peer.kill();
  await serving.stop();
}

/** As shipped, but for the port, and with the peer beside it. */
function configuration(): string {
  const shipped = readFileSync(projectFile('monitoring/scrape.yml'), 'utf8');
  const [head = '', job = ''] = shipped.split('scrape_configs:\n');
  const at = (name: string, port: number): string =>
    job.replace('"fw16-synth"', `"${name}"`).replace('localhost:8080', `localhost:${port}`);
  return `${head}scrape_configs:\n${at('fw16-synth', serving.port)}\n${at('peer', peerPort)}`;
}

async function scrapes(job: string) {
  const of = (what: string): Promise<number> => value(what.replaceAll('JOB', `{job="${job}"}[1h]`));
  return {
    scrapes: await of('count_over_time(upJOB)'),
    up: await of('min_over_time(upJOB)'),
    medianMs: 1000 * (await of('quantile_over_time(0.5, scrape_duration_secondsJOB)')),
    mostMs: 1000 * (await of('max_over_time(scrape_duration_secondsJOB)')),
    samples: await of('max_over_time(scrape_samples_scrapedJOB)'),
  };
}

async function value(expr: string): Promise<number> {
  return (await prometheus.query(expr))[0]?.value ?? Number.NaN;
}

type Scrapes = Awaited<ReturnType<typeof scrapes>>;

function print(result: {
  readonly machine: string;
  readonly ours: Scrapes;
  readonly peer: Scrapes;
  readonly mainThreadLagMs: number;
  readonly lateCallbacks: number;
}): void {
  const { ours, peer } = result;
  const row = (what: string, show: (of: Scrapes) => string): string[] => [
    what,
    show(ours),
    show(peer),
  ];
  const rows = [
    ['', 'ours', 'the same bytes'],
    row('scrapes', ({ scrapes }) => `${scrapes}`),
    row('up throughout', ({ up }) => (up === 1 ? 'yes' : 'no')),
    row('median', ({ medianMs }) => `${medianMs.toFixed(1)} ms`),
    row(`longest (ours: ${LIMIT_MS} ms at most)`, ({ mostMs }) => `${mostMs.toFixed(1)} ms`),
    row('samples', ({ samples }) => `${samples}`),
  ];
  process.stdout.write(
    `${result.machine}; ${seconds} s, while it plays four notes a second\n\n${table(rows)}\n\n` +
      `The main thread was late by ${result.mainThreadLagMs.toFixed(1)} ms at most; ` +
      `${result.lateCallbacks.toFixed(0)} callbacks came late.\n`,
  );
}
