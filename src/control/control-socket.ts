import { unlinkSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { EXIT, Problem } from '../core/problem.ts';
import type { Answer, Request, RequestedOrder } from './control-protocol.ts';
import { orderOf, PROTOCOL_VERSION, readRequest, refusal } from './control-protocol.ts';
import { makeSocketFolder, socketPath } from './socket-path.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const LINE_MAX = 64 * 1024;
const CONNECTIONS_MAX = 16;
const IDLE_MS = 60_000;
const ANSWER_MS = 3000;

/** What a running instrument lets the socket do. */
export interface Controlled {
  /** All that is known of it, as plain data; undefined while it is starting. */
  status(): object | undefined;
  /** False when it can take no order. */
  order(order: RequestedOrder): boolean;
}

/** The socket by which other programs of this user ask a running instrument. */
export class ControlSocket {
  readonly path: string;
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  private constructor(path: string, server: Server, controlled: Controlled) {
    this.path = path;
    this.#server = server;
    server.on('connection', (socket) => this.#serve(socket, controlled));
    server.on('error', () => {});
  }

  /**
   * Listens. A socket left behind by a program that was killed is replaced.
   *
   * @throws Problem when an instrument of this user is running already (exit 69)
   */
  static async open(env: Environment, controlled: Controlled): Promise<ControlSocket> {
    makeSocketFolder(env);
    const path = socketPath(env);
    if (await answers(path)) {
      throw new Problem('fw16-synth is running already', {
        where: path,
        remedy: 'Ask it with fw16-synth status, or end it first.',
        exit: EXIT.unavailable,
      });
    }
    removeIfThere(path);
    const server = createServer();
    server.maxConnections = CONNECTIONS_MAX;
    await listen(server, path);
    return new ControlSocket(path, server, controlled);
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #serve(socket: Socket, controlled: Controlled): void {
    this.#open.add(socket);
    socket.setEncoding('utf8');
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    socket.on('close', () => this.#open.delete(socket));
    socket.on('error', () => socket.destroy());
    let rest = '';
    socket.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) socket.write(`${JSON.stringify(answer(line, controlled))}\n`);
      if (rest.length > LINE_MAX) {
        socket.end(`${JSON.stringify(refusal('the line is too long', 'Send less.'))}\n`);
      }
    });
  }
}

/**
 * Asks the running instrument and waits for its answer.
 *
 * @throws Problem when none is running (exit 69), or it does not answer
 */
export async function ask(env: Environment, request: Omit<Request, 'version'>): Promise<Answer> {
  const path = socketPath(env);
  const socket = await connection(path).catch(() => undefined);
  if (socket === undefined) {
    throw new Problem('no fw16-synth of yours is running', {
      where: path,
      remedy: 'Start one: fw16-synth',
      exit: EXIT.unavailable,
    });
  }
  try {
    socket.write(`${JSON.stringify({ version: PROTOCOL_VERSION, ...request })}\n`);
    return JSON.parse(await firstLine(socket)) as Answer;
  } finally {
    socket.destroy();
  }
}

function answer(line: string, controlled: Controlled): Answer {
  const request = readRequest(line);
  if ('ok' in request) return request;
  if (request.do === 'status') {
    const status = controlled.status();
    if (status === undefined) return refusal('it is still starting', 'Ask again in a moment.');
    return { version: PROTOCOL_VERSION, ok: true, status };
  }
  const order = orderOf(request);
  if ('ok' in order) return order;
  if (controlled.order(order)) return { version: PROTOCOL_VERSION, ok: true };
  return refusal('the play thread takes no orders', 'Restart fw16-synth.');
}

async function answers(path: string): Promise<boolean> {
  const socket = await connection(path).catch(() => undefined);
  socket?.destroy();
  return socket !== undefined;
}

function connection(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}

function firstLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const fail = (): void => {
      reject(
        new Problem('fw16-synth does not answer', {
          remedy: 'It may be hung: end it and start again.',
          exit: EXIT.unavailable,
        }),
      );
    };
    socket.setEncoding('utf8');
    socket.setTimeout(ANSWER_MS, fail);
    socket.once('close', fail);
    socket.once('error', fail);
    socket.on('data', (part: string) => {
      text += part;
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
  });
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // The socket is made within listen: nobody else may reach it even for a moment.
    const mask = process.umask(0o177);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
    process.umask(mask);
  });
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
