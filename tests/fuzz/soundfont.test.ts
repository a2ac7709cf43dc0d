/**
 * Damaged SoundFonts: each is refused with a reason, or played by FluidSynth, or refused by
 * FluidSynth; none crashes, hangs or keeps memory, and none leaves a file behind.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkSoundFont } from '../../src/engine/soundfonts.ts';
import { openFluidSynth } from '../../src/ffi/libfluidsynth.ts';
import { Home, projectFile } from '../support/program.ts';
import { damagedFont } from './soundfont-damage.ts';

const SEED = Number(process.env['SEED'] ?? 16);
const FONTS = Number(process.env['FONTS'] ?? 2100);
const PLAYERS = 2;
const SILENT_MS = 30_000;
const PLAYER = fileURLToPath(new URL('./soundfont-player.js', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'fw16-fonts-'));
after(() => rmSync(folder, { recursive: true }));

interface Outcome {
  readonly refused: string[];
  played: number;
  unaccepted: number;
  /** The fonts that ended or hung the process that played them. */
  readonly fatal: string[];
  /** Resident memory after each font that was played, in bytes. */
  readonly memory: number[];
}

/** Has a process play the fonts `from` up to `to`, and another one go on where it breaks off. */
async function playAll(from: number, to: number): Promise<Outcome> {
  const outcome: Outcome = { refused: [], played: 0, unaccepted: 0, fatal: [], memory: [] };
  for (let next = from; next < to; ) {
    const child = spawn(
      process.execPath,
      [PLAYER, String(SEED), String(next), String(to), folder],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        // FluidSynth's loader keeps every core waiting for every other.
        env: { ...process.env, OMP_NUM_THREADS: '1' },
      },
    );
    const exited = once(child, 'exit');
    const hang = setTimeout(() => child.kill('SIGKILL'), SILENT_MS);
    let last = next;
    let isDone = false;
    for await (const line of createInterface({ input: child.stdout })) {
      hang.refresh();
      const [what = '', index = '', ...rest] = line.split(' ');
      last = Number(index);
      if (what === 'refused') outcome.refused.push(rest.join(' '));
      if (what === 'unaccepted') outcome.unaccepted++;
      if (what === 'played') {
        outcome.played++;
        outcome.memory.push(Number(rest[0]));
      }
      isDone = what === 'done';
    }
    clearTimeout(hang);
    const [code, signal] = await exited;
    if (isDone && code === 0) break;
    outcome.fatal.push(`font ${last} of seed ${SEED}: ${signal ?? `exit ${code}`}`);
    next = last + 1;
  }
  return outcome;
}

const opened = openFluidSynth();
const skip = opened.ok ? false : `needs libfluidsynth: ${opened.remedy}`;

test(`${FONTS} damaged SoundFonts are played or refused (seed ${SEED})`, { skip }, async () => {
  const share = Math.ceil(FONTS / PLAYERS);
  const outcomes = await Promise.all(
    Array.from({ length: PLAYERS }, (_, player) =>
      playAll(player * share, Math.min(FONTS, (player + 1) * share)),
    ),
  );
  assert.deepEqual(
    outcomes.flatMap(({ fatal }) => fatal),
    [],
  );
  for (const { refused, played, unaccepted, memory } of outcomes) {
    assert.equal(refused.length + played + unaccepted, share);
    assert.ok(played > share / 5 && refused.length > share / 5, `${played}, ${refused.length}`);
    assert.ok(unaccepted < share / 50, `${unaccepted} fonts were left to FluidSynth to refuse`);
    for (const why of refused) assert.match(why, /^[\w ()]+: \S.* \S/);
    const quarter = Math.floor(memory.length / 4);
    const grew = Math.max(...memory.slice(-quarter)) - Math.max(...memory.slice(0, quarter));
    assert.ok(grew < 48e6, `it took ${grew / 1e6} MB more`);
  }
});

test('render refuses a damaged SoundFont with exit 65 and writes nothing', { skip }, () => {
  const home = new Home();
  after(() => home.remove());
  let tried = 0;
  for (let index = 0; tried < 3; index++) {
    writeFileSync(home.path('damaged.sf2'), damagedFont(SEED, index));
    const checked = checkSoundFont(home.path('damaged.sf2'), { sf3: true });
    if (checked.ok) continue;
    tried++;
    const scale = projectFile('assets/recordings/scale.evemu');
    const { exit, err } = home.run(
      ...['render', scale, '-o', 'out.wav', '--soundfont', home.path('damaged.sf2')],
    );
    assert.equal(exit, 65, err);
    assert.ok(err.includes(checked.why) && err.includes(checked.remedy), err);
    assert.equal(existsSync(home.path('out.wav')), false);
  }
});
