import { ask } from '../control/control-socket.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { Status } from '../core/status.ts';
import { statusLines } from '../screens/terminal/status-lines.ts';
import type { Invocation } from './options.ts';

/** `status`: what the running instrument is doing. */
export async function status({ flags }: Invocation): Promise<number> {
  const answer = await ask(process.env, { do: 'status' });
  if (!answer.ok) throw new Problem(answer.why, { remedy: answer.remedy, exit: EXIT.unavailable });
  const told = answer.status as Status;
  process.stdout.write(
    flags.has('json') ? `${JSON.stringify(told)}\n` : `${statusLines(told).join('\n')}\n`,
  );
  return EXIT.ok;
}
