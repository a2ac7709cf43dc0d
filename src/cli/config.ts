import { shownSettings, shownText } from '../config/show.ts';
import { EXIT, Problem } from '../core/problem.ts';
import { configurationOf } from './configuration.ts';
import type { Invocation } from './options.ts';

/** `config show`: every setting, its value, and where that comes from. */
export function config(invocation: Invocation): number {
  const [what] = invocation.operands;
  if (what !== 'show') {
    throw new Problem(`config cannot ${what}`, {
      remedy: 'fw16-synth config show lists every setting.',
      exit: EXIT.usage,
    });
  }
  const rows = shownSettings(configurationOf(invocation));
  process.stdout.write(
    invocation.flags.has('json') ? `${JSON.stringify(rows, undefined, 2)}\n` : shownText(rows),
  );
  return EXIT.ok;
}
