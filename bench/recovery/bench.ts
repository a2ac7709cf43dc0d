/**
 * Whether bringing things back costs anything that stays: the sound server is killed and comes back,
 * and the configuration is changed, again and again under the same playing.
 *
 * node dist/bench/recovery/bench.js [--json] [--restarts 20] [--reloads 200]
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { KEY } from '../../src/core/keys/key-codes.ts';
import type { Status } from '../../src/core/status.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { HeadlessPipeWire, SINK } from '../../tests/support/headless-pipewire.ts';
import { Home, type Started } from '../../tests/support/program.ts';
import { pulse, recordingOf } from '../../tests/support/strokes.ts';
import { machine, median, table } from '../machine.ts';

const QUANTUM = 256;
// What is made once, such as compiled code and the heap's working size, is no growth.
const WARM_RESTARTS = 3;
const WARM_RELOADS = 50;
const HOUR = 3600;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    restarts: { type: 'string', default: '20' },
    reloads: { type: 'string', default: '200' },
  },
});

const server = await HeadlessPipeWire.start(QUANTUM);
const home = new Home({ ...server.env, FW16_SYNTH_KEYBOARD_START_ARMED: 'true' });
const configFile = `${server.folder}/config/fw16-synth/config.yaml`;
let playing: Started | undefined;
try {
  configure(0);
  writeFileSync(home.path('strokes.evemu'), recordingOf(pulse(KEY.KEY_Q, 0.25, HOUR)));
  const input = ['--input', home.path('strokes.evemu')];
  playing = await home.start('Ready', '--production', '--driver', 'pipewire', ...input);
  const backMs = await restart(playing, Number(values.restarts));
  const reloaded = await reload(playing, Number(values.reloads));
  const { playing: state } = status();
  const { exit } = await playing.end('SIGTERM');
  report({ ...backMs, ...reloaded, orphaned: orphaned(state), begun: state.notesBegun, exit });
} finally {
  if (playing?.child.exitCode === null) await playing.end('SIGKILL');
  home.remove();
  await server.stop();
}

async function restart(started: Started, times: number) {
  const backMs: number[] = [];
  let beforeMb = 0;
  for (let time = 0; time < times + WARM_RESTARTS; time++) {
    if (time === WARM_RESTARTS) beforeMb = residentMb(started);
    await server.kill();
    await says(started, 'asks for no sound', time + 1);
    // The server's own start is a part of it.
    const sinceMs = performance.now();
    await server.serve();
    await says(started, 'Sound is back', time + 1);
    if (time >= WARM_RESTARTS) backMs.push(performance.now() - sinceMs);
    await until(() => server.playingInto(SINK).length > 0);
  }
  const afterMb = residentMb(started);
  return {
    backMs: median(backMs),
    backMostMs: Math.max(...backMs),
    restartMb: [beforeMb, afterMb],
  };
}

async function reload(started: Started, times: number) {
  let beforeMb = 0;
  for (let time = 1; time <= times + WARM_RELOADS; time++) {
    if (time === WARM_RELOADS + 1) beforeMb = residentMb(started);
    configure(time);
    await says(started, 'Changed: ', time);
  }
  return { reloadMb: [beforeMb, residentMb(started)] };
}

/** A configuration that differs from the one before in all that can change while it plays. */
function configure(time: number): void {
  const odd = time % 2;
  const text = [
    `audio: { gain_db: ${-8 - odd}, reverb: ${odd === 0}, polyphony: ${256 - odd}, tuning_hz: ${440 + odd}, soundfont: "${builtInFont()}", buffer_size: ${time % 20 === 10 ? 512 : QUANTUM} }`,
    `keyboard: { octave: ${4 - odd}, program: ${odd}, arming_chord: [F${11 - odd}, F12] }`,
    `velocity: { source: ${odd === 0 ? 'fixed' : 'timing'}, curve: [[0, ${odd}], [64, 90]] }`,
    `presets: [{ name: P, program: ${odd} }]`,
  ].join('\n');
  mkdirSync(`${server.folder}/config/fw16-synth`, { recursive: true });
  writeFileSync(`${configFile}~`, text);
  renameSync(`${configFile}~`, configFile);
}

function status(): Status {
  return JSON.parse(home.run('status', '--json').out);
}

function orphaned({ notesBegun, notesEnded, sounding }: Status['playing']): number {
  return notesBegun - notesEnded - sounding;
}

function residentMb(started: Started): number {
  const text = readFileSync(`/proc/${started.child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(text)?.[1]) / 1024;
}

async function says(started: Started, words: string, times: number): Promise<void> {
  await until(() => {
    if (started.child.exitCode !== null) throw new Error(`it ended, saying:\n${started.err}`);
    return started.err.split(words).length > times;
  });
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

function report(result: {
  readonly backMs: number;
  readonly backMostMs: number;
  readonly restartMb: readonly number[];
  readonly reloadMb: readonly number[];
  readonly orphaned: number;
  readonly begun: number;
  readonly exit: number | null;
}): void {
  const figures = { machine: machine(), restarts: values.restarts, reloads: values.reloads };
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ ...figures, ...result })}\n`);
    return;
  }
  const growth = ([before = 0, after = 0]: readonly number[]): string =>
    `${before.toFixed(1)} -> ${after.toFixed(1)} MB (${((100 * after) / before - 100).toFixed(1)} %)`;
  const rows = [
    [
      'sound back from the server’s start',
      `${result.backMs.toFixed(0)} ms (at most ${result.backMostMs.toFixed(0)} ms)`,
    ],
    [`resident over ${values.restarts} restarts`, growth(result.restartMb)],
    [`resident over ${values.reloads} reloads`, growth(result.reloadMb)],
    ['orphaned notes', `${result.orphaned} of ${result.begun}`],
    ['exit', `${result.exit}`],
  ];
  process.stdout.write(`${figures.machine}\n\n${table(rows)}\n`);
}
