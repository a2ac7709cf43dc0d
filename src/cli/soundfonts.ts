import { homedir } from 'node:os';
import { fontPlace } from '../app/font.ts';
import { FontMemory, fontMemoryFile } from '../app/font-memory.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { CheckedFont } from '../engine/soundfonts.ts';
import {
  checkSoundFont,
  chooseSoundFont,
  findSoundFont,
  listSoundFonts,
} from '../engine/soundfonts.ts';
import { configurationOf } from './configuration.ts';
import type { Invocation } from './options.ts';
import { say } from './talk.ts';

/** `soundfonts`: the fonts of this machine, and what can be done with them. */
export async function soundfonts(invocation: Invocation): Promise<number> {
  const [what, name] = invocation.operands;
  switch (what) {
    case undefined:
      return list(invocation);
    case 'download': {
      const { downloadFont, listOffered } = await import('./font-download.ts');
      if (invocation.flags.has('list')) return listOffered(invocation);
      return await downloadFont(name, invocation);
    }
    case 'favourite':
    case 'unfavourite':
      return await favour(name, what === 'favourite');
    default:
      throw new Problem(`soundfonts has no ${what}`, {
        remedy: 'fw16-synth soundfonts --help says what it has.',
        exit: EXIT.usage,
      });
  }
}

/** A font as it is listed, with its numbers among the favourites and the latest, from 1. */
type ListedFont = CheckedFont & { readonly favourite?: number; readonly recent?: number };

function list(invocation: Invocation): number {
  const { config } = configurationOf(invocation);
  const chosen = chooseSoundFont(config.audio.soundfont, fontPlace());
  const fonts = listed();
  if (invocation.flags.has('json')) {
    process.stdout.write(`${JSON.stringify({ chosen, fonts }, undefined, 2)}\n`);
    return EXIT.ok;
  }
  const width = Math.max(...fonts.map(({ favourite = '' }) => `${favourite}`.length));
  for (const font of fonts) {
    const mark = chosen.ok && chosen.path === font.path ? '*' : ' ';
    const number = width === 0 ? '' : `${font.favourite ?? ''}`.padStart(width + 1);
    process.stdout.write(`${mark}${number} ${font.path}  ${detailOf(font)}\n`);
  }
  if (!chosen.ok) say(`${chosen.path}: ${chosen.why}. ${chosen.remedy}`);
  else if (chosen.refused !== undefined) {
    say(`${chosen.refused.path}: ${chosen.refused.why}. ${chosen.refused.remedy}`);
  }
  return EXIT.ok;
}

/** Every font of this machine, and those that are remembered from elsewhere. */
function listed(): ListedFont[] {
  const place = fontPlace();
  const { favourites, recent } = memory().read();
  const installed = listSoundFonts(place);
  const known = new Set(installed.map(({ path }) => path));
  const elsewhere = [...new Set([...favourites, ...recent])].filter((path) => !known.has(path));
  const all = [...installed, ...elsewhere.map((path) => checkSoundFont(path, place))];
  return all.map((font) => ({
    ...font,
    ...numbered('favourite', favourites, font.path),
    ...numbered('recent', recent, font.path),
  }));
}

function numbered(name: 'favourite' | 'recent', paths: readonly string[], path: string) {
  const at = paths.indexOf(path);
  return at < 0 ? {} : { [name]: at + 1 };
}

function detailOf(font: ListedFont): string {
  if (!font.ok) return `${font.why}. ${font.remedy}`;
  const { name, kind, presets, bytes, favourite, recent } = font;
  return [
    `${name}, ${kind}, ${presets.length} presets, ${(bytes / 1e6).toFixed(1)} MB`,
    ...(favourite === undefined ? [] : [`favourite ${favourite}`]),
    ...(recent === undefined ? [] : [`recent ${recent}`]),
  ].join(', ');
}

async function favour(name: string | undefined, isToBe: boolean): Promise<number> {
  if (name === undefined) {
    throw new Problem('NAME is missing', {
      remedy: 'Name a font: a file, or one of fw16-synth soundfonts.',
      exit: EXIT.usage,
    });
  }
  const found = findSoundFont(name, fontPlace());
  const { path } = found;
  if (isToBe) {
    if (!found.ok) throw new Problem(found.why, { ...found, where: path });
    say(`${path} is favourite ${await memory().favour(path)}.`);
  } else {
    // Also of one that is no longer there.
    const was = await memory().unfavour(path);
    say(`${path} ${was ? 'is no favourite any more' : 'was no favourite'}.`);
  }
  return EXIT.ok;
}

function memory(): FontMemory {
  return new FontMemory(fontMemoryFile(process.env, homedir()), say);
}
