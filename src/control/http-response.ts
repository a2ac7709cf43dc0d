import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { HttpAnswer } from './http-answers.ts';
import { takesGzip } from './negotiation.ts';

const compress = promisify(gzip);
// Less than this is not worth a header more.
const COMPRESS_FROM_BYTES = 1024;

const ALWAYS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Sends an answer, in gzip where that is taken and worth it; of a body, nothing is waited for. */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, type, body, headers = {} }: HttpAnswer,
): Promise<void> {
  const plain = Buffer.from(body);
  const packs =
    plain.length >= COMPRESS_FROM_BYTES && takesGzip(request.headers['accept-encoding']);
  const bytes = packs ? await compress(plain, { level: 1 }) : plain;
  response.writeHead(status, {
    ...ALWAYS,
    ...headers,
    ...(packs ? { 'Content-Encoding': 'gzip' } : {}),
    ...(hasBody(request) ? { Connection: 'close' } : {}),
    'Content-Type': type,
    'Content-Length': bytes.length,
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

// The connection ends with the answer, and with it whatever is still on its way.
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
}
