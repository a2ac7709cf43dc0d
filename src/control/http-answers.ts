/** What is answered to which request. Everything is exact: a path is one of these or nothing. */
import type { IncomingMessage } from 'node:http';
import type { HealthReport } from './health.ts';
import type { HealthDocument } from './health-document.ts';
import { HEALTH_TYPE } from './health-document.ts';
import type { HostRule } from './hosts.ts';
import type { Format } from './negotiation.ts';
import { CONTENT_TYPES, FORMATS, formatFor, isFormat } from './negotiation.ts';

/** What can be seen from outside. */
export interface Views {
  health(): HealthReport;
  healthDocument(): HealthDocument;
  /** Whether all is there from key to sound. */
  ready(): boolean;
  /** Whether it has been ready once: its start is over for good. */
  started(): boolean;
  /** Undefined when metrics are switched off. */
  readonly metrics: ((format: Format) => Promise<string>) | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Page = (
  views: Views,
  request: IncomingMessage,
  query: string,
) => HttpAnswer | Promise<HttpAnswer>;

const PLAIN = 'text/plain; charset=utf-8';
const METHODS = ['GET', 'HEAD'];

const PAGES: ReadonlyMap<string, Page> = new Map<string, Page>([
  ['/health', (views) => standing(views.health().status !== 'fail', views.health().status)],
  ['/health/detailed', detailed],
  // Whether a restart would help: that it answers is most of it, and the rest is our own thread.
  ['/livez', (views) => standing(!hangs(views.health()))],
  ['/readyz', (views) => standing(views.ready())],
  ['/startupz', (views) => standing(views.started())],
  ['/metrics', metrics],
]);

export async function answerTo(
  request: IncomingMessage,
  isOurs: HostRule,
  views: Views,
): Promise<HttpAnswer> {
  const hosts = request.headersDistinct['host'] ?? [];
  if (hosts.length !== 1 || !isOurs(hosts[0], request.socket.localAddress)) {
    return said(421, 'This name is not one of ours; see http.allowed_hosts.');
  }
  if (!METHODS.includes(request.method ?? '')) {
    return { ...said(405, 'Only GET and HEAD.'), headers: { Allow: METHODS.join(', ') } };
  }
  const [path = '', query = ''] = split(request.url ?? '');
  const page = PAGES.get(path);
  if (page === undefined) return said(404, `There is ${[...PAGES.keys()].join(', ')}.`);
  return await page(views, request, query);
}

function detailed(views: Views): HttpAnswer {
  const document = views.healthDocument();
  const body = `${JSON.stringify(document, null, 2)}\n`;
  return { status: document.status === 'fail' ? 503 : 200, type: HEALTH_TYPE, body };
}

async function metrics(views: Views, request: IncomingMessage, query: string): Promise<HttpAnswer> {
  if (views.metrics === undefined) return said(404, 'Metrics are switched off (metrics.enabled).');
  const wanted = new URLSearchParams(query).get('format');
  if (wanted !== null && !isFormat(wanted)) {
    return said(400, `format is one of ${FORMATS.join(', ')}.`);
  }
  const format = wanted ?? formatFor(request.headers.accept);
  return {
    status: 200,
    type: CONTENT_TYPES[format],
    body: await views.metrics(format),
    headers: { Vary: 'Accept, Accept-Encoding' },
  };
}

function hangs({ checks }: HealthReport): boolean {
  return checks.some(({ name, standing }) => name === 'play:heartbeat' && standing === 'fail');
}

function standing(isWell: boolean, status = isWell ? 'pass' : 'fail'): HttpAnswer {
  return { status: isWell ? 200 : 503, type: HEALTH_TYPE, body: `${JSON.stringify({ status })}\n` };
}

function said(status: number, words: string): HttpAnswer {
  return { status, type: PLAIN, body: `${words}\n` };
}

function split(url: string): [path: string, query: string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}
