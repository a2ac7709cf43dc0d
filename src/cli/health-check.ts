import { ask } from '../control/control-socket.ts';
import { askOverHttp } from '../control/health-client.ts';
import type { HealthDocument } from '../control/health-document.ts';
import { healthLine } from '../control/health-document.ts';
import { EXIT, Problem } from '../core/problem.ts';
import { configurationOf } from './configuration.ts';
import type { Invocation } from './options.ts';

// Who waits for the answer, such as a container, gives up after ten seconds.
const WITHIN_MS = 5000;
const HTTP_LEAST_MS = 1500;

type Told = { readonly health: HealthDocument } | { readonly why: string };

/** `--health-check`: 0 when the running instrument is well or nearly so, 1 when not, or none runs. */
export async function healthCheck(invocation: Invocation): Promise<number> {
  const told = await overSocket(performance.now(), invocation);
  const isWell = 'health' in told && told.health.status !== 'fail';
  if (invocation.flags.has('json')) {
    const json = 'health' in told ? told.health : { status: 'fail', output: told.why };
    process.stdout.write(`${JSON.stringify(json)}\n`);
  } else {
    process.stdout.write(`${'health' in told ? healthLine(told.health) : `fail: ${told.why}`}\n`);
  }
  return isWell ? EXIT.ok : EXIT.failed;
}

async function overSocket(beganMs: number, invocation: Invocation): Promise<Told> {
  try {
    const answer = await ask(process.env, { do: 'health' });
    if (!answer.ok) return { why: `${answer.why}. ${answer.remedy}` };
    if (answer.health !== undefined) return { health: answer.health };
    return { why: 'it speaks of no health; is it of another version?' };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return await overHttp(invocation, error, WITHIN_MS - (performance.now() - beganMs));
  }
}

/** @param noSocket why there is no answer from the socket */
async function overHttp(invocation: Invocation, noSocket: Problem, leftMs: number): Promise<Told> {
  try {
    const { addresses, port } = configurationOf(invocation).config.http;
    const answer = await askOverHttp(addresses, port, Math.max(HTTP_LEAST_MS, leftMs));
    if (answer.ok) return { health: answer.health };
    return { why: answer.absent ? `${noSocket.message}, and ${answer.why}` : answer.why };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { why: `${noSocket.message}; ${error.message}` };
  }
}
