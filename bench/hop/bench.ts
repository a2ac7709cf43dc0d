/**
 * Key to note: our play thread beside a C program that does the same with nothing around it. Both
 * read one pipe, both ask for SCHED_FIFO 50, both render through the native shim, and both are
 * stamped by the same few lines of C. Rounds of the two take turns, so that whatever else the
 * machine does hits both alike.
 *
 * node dist/bench/hop/bench.js [--json] [--rounds 5] [--seconds 4]
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { projectFolder } from '../../src/ffi/libraries.ts';
import { compile, machine, median, quantile, table } from '../machine.ts';
import { nanoseconds, noteOns, prepareTap } from '../tap.ts';

const EVENTS_PER_SECOND = 250;
const REQUEST_EVERY_MS = 10;
const MILLION = 1_000_000;
const HELD = '3';
// The keyboard's side on one core, the player and what disturbs it on another: a wake-up across
// cores is what an interrupt brings, and it is the same for both programs.
const WRITER_CORE = ['-c', '0'];
const PLAYER_CORE = ['-c', '1'];

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'fw16-synth-hop-'));
const source = join(projectFolder(), 'bench/hop');
const ours = fileURLToPath(new URL('./ours.js', import.meta.url));

type Program = 'ours' | 'C';

interface Round {
  readonly latenciesUs: number[];
  readonly lost: number;
}

try {
  prepare();
  const rounds: Record<string, Round[]> = {};
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const condition of ['idle', 'load'] as const) {
      const order: readonly Program[] = round % 2 === 0 ? ['ours', 'C'] : ['C', 'ours'];
      for (const program of order) {
        const cell = `${program} ${condition}`;
        const events = EVENTS_PER_SECOND * Number(values.seconds);
        const result = await run(program, condition === 'load', EVENTS_PER_SECOND, events);
        rounds[cell] = [...(rounds[cell] ?? []), result];
      }
    }
  }
  const loss = await run('ours', false, 1000, 10_000);
  const collections = await countCollections();
  report(rounds, loss, collections);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function prepare(): void {
  compile('-o', join(folder, 'writer'), join(source, 'writer.c'));
  prepareTap(folder);
  const shims = join(projectFolder(), 'native-shims');
  compile(
    ...['-o', join(folder, 'peer'), join(source, 'peer.c')],
    ...['render.c', 'pacer.c', 'way.c'].map((file) => join(shims, file)),
    ...[join(folder, 'libfluidsynth.so.3'), join(folder, 'libfluidsynth.re.3')],
    ...['-lm', '-lpthread'],
  );
}

async function run(
  program: Program,
  loaded: boolean,
  eventsPerSecond: number,
  events: number,
): Promise<Round> {
  const [pipe, tap, stamps] = ['pipe', 'tap', 'stamps'].map((name) => join(folder, name));
  for (const file of [pipe!, tap!, stamps!]) rmSync(file, { force: true });
  execFileSync('mkfifo', [pipe!]);
  const env = { ...process.env, LD_LIBRARY_PATH: folder, FW16_TAP: tap! };
  const player = start(program, pipe!, env);
  const ended = once(player, 'exit');
  const port = await ready(player);
  const busy = loaded ? [hog(), hog(), ...(port === 0 ? [] : [asker(port)])] : [];
  const args = [pipe!, `${eventsPerSecond}`, `${events}`, stamps!, HELD];
  const writer = spawn('taskset', [...WRITER_CORE, join(folder, 'writer'), ...args]);
  try {
    await once(writer, 'exit');
    await ended;
  } finally {
    for (const stop of busy) stop();
  }
  const pressed = nanoseconds(stamps!);
  const sounded = noteOns(tap!);
  const latenciesUs = [...sounded].map((at, index) => Number(at - (pressed[index] ?? at)) / 1000);
  return { latenciesUs, lost: pressed.length - sounded.length };
}

function start(program: Program, pipe: string, env: NodeJS.ProcessEnv): ChildProcess {
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  const font = builtInFont();
  const command = program === 'C' ? [join(folder, 'peer')] : [process.execPath, ours];
  return spawn('taskset', [...PLAYER_CORE, ...command, pipe, font], { env, stdio: [...stdio] });
}

/** The port of its server, or 0. */
async function ready(player: ChildProcess): Promise<number> {
  let said = '';
  for await (const text of player.stderr!) {
    said += text;
    const [, port] = /ready ?(\d*)\n/.exec(said) ?? [];
    if (port !== undefined) return Number(port);
  }
  throw new Error(`the player ended: ${said}`);
}

function hog(): () => void {
  const command = [...PLAYER_CORE, process.execPath, '-e', 'for (;;);'];
  const child = spawn('taskset', command, { stdio: 'ignore' });
  return () => child.kill('SIGKILL');
}

function asker(port: number): () => void {
  const timer = setInterval(() => {
    get({ port, host: '127.0.0.1' }, (response) => response.resume()).on('error', () => {});
  }, REQUEST_EVERY_MS);
  return () => clearInterval(timer);
}

/** Collections on the play thread while a million key events pass. */
async function countCollections(): Promise<number> {
  const pipe = join(folder, 'million');
  execFileSync('mkfifo', [pipe]);
  const player = spawn(process.execPath, ['--trace-gc', ours, pipe, builtInFont()], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(player, 'exit');
  let traced = '';
  player.stdout.setEncoding('utf8').on('data', (text: string) => {
    traced += text;
  });
  await ready(player);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const before = traced.length;
  const args = [pipe, '25000', `${MILLION}`, join(folder, 'stamps'), HELD];
  await once(spawn(join(folder, 'writer'), args), 'exit');
  const during = traced.slice(before);
  await ended;
  // The first isolate that speaks is the main thread's: it starts the other.
  const isolates = [...traced.matchAll(/^\[\d+:(0x[0-9a-f]+)\]/gm)].map(([, isolate]) => isolate);
  const onPlayThread = [...during.matchAll(/^\[\d+:(0x[0-9a-f]+)\]/gm)];
  return onPlayThread.filter(([, isolate]) => isolate !== isolates[0]).length;
}

function report(rounds: Record<string, Round[]>, loss: Round, collections: number): void {
  const figure = (cell: string, share: number): number =>
    median(rounds[cell]!.map(({ latenciesUs }) => quantile(latenciesUs, share)));
  const figures = Object.fromEntries(
    (['idle', 'load'] as const).map((condition) => {
      const [p50, p99] = [0.5, 0.99].map((share) => {
        const [mine, c] = [figure(`ours ${condition}`, share), figure(`C ${condition}`, share)];
        return { oursUs: mine, cUs: c, ratio: mine / c };
      });
      return [condition, { p50: p50!, p99: p99! }] as const;
    }),
  );
  const lost = Object.values(rounds)
    .flat()
    .reduce((sum, round) => sum + round.lost, 0);
  const result = {
    machine: machine(),
    rounds: Number(values.rounds),
    figures,
    lost,
    lostAt1000PerSecond: loss.lost,
    collectionsInAMillionEvents: collections,
  };
  if (values.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const rows = Object.entries(figures).flatMap(([condition, { p50, p99 }]) =>
    (
      [
        ['p50', p50],
        ['p99', p99],
      ] as const
    ).map(([name, { oursUs, cUs, ratio }]) => [
      condition,
      name,
      `${oursUs.toFixed(0)} us`,
      `${cUs.toFixed(0)} us`,
      `${ratio.toFixed(2)} x`,
    ]),
  );
  process.stdout.write(
    `${result.machine}; median of ${result.rounds} rounds\n\n${table([['', '', 'ours', 'C', 'ratio'], ...rows])}\n\n` +
      `lost: ${lost} of all, ${loss.lost} of 5000 notes at 1000 events a second\n` +
      `garbage collections on the play thread in a million events: ${collections}\n`,
  );
}
