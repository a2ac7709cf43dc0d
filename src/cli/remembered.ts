import { homedir } from 'node:os';
import { type Book, presetBook, sceneBook } from '../app/book.ts';
import { layoutsOf } from '../config/player-settings.ts';
import { presetsOf } from '../config/presets.ts';
import { scenesOf } from '../config/scenes.ts';
import { ask, isRunning } from '../control/control-socket.ts';
import { PRESET_BANK_SIZE } from '../core/instrument/preset.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { Status } from '../core/status.ts';
import { configurationOf } from './configuration.ts';
import type { Invocation } from './options.ts';
import { askAndTell } from './send.ts';
import { say } from './talk.ts';

/** `preset`, `scene`: lists them, plays one, saves what it is set to as one, or removes one. */
export async function presetOrScene(invocation: Invocation): Promise<number> {
  const kind = invocation.command.name === 'preset' ? 'preset' : 'scene';
  const [what = 'list', ...words] = invocation.operands;
  const name = words.join(' ');
  if (what === 'list' && name === '') {
    return kind === 'preset' ? await listPresets(invocation) : await listScenes(invocation);
  }
  if (what !== 'save' && what !== 'remove') {
    return await askAndTell({ do: kind, value: invocation.operands.join(' ') });
  }
  if (name === '') {
    throw new Problem('NAME is missing', {
      remedy: `Name the ${kind}: fw16-synth ${kind} ${what} NAME`,
      exit: EXIT.usage,
    });
  }
  if (what === 'save' || (await isRunning(process.env))) {
    return await askAndTell({ do: `${what}-${kind}`, value: name });
  }
  return await remove(kind === 'preset' ? presets() : scenes(), kind, name);
}

async function listPresets(invocation: Invocation): Promise<number> {
  const { config } = configurationOf(invocation);
  const { saved } = presets();
  const all = presetsOf(config.presets, layoutsOf(config), saved);
  const isSaved = new Set(saved.map(({ name }) => name.toLowerCase()));
  const playing = (await playingNow())?.preset ?? -1;
  const listed = all.flatMap((each, index) =>
    each === undefined
      ? []
      : [{ number: index + 1, ...each, saved: isSaved.has(each.name.toLowerCase()) }],
  );
  if (invocation.flags.has('json')) {
    process.stdout.write(`${JSON.stringify({ playing: playing + 1, presets: listed })}\n`);
    return EXIT.ok;
  }
  const widest = Math.max(...listed.map(({ name }) => name.length));
  for (const { number, name, program, bank, saved: isOwn } of listed) {
    const key = `F${((number - 1) % PRESET_BANK_SIZE) + 1}`;
    const row = [
      number - 1 === playing ? '*' : ' ',
      `${number}`.padStart(3),
      key.padEnd(3),
      name.padEnd(widest),
      `program ${program}${bank === 0 ? '' : `, bank ${bank}`}${isOwn ? ', saved' : ''}`,
    ];
    process.stdout.write(`${row.join('  ')}\n`);
  }
  return EXIT.ok;
}

async function listScenes(invocation: Invocation): Promise<number> {
  const { config } = configurationOf(invocation);
  const { saved } = scenes();
  const isSaved = new Set(saved.map(({ name }) => name.toLowerCase()));
  const recalled = (await playingNow())?.scene ?? -1;
  const listed = scenesOf(config.scenes, saved).flatMap((each, index) =>
    each === undefined
      ? []
      : [{ ...each, number: index + 1, saved: isSaved.has(each.name.toLowerCase()) }],
  );
  if (invocation.flags.has('json')) {
    process.stdout.write(`${JSON.stringify({ recalled: recalled + 1, scenes: listed })}\n`);
    return EXIT.ok;
  }
  if (listed.length === 0) say('There are none. Save one: fw16-synth scene save NAME');
  for (const { number, name, saved: isOwn } of listed) {
    const mark = number - 1 === recalled ? '*' : ' ';
    process.stdout.write(`${mark}  ${`${number}`.padStart(2)}  ${name}${isOwn ? '  saved' : ''}\n`);
  }
  return EXIT.ok;
}

/** What the running instrument is set to, if one runs. */
async function playingNow(): Promise<Snapshot | undefined> {
  if (!(await isRunning(process.env))) return undefined;
  const answer = await ask(process.env, { do: 'status' });
  return answer.ok ? (answer.status as Status).playing : undefined;
}

/** While no instrument runs that has them. */
async function remove(book: Book<{ name: string }>, kind: string, name: string): Promise<number> {
  if (await book.remove(name)) {
    say(`${name} is removed.`);
    return EXIT.ok;
  }
  throw new Problem(`${name} is no ${kind} that was saved`, {
    remedy: `fw16-synth ${kind} list marks those; others stand in the configuration.`,
    exit: EXIT.usage,
  });
}

function presets() {
  return presetBook(process.env, homedir(), say);
}

function scenes() {
  return sceneBook(process.env, homedir(), say);
}
