import { orderOf, PROTOCOL_VERSION } from '../control/control-protocol.ts';
import { ask } from '../control/control-socket.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { Invocation } from './options.ts';

/** `arm`, `disarm`, `panic`, and `send WHAT [VALUE]`: asks the running instrument. */
export async function send({ command, operands }: Invocation): Promise<number> {
  const [what = '', value] = command.name === 'send' ? operands : [command.name];
  const request = { do: what, ...(value === undefined ? {} : { value }) };
  // What is wrong in itself is told so whether an instrument runs or not.
  const order = orderOf({ version: PROTOCOL_VERSION, ...request });
  if ('ok' in order && !order.ok) {
    throw new Problem(order.why, { remedy: order.remedy, exit: EXIT.usage });
  }
  const answer = await ask(process.env, request);
  if (!answer.ok) throw new Problem(answer.why, { remedy: answer.remedy, exit: EXIT.unavailable });
  return EXIT.ok;
}
