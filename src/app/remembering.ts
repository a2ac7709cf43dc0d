/** What is asked of the instrument's memory: to save what it is set to, and to forget it. */
import { refusedName, SCENES_MOST } from '../config/rules-of-places.ts';
import type { Answer, Remembered } from '../control/control-protocol.ts';
import { PROTOCOL_VERSION, refusal } from '../control/control-protocol.ts';
import { PRESETS_MOST, presetNamed } from '../core/instrument/preset.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { Memory } from './memory.ts';
import { presetFrom } from './scene.ts';

const NAME_MAX = 60;

/** Does what is asked, and answers what came of it. */
export async function remember(
  memory: Memory,
  playing: Snapshot,
  what: Remembered,
  name: string,
): Promise<Answer> {
  const [verb, kind] = what.split('-') as ['save' | 'remove', 'preset' | 'scene'];
  const refused = whyNoName(kind, name);
  if (refused !== undefined) return refused;
  try {
    if (verb === 'remove') return await remove(memory, kind, name);
    return await save(memory, kind, name, playing);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { where, message, remedy = '', exit } = error;
    return refusal(where === undefined ? message : `${where}: ${message}`, remedy, exit);
  }
}

async function save(
  memory: Memory,
  kind: 'preset' | 'scene',
  name: string,
  playing: Snapshot,
): Promise<Answer> {
  const isFull =
    kind === 'preset'
      ? memory.presets.length >= PRESETS_MOST
      : !memory.allScenes.includes(undefined);
  if (isFull && placeOf(memory, kind, name) < 0) {
    return refusal(
      `there are ${kind === 'preset' ? PRESETS_MOST : SCENES_MOST} ${kind}s already`,
      'Remove one first, or save in place of one by its name.',
      EXIT.failed,
    );
  }
  if (kind === 'preset') await memory.presetBook.save(presetFrom(playing, name));
  else await memory.sceneBook.save(memory.scene(name));
  await memory.saved();
  return told(`${name} is ${kind} ${placeOf(memory, kind, name) + 1}.`);
}

async function remove(memory: Memory, kind: 'preset' | 'scene', name: string): Promise<Answer> {
  const book = kind === 'preset' ? memory.presetBook : memory.sceneBook;
  if (!(await book.remove(name))) {
    return refusal(
      `${name} is no ${kind} that was saved`,
      `fw16-synth ${kind} list marks those; others stand in the configuration.`,
    );
  }
  await memory.saved();
  return told(`${name} is ${placeOf(memory, kind, name) < 0 ? 'removed' : 'as configured again'}.`);
}

function placeOf(memory: Memory, kind: 'preset' | 'scene', name: string): number {
  return kind === 'preset' ? presetNamed(memory.presets, name) : memory.placeOf(name);
}

function whyNoName(kind: 'preset' | 'scene', name: string): Answer | undefined {
  const refused = refusedName(kind, name);
  if (refused !== undefined) return refusal(refused, 'Give it another name.');
  if (name !== '' && name.length <= NAME_MAX && !/\p{Cc}/u.test(name)) return undefined;
  return refusal(
    name === '' ? 'the name is missing' : 'that is no name',
    `Give one line of up to ${NAME_MAX} characters.`,
  );
}

function told(what: string): Answer {
  return { version: PROTOCOL_VERSION, ok: true, told: what };
}
