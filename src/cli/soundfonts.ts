import { fontPlace } from '../app/font.ts';
import { EXIT, Problem } from '../core/problem.ts';
import { chooseSoundFont, listSoundFonts } from '../engine/soundfonts.ts';
import { configurationOf } from './configuration.ts';
import type { Invocation } from './options.ts';
import { say } from './talk.ts';

/** `soundfonts`: the fonts of this machine, and which one plays; `soundfonts download` gets one. */
export async function soundfonts(invocation: Invocation): Promise<number> {
  const [what, name] = invocation.operands;
  if (what !== undefined && what !== 'download') {
    throw new Problem(`soundfonts has no ${what}`, {
      remedy: 'Type: fw16-synth soundfonts, or fw16-synth soundfonts download NAME.',
      exit: EXIT.usage,
    });
  }
  if (what === undefined) return list(invocation);
  const { downloadFont, listOffered } = await import('./font-download.ts');
  if (invocation.flags.has('list')) return listOffered(invocation);
  return await downloadFont(name, invocation);
}

function list(invocation: Invocation): number {
  const { config } = configurationOf(invocation);
  const place = fontPlace();
  const fonts = listSoundFonts(place);
  const chosen = chooseSoundFont(config.audio.soundfont, place);
  if (invocation.flags.has('json')) {
    process.stdout.write(`${JSON.stringify({ chosen, fonts }, undefined, 2)}\n`);
    return EXIT.ok;
  }
  for (const font of fonts) {
    const mark = chosen.ok && chosen.path === font.path ? '*' : ' ';
    const detail = font.ok
      ? `${font.name}, ${font.kind}, ${font.presets.length} presets, ${megabytes(font.bytes)}`
      : `${font.why}. ${font.remedy}`;
    process.stdout.write(`${mark} ${font.path}  ${detail}\n`);
  }
  if (!chosen.ok) say(`${chosen.path}: ${chosen.why}. ${chosen.remedy}`);
  else if (chosen.refused !== undefined) {
    say(`${chosen.refused.path}: ${chosen.refused.why}. ${chosen.refused.remedy}`);
  }
  return EXIT.ok;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
