/** What is asked of the instrument's memory: to save what it is set to, and to forget it. */
import { refusedPresetName } from '../config/rules-of-presets.ts';
import type { Answer, Remembered } from '../control/control-protocol.ts';
import { PROTOCOL_VERSION, refusal } from '../control/control-protocol.ts';
import { PRESETS_MOST, type Presets, presetNamed } from '../core/instrument/preset.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { PresetBook } from './preset-book.ts';
import { presetFrom } from './preset-book.ts';

export interface RememberingParts {
  readonly book: PresetBook;
  readonly playing: () => Snapshot;
  readonly presets: () => Presets;
  /** The presets that were saved are others now. */
  readonly follow: () => Promise<void>;
}

const NAME_MAX = 60;

/** Does what is asked, and answers what came of it. */
export async function remember(
  parts: RememberingParts,
  what: Remembered,
  name: string,
): Promise<Answer> {
  const refused = refusedName(name);
  if (refused !== undefined) return refused;
  try {
    if (what === 'save-preset') return await savePreset(parts, name);
    return await removePreset(parts, name);
  } catch (error) {
    if (error instanceof Problem) {
      return refusal(error.message, error.remedy ?? '', error.exit);
    }
    throw error;
  }
}

async function savePreset(parts: RememberingParts, name: string): Promise<Answer> {
  const { book, playing, presets, follow } = parts;
  const refused = refusedPresetName(name);
  if (refused !== undefined) return refusal(refused, 'Give it another name.');
  const isNew = presetNamed(presets(), name) < 0;
  if (isNew && presets().length >= PRESETS_MOST) {
    return refusal(
      `there are ${PRESETS_MOST} presets already`,
      'Remove one first, or save in place of one by its name.',
      EXIT.failed,
    );
  }
  await book.save(presetFrom(playing(), name));
  await follow();
  return told(`${name} is preset ${presetNamed(presets(), name) + 1}.`);
}

async function removePreset(
  { book, follow, presets }: RememberingParts,
  name: string,
): Promise<Answer> {
  if (!(await book.remove(name))) {
    return refusal(
      `${name} is no preset that was saved`,
      'fw16-synth preset list marks those; others stand in the configuration.',
    );
  }
  await follow();
  const isLeft = presetNamed(presets(), name) >= 0;
  return told(`${name} is ${isLeft ? 'as configured again' : 'removed'}.`);
}

function refusedName(name: string): Answer | undefined {
  if (name !== '' && name.length <= NAME_MAX && !/\p{Cc}/u.test(name)) return undefined;
  return refusal(
    name === '' ? 'the name is missing' : 'that is no name',
    `Give one line of up to ${NAME_MAX} characters.`,
  );
}

function told(what: string): Answer {
  return { version: PROTOCOL_VERSION, ok: true, told: what };
}
