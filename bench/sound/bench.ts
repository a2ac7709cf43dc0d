/**
 * Note-on to sound: from the moment FluidSynth has accepted a note to the audio callback in which a
 * listener at the sink hears its first sample; ours beside the `fluidsynth` command, on one PipeWire
 * without a sound card, in turns.
 *
 * node dist/bench/sound/bench.js [--json] [--rounds 3] [--notes 20]
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { filesInProcess, loadLibrary, projectFolder } from '../../src/ffi/libraries.ts';
import { HeadlessPipeWire } from '../../tests/support/headless-pipewire.ts';
import { compile, machine, median, quantile, table } from '../machine.ts';
import { nanoseconds, noteOns, prepareTap } from '../tap.ts';

const QUANTA = [64, 128, 256];
// Slow and dry, so that each note begins in the silence that the listener waits for.
const EVENTS_PER_SECOND = 4;
// The built-in font's pure square sounds from its first sample.
const [BANK, PROGRAM] = [1, 1];
const NOTE_MS = 1000 / EVENTS_PER_SECOND;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    rounds: { type: 'string', default: '3' },
    notes: { type: 'string', default: '20' },
  },
});
const notes = Number(values.notes);
const folder = mkdtempSync(join(tmpdir(), 'fw16-synth-sound-'));
const source = join(projectFolder(), 'bench/sound');
const ours = fileURLToPath(new URL('../hop/ours.js', import.meta.url));

type Program = 'ours' | 'fluidsynth';

try {
  prepareTap(folder);
  compile('-o', join(folder, 'writer'), join(projectFolder(), 'bench/hop/writer.c'));
  compile('-o', join(folder, 'listen'), join(source, 'listen.c'), '-ldl', '-lm');
  const figures: Record<string, Record<Program, number[]>> = {};
  for (const quantum of QUANTA) {
    const heard: Record<Program, number[]> = { ours: [], fluidsynth: [] };
    const server = await HeadlessPipeWire.start(quantum);
    try {
      for (let round = 0; round < Number(values.rounds); round++) {
        const order: Program[] = round % 2 === 0 ? ['ours', 'fluidsynth'] : ['fluidsynth', 'ours'];
        for (const program of order) {
          heard[program].push(...(await run(program, quantum, server)));
        }
      }
    } finally {
      await server.stop();
    }
    figures[quantum] = heard;
  }
  report(figures);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Milliseconds from note-on to sound, of each note that was heard. */
async function run(program: Program, quantum: number, server: HeadlessPipeWire): Promise<number[]> {
  const [tap, stamps, pipe] = ['tap', 'heard', 'pipe'].map((name) => join(folder, name));
  for (const file of [tap!, stamps!, pipe!]) rmSync(file, { force: true });
  loadLibrary('pipewire-jack');
  const [jack = ''] = filesInProcess('libjack.so');
  const env = {
    ...server.env,
    LD_LIBRARY_PATH: `${folder}:${join(jack, '..')}`,
    PIPEWIRE_LATENCY: `${quantum}/48000`,
    FW16_TAP: tap!,
  };
  const seconds = Math.ceil((notes * 2) / EVENTS_PER_SECOND + 3);
  const listener = spawn(join(folder, 'listen'), [stamps!, `${seconds}`], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const listened = once(listener, 'exit');
  await says(listener, 'ready');
  if (program === 'ours') await playOurs(pipe!, quantum, env);
  else await playFluidsynth(quantum, env);
  await listened;
  const begun = noteOns(tap!);
  const heard = nanoseconds(stamps!);
  return [...begun].flatMap((at) => {
    const first = heard.find((each) => each > at);
    const ms = first === undefined ? Number.POSITIVE_INFINITY : Number(first - at) / 1e6;
    return ms < NOTE_MS ? [ms] : [];
  });
}

async function playOurs(pipe: string, quantum: number, env: NodeJS.ProcessEnv): Promise<void> {
  execFileSync('mkfifo', [pipe]);
  const player = spawn(
    process.execPath,
    [ours, pipe, builtInFont(), 'pipewire', `${quantum}`, `${BANK}`, `${PROGRAM}`, 'dry'],
    { env, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = once(player, 'exit');
  await says(player, 'ready');
  const args = [pipe, `${EVENTS_PER_SECOND}`, `${notes * 2}`, join(folder, 'pressed'), '0'];
  await once(spawn(join(folder, 'writer'), args), 'exit');
  await ended;
}

async function playFluidsynth(quantum: number, env: NodeJS.ProcessEnv): Promise<void> {
  const settings = ['audio.jack.autoconnect=1', `audio.period-size=${quantum}`, 'audio.periods=2'];
  const player = spawn(
    'fluidsynth',
    [
      ...['-q', '-n', '-a', 'jack', '-r', '48000', '-R', '0', '-C', '0'],
      ...settings.flatMap((each) => ['-o', each]),
      builtInFont(),
    ],
    { env, stdio: ['pipe', 'ignore', 'ignore'] },
  );
  const ended = once(player, 'exit');
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  await wait(1000);
  player.stdin.write(`select 0 1 ${BANK} ${PROGRAM}\n`);
  for (let note = 0; note < notes; note++) {
    player.stdin.write(`noteon 0 ${60 + (note % 10)} 100\n`);
    await wait(NOTE_MS);
    player.stdin.write(`noteoff 0 ${60 + (note % 10)}\n`);
    await wait(NOTE_MS);
  }
  player.stdin.end('quit\n');
  await ended;
}

async function says(child: ChildProcess, words: string): Promise<void> {
  let said = '';
  for await (const text of child.stderr!) {
    said += text;
    if (said.includes(words)) return;
  }
  throw new Error(`it ended: ${said}`);
}

function report(figures: Record<string, Record<Program, number[]>>): void {
  const cells = Object.entries(figures).map(([quantum, heard]) => {
    const [mine, theirs] = [median(heard.ours), median(heard.fluidsynth)];
    return {
      quantum: Number(quantum),
      oursMs: mine,
      oursP90Ms: quantile(heard.ours, 0.9),
      fluidsynthMs: theirs,
      fluidsynthP90Ms: quantile(heard.fluidsynth, 0.9),
      ratio: mine / theirs,
      heard: { ours: heard.ours.length, fluidsynth: heard.fluidsynth.length },
    };
  });
  const result = { machine: machine(), notes: notes * Number(values.rounds), cells };
  if (values.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const ms = (figure: number): string => `${figure.toFixed(1)} ms`;
  const rows = cells.map((cell) => [
    `${cell.quantum}`,
    `${ms(cell.oursMs)} / ${ms(cell.oursP90Ms)}`,
    `${ms(cell.fluidsynthMs)} / ${ms(cell.fluidsynthP90Ms)}`,
    `${cell.ratio.toFixed(2)} x`,
    `${cell.heard.ours} and ${cell.heard.fluidsynth}`,
  ]);
  const heads = ['quantum', 'ours p50 / p90', 'fluidsynth p50 / p90', 'ratio', 'heard'];
  process.stdout.write(
    `${result.machine}; ${result.notes} notes a cell\n\n${table([heads, ...rows])}\n`,
  );
}
