import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ASKED } from '../control/control-protocol.ts';
import { ask } from '../control/control-socket.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { Invocation } from './options.ts';
import { say } from './talk.ts';

/** `arm`, `disarm`, `panic`, and `send WHAT [VALUE]`: asks the running instrument. */
export async function send({ command, operands }: Invocation): Promise<number> {
  const [what = '', value] = command.name === 'send' ? operands : [command.name];
  const answer = await ask(
    process.env,
    { do: what, ...(value === undefined ? {} : { value: meant(what, value) }) },
    ({ loading }) => say(`${Math.round(100 * loading)} % read so far.`),
  );
  if (!answer.ok) throw new Problem(answer.why, { remedy: answer.remedy, exit: answer.exit });
  if (answer.status !== undefined) process.stdout.write(`${JSON.stringify(answer.status)}\n`);
  if (answer.told !== undefined) say(answer.told);
  return EXIT.ok;
}

/** The instrument runs in another folder: a file is named from the root. */
function meant(what: string, value: string): string {
  const isFile = what === ASKED.soundfont && (value.includes('/') || existsSync(value));
  return isFile ? resolve(value) : value;
}
