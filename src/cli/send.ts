import { ask } from '../control/control-socket.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { Invocation } from './options.ts';

/** `arm`, `disarm`, `panic`, and `send WHAT [VALUE]`: asks the running instrument. */
export async function send({ command, operands }: Invocation): Promise<number> {
  const [what = '', value] = command.name === 'send' ? operands : [command.name];
  const answer = await ask(process.env, { do: what, ...(value === undefined ? {} : { value }) });
  if (!answer.ok) throw new Problem(answer.why, { remedy: answer.remedy, exit: EXIT.usage });
  if (answer.status !== undefined) process.stdout.write(`${JSON.stringify(answer.status)}\n`);
  return EXIT.ok;
}
