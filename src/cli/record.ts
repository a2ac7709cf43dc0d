import { resolve } from 'node:path';
import { EXIT, Problem } from '../core/problem.ts';
import type { Invocation } from './options.ts';
import { askAndTell } from './send.ts';

/** `record start|stop` and `keep`: asks the running instrument, which writes the files. */
export async function recordOrKeep({ command, operands, flags }: Invocation): Promise<number> {
  const output = flags.get('output');
  // The instrument runs in another folder.
  const path = output === undefined ? undefined : resolve(output);
  if (command.name === 'keep') {
    return await askAndTell({ do: 'keep', ...(path === undefined ? {} : { value: path }) });
  }
  const [what = ''] = operands;
  if (what !== 'start' && what !== 'stop') {
    throw new Problem(`record has no ${what}`, {
      remedy: 'Type: fw16-synth record start, or fw16-synth record stop.',
      exit: EXIT.usage,
    });
  }
  const value = what === 'start' && path !== undefined ? `start ${path}` : what;
  return await askAndTell({ do: 'record', value });
}
