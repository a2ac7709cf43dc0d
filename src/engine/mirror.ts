/** One request for a file or the rest of it, with every way in which the network may fail. */
import { type IncomingMessage, request as requestPlainly } from 'node:http';
import { request as requestEncrypted } from 'node:https';
import { EXIT, type ExitCode } from '../core/problem.ts';
import { isFetchable } from './font-manifest.ts';

const REDIRECTS_MAX = 8;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Why a mirror gave nothing, or no more. */
export class MirrorFailure extends Error {
  /** Whether what came is good, so that asking for the rest may help. */
  readonly again: boolean;
  readonly exit: ExitCode;

  constructor(why: string, again: boolean, exit: ExitCode = EXIT.unavailable) {
    super(why);
    this.name = 'MirrorFailure';
    this.again = again;
    this.exit = exit;
  }
}

export interface Patience {
  /** How long a mirror may say nothing. */
  readonly stallMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** What a mirror sends. */
export interface Sent {
  /** Where in the file it begins. */
  readonly from: number;
  /** The size of the whole file, where the mirror says it. */
  readonly total: number | undefined;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Wants no more of it. */
  readonly end: () => void;
}

/**
 * Asks for the file from byte `from` on, and follows where that leads.
 *
 * @throws MirrorFailure
 */
export async function askMirror(mirror: URL, from: number, patience: Patience): Promise<Sent> {
  const seen = new Set<string>();
  for (let url = mirror; ; ) {
    if (seen.has(url.href)) throw new MirrorFailure('it redirects in a circle', false);
    if (seen.size > REDIRECTS_MAX) {
      throw new MirrorFailure(`it redirects more than ${REDIRECTS_MAX} times`, false);
    }
    seen.add(url.href);
    const answer = await ask(url, from, patience);
    if (!REDIRECTS.has(answer.statusCode ?? 0)) return sent(answer, from, patience);
    answer.destroy();
    url = redirected(url, answer.headers.location);
  }
}

/** Where a redirect may lead: never from the network to this machine, nor to what is not encrypted. */
function redirected(url: URL, location: string | undefined): URL {
  if (location === undefined || !URL.canParse(location, url.href)) {
    throw new MirrorFailure('it redirects to nowhere', false);
  }
  const to = new URL(location, url);
  const isSafer = to.protocol === 'https:' || url.protocol === 'http:';
  if (isFetchable(to) && isSafer) return to;
  throw new MirrorFailure(`it redirects to ${to.origin}, which is not followed`, false);
}

function ask(url: URL, from: number, { stallMs, signal }: Patience): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestEncrypted : requestPlainly;
  return new Promise((resolve, reject) => {
    const headers = {
      'user-agent': 'fw16-synth',
      'accept-encoding': 'identity',
      ...(from > 0 ? { range: `bytes=${from}-` } : {}),
    };
    const asking = request(url, { headers, agent: false, ...(signal && { signal }) });
    const patience = setTimeout(() => asking.destroy(stalled(stallMs)), stallMs);
    asking.once('response', (answer) => {
      clearTimeout(patience);
      resolve(answer);
    });
    asking.on('error', (error) => {
      clearTimeout(patience);
      reject(failure(error));
    });
    asking.end();
  });
}

function sent(answer: IncomingMessage, asked: number, patience: Patience): Sent {
  const { statusCode: status = 0, headers } = answer;
  const [, first, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? [];
  const body = { chunks: bodyOf(answer, patience), end: () => answer.destroy() };
  if (status === 206 && first !== undefined) {
    return { from: Number(first), total: numberOr(total), ...body };
  }
  if (status === 200) return { from: 0, total: numberOr(headers['content-length']), ...body };
  answer.destroy();
  if (status === 416) throw new MirrorFailure(`it has nothing from byte ${asked} on`, false);
  throw new MirrorFailure(`it answers ${status} ${answer.statusMessage ?? ''}`.trim(), false);
}

async function* bodyOf(
  answer: IncomingMessage,
  { stallMs }: Patience,
): AsyncGenerator<Uint8Array, void> {
  answer.setTimeout(stallMs, () => answer.destroy(stalled(stallMs)));
  try {
    for await (const chunk of answer) yield chunk;
  } catch (error) {
    throw failure(error);
  }
}

function stalled(stallMs: number): MirrorFailure {
  return new MirrorFailure(`nothing came for ${stallMs / 1000} seconds`, true);
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ECONNREFUSED: 'it takes no connection',
  ENOTFOUND: 'its name cannot be found',
  EAI_AGAIN: 'its name cannot be looked up; is this machine online?',
  ENETUNREACH: 'the network cannot be reached',
  EHOSTUNREACH: 'it cannot be reached',
  ETIMEDOUT: 'it does not answer',
};
const CUT: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

function failure(error: unknown): MirrorFailure {
  if (error instanceof MirrorFailure) return error;
  const { code = '', message, name } = error as NodeJS.ErrnoException;
  if (name === 'AbortError')
    return new MirrorFailure('it was interrupted', false, EXIT.interrupted);
  return new MirrorFailure(REASONS[code] ?? message, CUT.has(code));
}

function numberOr(text: string | undefined): number | undefined {
  return text === undefined || text === '*' ? undefined : Number(text);
}
