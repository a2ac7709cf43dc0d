/**
 * Health and metrics over HTTP: small answers, nothing that changes anything, and nothing that a
 * client can do to make it cost much. It runs on the main thread, away from key and note.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Log } from '../core/log.ts';
import { hostRule } from './hosts.ts';
import { answerTo, type Views } from './http-answers.ts';
import { send } from './http-response.ts';
import { passedSockets } from './passed-sockets.ts';

const CONNECTIONS_MAX = 32;
const HEADER_BYTES_MAX = 8 * 1024;
// A request has to be whole within that time, and one that is not is looked for that often.
const REQUEST_MS = 4000;
const LOOK_EVERY_MS = 500;
const KEEP_ALIVE_MS = 5000;
const IDLE_MS = 10_000;

export interface HttpOptions {
  readonly addresses: readonly string[];
  readonly port: number;
  /** Names by which it may be asked, beside localhost and the addresses. */
  readonly allowedHosts: readonly string[];
  readonly views: Views;
  readonly log: Log;
}

export class HttpServer {
  readonly #options: HttpOptions;
  readonly #servers: Server[] = [];
  readonly #where: string[] = [];
  readonly #sockets = new Set<Socket>();

  private constructor(options: HttpOptions) {
    this.#options = options;
  }

  /**
   * Listens on every address that it can, or on the sockets that systemd handed over. What fails is a
   * warning: the instrument plays without it.
   */
  static async open(options: HttpOptions): Promise<HttpServer> {
    const opened = new HttpServer(options);
    const { addresses, port, log } = options;
    const passed = passedSockets(process.env, process.pid);
    if (passed.length > 0) {
      for (const fd of passed) await opened.#listen({ fd }, `socket ${fd} of systemd`);
    } else {
      for (const host of addresses) await opened.#listen({ host, port }, shown(host, port));
    }
    if (opened.#where.length > 0) {
      log.info(`Health and metrics over HTTP: ${opened.#where.join(' and ')}.`);
    } else {
      log.warn('There is no health and there are no metrics over HTTP; the music goes on.');
    }
    return opened;
  }

  async close(): Promise<void> {
    const closing = this.#servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
        }),
    );
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closing);
  }

  async #listen(at: { fd: number } | { host: string; port: number }, where: string): Promise<void> {
    const { log } = this.#options;
    const server = this.#server();
    const failure = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once('error', resolve);
      // Each address by itself: `::` alone would take those of IPv4 along where it may.
      server.listen({ ...at, ipv6Only: true }, () => resolve(undefined));
    });
    if (failure === undefined) {
      server.on('error', (error) => log.warn(`HTTP on ${where}: ${error.message}.`));
      this.#servers.push(server);
      this.#where.push(where);
    } else {
      log.warn(`HTTP cannot listen on ${where}: ${whyNot(failure)}`);
    }
  }

  #server(): Server {
    const { addresses, allowedHosts, views, log } = this.#options;
    const isOurs = hostRule(addresses, allowedHosts);
    const server = createServer({
      maxHeaderSize: HEADER_BYTES_MAX,
      headersTimeout: REQUEST_MS,
      requestTimeout: REQUEST_MS,
      connectionsCheckingInterval: LOOK_EVERY_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    });
    const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      try {
        const answer = await answerTo(request, isOurs, views);
        await send(request, response, answer);
      } catch (error) {
        log.error(`HTTP ${request.method}: ${error instanceof Error ? error.stack : error}`);
        if (response.headersSent) response.destroy();
        else response.writeHead(500, { 'Content-Length': 0, Connection: 'close' }).end();
      }
    };
    const begin = (request: IncomingMessage, response: ServerResponse): void => {
      void serve(request, response);
    };
    server.on('request', begin);
    // Whoever asks before sending a body is answered without it.
    server.on('checkContinue', begin);
    server.on('checkExpectation', begin);
    server.on('connection', (socket) => this.#admit(socket));
    server.on('clientError', refuseMalformed);
    server.on('connect', (_request, socket: Socket) => refuse(socket, 405, 'Method Not Allowed'));
    return server;
  }

  /** All addresses together: a flood on one leaves no more room than on both. */
  #admit(socket: Socket): void {
    if (this.#sockets.size >= CONNECTIONS_MAX) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
  }
}

function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'HPE_HEADER_OVERFLOW') {
    refuse(socket, 431, 'Request Header Fields Too Large');
  } else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    refuse(socket, 408, 'Request Timeout');
  } else {
    refuse(socket, 400, 'Bad Request');
  }
}

// Time for the answer to arrive before what is left unread resets the connection.
const LINGER_MS = 500;

function refuse(socket: Socket, status: number, reason: string): void {
  if (!socket.writable || socket.writableEnded) return;
  const allow = status === 405 ? 'Allow: GET, HEAD\r\n' : '';
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\n${allow}Connection: close\r\nContent-Length: 0\r\n\r\n`,
  );
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

function whyNot({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'EADDRINUSE':
      return 'another program has the port. Set http.port to a free one, or end the other.';
    case 'EACCES':
      return 'this user may not. Set http.port to 1024 or more.';
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return 'this machine has no such address. Leave it out of http.addresses.';
    default:
      return `${message}. See http.addresses and http.port.`;
  }
}

function shown(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
