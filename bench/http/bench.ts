/**
 * What HTTP costs who plays: key to note while nobody asks, while `wrk` asks for the metrics as fast as
 * it can, and while clients that mean no good do so as well, by turns within one run; whether these are
 * answered as they should be, what all of it leaves in memory, and what one scrape costs the main thread.
 *
 * node dist/bench/http/bench.js [--json] [--rounds 9] [--seconds 4]
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { projectFolder } from '../../src/ffi/libraries.ts';
import { freePort } from '../../tests/support/http.ts';
import { compile, machine, median, quantile, table } from '../machine.ts';
import { nanoseconds, noteOns, prepareTap } from '../tap.ts';

const EVENTS_PER_SECOND = 250;
const HELD = '3';
const SCRAPES = 60;
// Two within a tenth of a second would be answered with the same.
const SCRAPE_EVERY_MS = 120;
const CUT_OFF_S = 5;
// As in bench/hop: the keyboard's side on one core, what plays and what disturbs it on another.
const WRITER_CORE = ['-c', '0'];
const PLAYER_CORE = ['-c', '1'];

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    rounds: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '4' },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const folder = mkdtempSync(join(tmpdir(), 'fw16-synth-http-'));
const instrument = fileURLToPath(new URL('./instrument.js', import.meta.url));
const attack = fileURLToPath(new URL('./attack.js', import.meta.url));

/** A stretch of time in nanoseconds of CLOCK_MONOTONIC, and what was asked meanwhile. */
interface Phase {
  readonly from: bigint;
  readonly to: bigint;
  readonly requests: number;
  readonly mischief: Mischief;
  readonly residentMb: number;
}

interface Mischief {
  readonly right: number;
  readonly wrong: number;
  readonly dawdled: number;
}

const NO_MISCHIEF: Mischief = { right: 0, wrong: 0, dawdled: 0 };
const CONDITIONS = ['nobody asks', 'wrk asks', 'attacked'] as const;
type Condition = (typeof CONDITIONS)[number];

try {
  const [pipe = '', tap = '', stamps = '', writer = ''] = ['pipe', 'tap', 'stamps', 'writer'].map(
    (name) => join(folder, name),
  );
  compile('-o', writer, join(projectFolder(), 'bench/hop/writer.c'));
  prepareTap(folder);
  execFileSync('mkfifo', [pipe]);
  const port = await freePort();
  const player = spawn(
    'taskset',
    [...PLAYER_CORE, process.execPath, instrument, pipe, builtInFont(), `${port}`],
    {
      env: { ...process.env, LD_LIBRARY_PATH: folder, FW16_TAP: tap },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const ended = once(player, 'exit');
  await says(player, 'ready');
  const costs = {
    healthCpuMs: await costOf('/health', player, port),
    metricsCpuMs: await costOf('/metrics', player, port),
  };
  // Dawdlers are cut off after some seconds, and the phase of an attack ends with the last of them.
  const longest = CONDITIONS.length * seconds + CUT_OFF_S;
  const events = EVENTS_PER_SECOND * ((rounds + 1) * longest + 3);
  const args = [pipe, `${EVENTS_PER_SECOND}`, `${events}`, stamps, HELD];
  const playing = once(spawn('taskset', [...WRITER_CORE, writer, ...args]), 'exit');
  await passing(1000);
  const pid = player.pid ?? 0;
  // Once for what is compiled, and for the heap that floods need.
  await phaseOf('attacked', port, pid);
  const phases: Record<Condition, Phase[]> = { 'nobody asks': [], 'wrk asks': [], attacked: [] };
  for (let round = 0; round < rounds; round++) {
    const inTurn = round % 2 === 0 ? CONDITIONS : CONDITIONS.toReversed();
    for (const each of inTurn) phases[each].push(await phaseOf(each, port, pid));
  }
  await playing;
  await ended;
  const pressed = nanoseconds(stamps);
  const sounded = noteOns(tap);
  const latencies = [...sounded].map((at, index) => ({
    at: pressed[index] ?? at,
    us: Number(at - (pressed[index] ?? at)) / 1000,
  }));
  report(costs, latencies, phases);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function phaseOf(condition: Condition, port: number, pid: number): Promise<Phase> {
  const from = process.hrtime.bigint();
  const [requests, mischief] = await Promise.all([
    condition === 'nobody asks' ? waiting() : flood(port),
    condition === 'attacked' ? mischievous(port) : NO_MISCHIEF,
  ]);
  // The dawdlers' end is not what is measured.
  const to = from + BigInt(seconds * 1e9);
  return { from, to, requests, mischief, residentMb: residentMb(pid) };
}

async function waiting(): Promise<number> {
  await passing(seconds * 1000);
  return 0;
}

/** Answers how many requests were answered, and each with 200. */
async function flood(port: number): Promise<number> {
  const url = `http://127.0.0.1:${port}/metrics`;
  const told = await output('wrk', '-t1', '-c8', `-d${seconds}s`, url);
  const requests = Number(/(\d+) requests in/.exec(told)?.[1] ?? Number.NaN);
  if (!(requests > 0)) throw new Error('wrk asked for nothing: apt install wrk');
  if (told.includes('Non-2xx')) throw new Error(told);
  return requests;
}

async function mischievous(port: number): Promise<Mischief> {
  return JSON.parse(await output(process.execPath, attack, `${port}`, `${seconds}`));
}

/** What a command writes, run where the keyboard's side runs. */
async function output(...command: readonly string[]): Promise<string> {
  const child = spawn('taskset', [...WRITER_CORE, ...command], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  await once(child, 'close');
  return told;
}

function residentMb(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(text)?.[1]) / 1024;
}

/** Milliseconds of the main thread's CPU time for one request, beyond what it takes anyway. */
async function costOf(path: string, player: ChildProcess, port: number): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const ask = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = { 'accept-encoding': 'gzip' };
      get({ host: '127.0.0.1', port, path, headers, agent }, (response) => {
        response.resume().once('end', resolve);
      }).once('error', reject);
    });
  const costs: number[] = [];
  // The first two turns are for what is compiled once.
  for (const asks of [false, true, false, true, false, true]) {
    const before = cpuMs(player);
    for (let turn = 0; turn < SCRAPES; turn++) {
      await passing(SCRAPE_EVERY_MS);
      if (asks) await ask();
    }
    costs.push((cpuMs(player) - before) / SCRAPES);
  }
  agent.destroy();
  const [, , idle = 0, asked = 0, idleAgain = 0, askedAgain = 0] = costs;
  return (asked + askedAgain - idle - idleAgain) / 2;
}

/** CPU time of its main thread so far, as the scheduler counts it. */
function cpuMs({ pid }: ChildProcess): number {
  const [ns = ''] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
  return Number(ns) / 1e6;
}

async function says(child: ChildProcess, words: string): Promise<void> {
  let said = '';
  for await (const text of child.stderr!) {
    said += text;
    if (said.includes(words)) return;
  }
  throw new Error(`it ended: ${said}`);
}

function passing(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

interface Note {
  readonly at: bigint;
  readonly us: number;
}

function report(
  costs: { readonly healthCpuMs: number; readonly metricsCpuMs: number },
  notes: readonly Note[],
  phases: Readonly<Record<Condition, readonly Phase[]>>,
): void {
  const within = ({ from, to }: Phase): number[] =>
    notes.filter(({ at }) => at >= from && at < to).map(({ us }) => us);
  const figure = (condition: Condition, share: number): number =>
    median(phases[condition].map((phase) => quantile(within(phase), share)));
  const figures = Object.entries({ p50: 0.5, p99: 0.99 }).map(([name, share]) => {
    const [quietUs = 0, ...others] = CONDITIONS.map((condition) => figure(condition, share));
    return { name, us: [quietUs, ...others], ratios: others.map((us) => us / quietUs) };
  });
  const all = [...phases['wrk asks'], ...phases.attacked];
  const total = (count: (phase: Phase) => number): number =>
    all.reduce((sum, phase) => sum + count(phase), 0);
  const [first, last] = [phases.attacked[0], phases.attacked.at(-1)];
  const result = {
    machine: machine(),
    rounds,
    requests: total(({ requests }) => requests),
    mischief: {
      right: total(({ mischief }) => mischief.right),
      wrong: total(({ mischief }) => mischief.wrong),
      dawdled: total(({ mischief }) => mischief.dawdled),
    },
    residentMb: [first?.residentMb ?? 0, last?.residentMb ?? 0],
    ...costs,
    notes: CONDITIONS.map((condition) => phases[condition].flatMap(within).length),
    figures,
  };
  if (values.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const us = (time: number): string => `${time.toFixed(0)} us`;
  const rows = figures.map(({ name, us: times, ratios }) => [
    name,
    ...times.map(us),
    ...ratios.map((ratio) => `${ratio.toFixed(2)} x`),
  ]);
  const { right, wrong, dawdled } = result.mischief;
  const [before = 0, after = 0] = result.residentMb;
  process.stdout.write(
    `${result.machine}; median of ${rounds} rounds\n\n` +
      `${table([['key to note', ...CONDITIONS, 'asked', 'attacked'], ...rows])}\n\n` +
      `${result.requests} requests for the metrics, all answered with 200; ` +
      `${right} wrong ones refused as they should be, ${wrong} not, ${dawdled} dawdlers cut off\n` +
      `resident memory from the first attack to the last: ${before.toFixed(1)} -> ${after.toFixed(1)} MB\n` +
      `${result.notes.join(', ')} notes\n` +
      `CPU time of the main thread: ${costs.metricsCpuMs.toFixed(2)} ms for a scrape, ` +
      `${costs.healthCpuMs.toFixed(2)} ms for /health, which is HTTP alone\n`,
  );
}
