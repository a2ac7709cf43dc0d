/**
 * A long evening: four virtual players strike 50 notes a second in a terminal, and what the program
 * holds and how late it is at the end is compared with the beginning. The whole program runs, on a
 * PipeWire of its own, with its screen, and with a scrape of its metrics at each look.
 *
 * node dist/bench/soak/bench.js [--json] [--seconds 3600] [--notes 50] [--seed 1]
 */
import { parseArgs } from 'node:util';
import { HeadlessPipeWire, pipeWireMissing } from '../../tests/support/headless-pipewire.ts';
import { freePort } from '../../tests/support/http.ts';
import { Home } from '../../tests/support/program.ts';
import { machine, table } from '../machine.ts';
import type { Look } from './figures.ts';
import { look, quantileUs } from './figures.ts';
import { TerminalPlayers } from './terminal-players.ts';

const QUANTUM = 256;
// What is made once, such as compiled code and the heap's working size, is no growth.
const WARM_SHARE = 0.05;
const WARM_MOST_S = 120;
/** How much of the time counts as its beginning, and as its end. */
const WINDOW_SHARE = 0.1;
const WINDOW_MOST_S = 300;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    seconds: { type: 'string', default: '3600' },
    notes: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
  },
});
const seconds = Number(values.seconds);
const missing = pipeWireMissing();
if (missing !== false) throw new Error(missing);

const server = await HeadlessPipeWire.start(QUANTUM);
const port = await freePort();
const home = new Home({ ...server.env, FW16_SYNTH_HTTP_PORT: `${port}` });
const args = ['--driver', 'pipewire', '--export-metrics'];
const players = new TerminalPlayers(home.env, home.folder, args, Number(values.seed));
try {
  await players.ready();
  const { pid } = JSON.parse(home.run('status', '--json').out);
  const windowS = Math.min(WINDOW_MOST_S, seconds * WINDOW_SHARE);
  players.play(Number(values.notes));
  await passing(Math.min(WARM_MOST_S, seconds * WARM_SHARE));
  const began = await looked(pid, 'it begins');
  await passing(windowS);
  const early = await looked(pid, 'its beginning');
  const untilMs = performance.now() + 1000 * Math.max(0, seconds - 2 * windowS);
  const between: Look[] = [];
  for (;;) {
    const leftS = (untilMs - performance.now()) / 1000;
    if (leftS <= 0) break;
    await passing(Math.min(windowS, leftS));
    between.push(await looked(pid, `${Math.round(leftS)} s to its end`));
  }
  const late = between.at(-1) ?? early;
  await passing(windowS);
  const ended = await looked(pid, 'it ends');
  await players.rest();
  await passing(1);
  const atRest = await look(pid, port);
  const exit = await players.end();
  report({ began, early, late, ended, atRest, struck: players.struck, exit });
} finally {
  players.kill();
  home.remove();
  await server.stop();
}

async function looked(pid: number, when: string): Promise<Look> {
  const seen = await look(pid, port);
  process.stderr.write(
    `${when}: ${seen.notes} notes, ${seen.residentMb.toFixed(1)} MB, ${seen.descriptors} descriptors, ${seen.late} late callbacks\n`,
  );
  return seen;
}

function passing(passingS: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1000 * passingS));
}

interface Result {
  readonly began: Look;
  readonly early: Look;
  readonly late: Look;
  readonly ended: Look;
  readonly atRest: Look;
  readonly struck: number;
  readonly exit: number | null;
}

function report({ began, early, late, ended, atRest, struck, exit }: Result): void {
  const figures = {
    machine: machine(),
    seconds: (ended.atMs - began.atMs) / 1000,
    residentMb: [early.residentMb, ended.residentMb],
    descriptors: [early.descriptors, ended.descriptors],
    p50Us: [quantileUs(began, early, 0.5), quantileUs(late, ended, 0.5)],
    p99Us: [quantileUs(began, early, 0.99), quantileUs(late, ended, 0.99)],
    lateCallbacks: [early.late - began.late, ended.late - late.late],
    callbacks: [early.callbacks - began.callbacks, ended.callbacks - late.callbacks],
    struck,
    begun: atRest.notes,
    orphaned: atRest.orphaned,
    restarts: atRest.restarts,
    exit,
  };
  if (values.json) {
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    return;
  }
  const row = (name: string, [first = 0, last = 0]: readonly number[], digits = 0): string[] => [
    name,
    first.toFixed(digits),
    last.toFixed(digits),
  ];
  const rows = [
    ['', 'at its beginning', 'at its end'],
    row('resident memory, MB', figures.residentMb, 1),
    row('descriptors', figures.descriptors),
    row('key to note p50, us', figures.p50Us),
    row('key to note p99, us', figures.p99Us),
    row('late callbacks', figures.lateCallbacks),
    row('of callbacks', figures.callbacks),
  ];
  const [first = 0, last = 0] = figures.residentMb;
  process.stdout.write(
    `${figures.machine}; ${figures.seconds.toFixed(0)} s\n\n${table(rows)}\n\n` +
      `resident memory grew by ${((100 * last) / first - 100).toFixed(1)} %; ` +
      `${struck} keys struck, ${figures.begun} notes begun, ${figures.orphaned} orphaned, ` +
      `${figures.restarts} restarts, exit ${exit}\n`,
  );
}
