/** Asking over HTTP whether the instrument is well, for who cannot reach its socket. */
import { get } from 'node:http';
import type { HealthDocument } from './health-document.ts';
import { SERVICE_ID } from './health-document.ts';

const BODY_BYTES_MAX = 256 * 1024;

export type HealthAnswer =
  | { readonly ok: true; readonly health: HealthDocument }
  /** `absent`: nobody listens there. */
  | { readonly ok: false; readonly why: string; readonly absent: boolean };

/** Asks the first of the addresses that answers at all, within so many milliseconds. */
export async function askOverHttp(
  addresses: readonly string[],
  port: number,
  withinMs: number,
): Promise<HealthAnswer> {
  const signal = AbortSignal.timeout(Math.round(withinMs));
  const answers = await Promise.all(
    addresses.map((address) => askAt(reachable(address), port, signal)),
  );
  return (
    answers.find(({ ok }) => ok) ??
    answers.find((answer) => !answer.ok && !answer.absent) ?? {
      ok: false,
      why: `nothing listens on port ${port}`,
      absent: true,
    }
  );
}

function askAt(host: string, port: number, signal: AbortSignal): Promise<HealthAnswer> {
  return new Promise((resolve) => {
    const failed = (why: string, absent = false): void => resolve({ ok: false, why, absent });
    const request = get({ host, port, path: '/health/detailed', agent: false, signal });
    request.once('error', (error: NodeJS.ErrnoException) => {
      const slow = signal.aborted;
      failed(slow ? `port ${port} does not answer` : error.message, !slow);
    });
    request.once('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('error', () => failed(`port ${port} breaks off`));
      response.on('data', (text: string) => {
        body += text;
        if (body.length > BODY_BYTES_MAX) response.destroy(new Error('too long'));
      });
      response.once('end', () => {
        const health = documentIn(body);
        if (health !== undefined) resolve({ ok: true, health });
        else failed(`port ${port} is another program’s`);
      });
    });
  });
}

function documentIn(body: string): HealthDocument | undefined {
  try {
    const parsed = JSON.parse(body) as Partial<HealthDocument> | null;
    const { serviceId, status, checks } = parsed ?? {};
    const isOurs = serviceId === SERVICE_ID && typeof checks === 'object' && checks !== null;
    if (!isOurs || !['pass', 'warn', 'fail'].includes(status ?? '')) return undefined;
    return parsed as HealthDocument;
  } catch {
    return undefined;
  }
}

/** An address to ask at, for one to listen on. */
function reachable(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  return address === '::' ? '::1' : address;
}
