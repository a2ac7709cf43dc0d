import { EXIT, Problem } from '../core/problem.ts';
import { bashCompletion } from './complete-in-bash.ts';
import { fishCompletion } from './complete-in-fish.ts';
import { zshCompletion } from './complete-in-zsh.ts';
import type { Invocation } from './options.ts';

const SHELLS: ReadonlyMap<string, () => string> = new Map([
  ['bash', bashCompletion],
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
]);

/** `completions SHELL`: what makes that shell complete commands, flags and their values. */
export function completions({ operands }: Invocation): number {
  const [shell = ''] = operands;
  const write = SHELLS.get(shell);
  if (write === undefined) {
    throw new Problem(`there are no completions for ${shell}`, {
      remedy: `There are some for ${[...SHELLS.keys()].join(', ')}.`,
      exit: EXIT.usage,
    });
  }
  process.stdout.write(write());
  return EXIT.ok;
}
