import { homedir } from 'node:os';
import { PresetBook } from '../app/preset-book.ts';
import { layoutsOf } from '../config/player-settings.ts';
import { presetsOf } from '../config/presets.ts';
import { ask, isRunning } from '../control/control-socket.ts';
import { PRESET_BANK_SIZE } from '../core/instrument/preset.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { Status } from '../core/status.ts';
import { configurationOf } from './configuration.ts';
import type { Invocation } from './options.ts';
import { askAndTell } from './send.ts';
import { say } from './talk.ts';

/** `preset`: lists the presets, plays one, saves what sounds as one, or removes one. */
export async function preset(invocation: Invocation): Promise<number> {
  const [what = 'list', ...words] = invocation.operands;
  const name = words.join(' ');
  if (what === 'list' && name === '') return await list(invocation);
  if (what !== 'save' && what !== 'remove') {
    return await askAndTell({ do: 'preset', value: invocation.operands.join(' ') });
  }
  if (name === '') {
    throw new Problem('NAME is missing', {
      remedy: `Name the preset: fw16-synth preset ${what} NAME`,
      exit: EXIT.usage,
    });
  }
  if (what === 'save' || (await isRunning(process.env))) {
    return await askAndTell({ do: `${what}-preset`, value: name });
  }
  return await remove(name);
}

async function list(invocation: Invocation): Promise<number> {
  const { config } = configurationOf(invocation);
  const { saved } = book();
  const presets = presetsOf(config.presets, layoutsOf(config), saved);
  const isSaved = new Set(saved.map(({ name }) => name.toLowerCase()));
  const playing = await presetPlaying();
  const listed = presets.flatMap((each, index) =>
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

/** The one that plays now, or -1. */
async function presetPlaying(): Promise<number> {
  if (!(await isRunning(process.env))) return -1;
  const answer = await ask(process.env, { do: 'status' });
  return answer.ok ? (answer.status as Status).playing.preset : -1;
}

/** While no instrument runs that has them. */
async function remove(name: string): Promise<number> {
  if (await book().remove(name)) {
    say(`${name} is removed.`);
    return EXIT.ok;
  }
  throw new Problem(`${name} is no preset that was saved`, {
    remedy: 'fw16-synth preset list marks those; others stand in the configuration.',
    exit: EXIT.usage,
  });
}

function book(): PresetBook {
  return new PresetBook(process.env, homedir(), say);
}
