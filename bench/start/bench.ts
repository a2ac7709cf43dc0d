/**
 * From the command to the first possible note, beyond what FluidSynth itself takes to load the font,
 * and the memory that the program then holds.
 *
 * node dist/bench/start/bench.js [--json] [--rounds 7] [--font FILE]
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { openFluidSynth } from '../../src/ffi/libfluidsynth.ts';
import { machine, median, table } from '../machine.ts';

const SMALL_FONT = '/usr/share/sounds/sf2/TimGM6mb.sf2';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    rounds: { type: 'string', default: '7' },
    font: { type: 'string', default: existsSync(SMALL_FONT) ? SMALL_FONT : builtInFont() },
  },
});
const main = fileURLToPath(new URL('../../program/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fw16-synth-start-'));

try {
  const starts: { playableMs: number; residentMb: number }[] = [];
  const loads: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    loads.push(loadMs());
    starts.push(await start());
  }
  const playableMs = median(starts.map((each) => each.playableMs));
  const fontMs = median(loads);
  const result = {
    machine: machine(),
    font: values.font,
    playableMs,
    fontMs,
    beyondFontMs: playableMs - fontMs,
    residentMb: median(starts.map((each) => each.residentMb)),
  };
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    const ms = (figure: number): string => `${figure.toFixed(0)} ms`;
    const rows = [
      ['start to playable', ms(playableMs)],
      ['FluidSynth loads the font', ms(fontMs)],
      ['beyond the font (budget 400 ms)', ms(result.beyondFontMs)],
      ['resident memory (budget 110 MB)', `${result.residentMb.toFixed(0)} MB`],
    ];
    process.stdout.write(
      `${result.machine}; ${values.font}; median of ${values.rounds}\n\n${table(rows)}\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What fluid_synth_sfload alone takes, in a synthesiser like ours. */
function loadMs(): number {
  const opened = openFluidSynth();
  if (!opened.ok) throw new Error(opened.why);
  const { fluidsynth } = opened;
  const settings = fluidsynth.newSettings()!;
  const synth = fluidsynth.newSynth(settings)!;
  const began = performance.now();
  fluidsynth.loadFont(synth, values.font, 1);
  const took = performance.now() - began;
  fluidsynth.deleteSynth(synth);
  fluidsynth.deleteSettings(settings);
  return took;
}

async function start(): Promise<{ playableMs: number; residentMb: number }> {
  const beganMs = Date.now();
  const child = spawn(
    process.execPath,
    [main, '--production', '--driver', 'file', '--soundfont', values.font],
    {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder, XDG_RUNTIME_DIR: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let playableMs = Number.NaN;
  for await (const line of createInterface({ input: child.stderr })) {
    // When it was said: what makes lines of it is read only now that there is time for it.
    const { time, message } = JSON.parse(line);
    playableMs = Date.parse(time) - beganMs;
    if (message.startsWith('Ready')) break;
  }
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const residentKb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exited;
  return { playableMs, residentMb: residentKb / 1024 };
}
