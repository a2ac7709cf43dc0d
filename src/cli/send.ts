import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ASKED, orderOf, PROTOCOL_VERSION } from '../control/control-protocol.ts';
import { ask } from '../control/control-socket.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { Invocation } from './options.ts';
import { say } from './talk.ts';

/** `arm`, `disarm`, `panic`, and `send WHAT [VALUE]...`: asks the running instrument. */
export async function send({ command, operands }: Invocation): Promise<number> {
  const [what = '', ...words] = command.name === 'send' ? operands : [command.name];
  const value = words.length === 0 ? undefined : words.join(' ');
  const request = { do: what, ...(value === undefined ? {} : { value: meant(what, value) }) };
  // What is wrong in itself is told so whether an instrument runs or not.
  if (!Object.hasOwn(ASKED, what) && !MAY_BE_OWN.has(what)) {
    const order = orderOf({ version: PROTOCOL_VERSION, ...request });
    if ('ok' in order && !order.ok) {
      throw new Problem(order.why, { remedy: order.remedy, exit: order.exit });
    }
  }
  return await askAndTell(request);
}

/** Asks, and tells the person what is answered. */
export async function askAndTell(request: { do: string; value?: string }): Promise<number> {
  const answer = await ask(process.env, request, ({ loading }) =>
    say(`${Math.round(100 * loading)} % read so far.`),
  );
  if (!answer.ok) throw new Problem(answer.why, { remedy: answer.remedy, exit: answer.exit });
  const data = answer.status ?? answer.health;
  if (data !== undefined) process.stdout.write(`${JSON.stringify(data)}\n`);
  if (answer.told !== undefined) say(answer.told);
  return EXIT.ok;
}

/** Names that a configuration adds to: the instrument that runs knows them. */
const MAY_BE_OWN = new Set(['layout', 'scale', 'preset', 'scene']);

/** The instrument runs in another folder: a file is named from the root. */
function meant(what: string, value: string): string {
  if (what === ASKED.record) return value.replace(/(?<=^start ).+$/s, (file) => resolve(file));
  const isFileAlways = what === ASKED.profile || what === ASKED.keep;
  if (isFileAlways || (what === ASKED.tuning && value !== 'off')) return resolve(value);
  const isFile = what === ASKED.soundfont && (value.includes('/') || existsSync(value));
  return isFile ? resolve(value) : value;
}
