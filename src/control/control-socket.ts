import { unlinkSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { EXIT, type ExitCode, Problem } from '../core/problem.ts';
import type {
  Answer,
  Known,
  Progress,
  Remembered,
  Request,
  RequestedOrder,
} from './control-protocol.ts';
import {
  ASKED,
  isRemembered,
  orderOf,
  PROTOCOL_VERSION,
  readRequest,
  refusal,
} from './control-protocol.ts';
import type { HealthDocument } from './health-document.ts';
import { makeSocketFolder, socketPath } from './socket-path.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const LINE_MAX = 64 * 1024;
const CONNECTIONS_MAX = 16;
const IDLE_MS = 60_000;
const ANSWER_MS = 3000;
// Often enough that neither side takes the other for dead.
const PROGRESS_EVERY_MS = 250;

/** What a running instrument lets the socket do. */
export interface Controlled {
  /** All that is known of it, as plain data; undefined while it is starting. */
  status(): object | undefined;
  /** Undefined while it is starting. */
  health(): HealthDocument | undefined;
  /** Writes what it knows of its own speed, into a folder or where such things go. */
  profile(folder: string | undefined): Promise<Answer>;
  /** Begins a recording, into `path` or where recordings go, or ends it. */
  record(what: 'start' | 'stop', path: string | undefined): Promise<Answer>;
  /** Writes what was played in the last minutes. */
  keep(path: string | undefined): Promise<Answer>;
  /** Saves what it is set to under a name, or forgets it; undefined while it is starting. */
  remember(what: Remembered, name: string): Promise<Answer | undefined>;
  /** What the names in requests are looked up in. */
  readonly known: Known;
  /** Plays in another tuning; undefined while it is starting. */
  tune(wanted: string): Retuned | undefined;
  /** False when it can take no order. */
  order(order: RequestedOrder): boolean;
  /**
   * Has another SoundFont play; undefined while it is starting.
   *
   * @param onProgress told a share of the file, 0 to 1, as it is read
   */
  playFont(wanted: string, onProgress: (share: number) => void): Promise<FontPlayed | undefined>;
}

/** What came of asking for a tuning. */
export type Retuned =
  | { readonly ok: true; readonly told: string }
  | { readonly ok: false; readonly why: string; readonly remedy: string; readonly exit: ExitCode };

/** What came of asking for a SoundFont. */
export type FontPlayed =
  | { readonly ok: true; readonly told: string }
  | {
      readonly ok: false;
      readonly path: string;
      readonly why: string;
      readonly remedy: string;
      readonly exit: ExitCode;
    };

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
    // Who asks may close its side, and still gets its answers.
    const server = createServer({ allowHalfOpen: true });
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
    const tell = (line: Answer | Progress): void => {
      if (socket.writable) socket.write(`${JSON.stringify(line)}\n`);
    };
    let rest = '';
    // Answers come in the order of the requests.
    let answered = Promise.resolve();
    socket.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      // No more is read while these are being done.
      socket.pause();
      answered = answered.then(async () => {
        for (const line of lines) tell(await answer(line, controlled, tell));
        socket.resume();
        if (rest.length <= LINE_MAX) return;
        tell(refusal('the line is too long', 'Send less.'));
        socket.destroySoon();
      });
    });
    socket.on('end', async () => {
      await answered;
      socket.destroySoon();
    });
  }
}

/**
 * Asks the running instrument and waits for its answer.
 *
 * @param onProgress told of what is said before the answer
 * @throws Problem when none is running (exit 69), or it does not answer
 */
export async function ask(
  env: Environment,
  request: Omit<Request, 'version'>,
  onProgress?: (progress: Progress) => void,
): Promise<Answer> {
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
    return await answerFrom(socket, onProgress);
  } finally {
    socket.destroy();
  }
}

async function answer(
  line: string,
  controlled: Controlled,
  tell: (progress: Progress) => void,
): Promise<Answer> {
  const request = readRequest(line);
  if ('ok' in request) return request;
  if (request.do === ASKED.status) {
    const status = controlled.status();
    return status === undefined ? STARTING : { version: PROTOCOL_VERSION, ok: true, status };
  }
  if (request.do === ASKED.health) {
    const health = controlled.health();
    return health === undefined ? STARTING : { version: PROTOCOL_VERSION, ok: true, health };
  }
  if (request.do === ASKED.profile) {
    return await controlled.profile(request.value === undefined ? undefined : `${request.value}`);
  }
  if (request.do === ASKED.tuning) return tune(request, controlled);
  if (request.do === ASKED.record) return await record(`${request.value ?? ''}`, controlled);
  if (request.do === ASKED.keep) {
    return await controlled.keep(request.value === undefined ? undefined : `${request.value}`);
  }
  if (isRemembered(request.do)) {
    return (await controlled.remember(request.do, `${request.value ?? ''}`)) ?? STARTING;
  }
  if (request.do === ASKED.soundfont) return await playFont(request, controlled, tell);
  const order = orderOf(request, controlled.known);
  if ('ok' in order) return order;
  if (controlled.order(order)) return { version: PROTOCOL_VERSION, ok: true };
  return refusal('the play thread takes no orders', 'Restart fw16-synth.', EXIT.unavailable);
}

const STARTING = refusal('it is still starting', 'Ask again in a moment.', EXIT.unavailable);

function tune({ value }: Request, controlled: Controlled): Answer {
  if (typeof value !== 'string' || value === '') {
    return refusal('tuning is not said which', 'Give a Scala file, .scl or .kbm, or off.');
  }
  const tuned = controlled.tune(value);
  if (tuned === undefined) return STARTING;
  if (tuned.ok) return { version: PROTOCOL_VERSION, ok: true, told: tuned.told };
  return refusal(tuned.why, tuned.remedy, tuned.exit);
}

async function record(value: string, controlled: Controlled): Promise<Answer> {
  const [, what, path] = /^(start|stop)(?: (.+))?$/s.exec(value) ?? [];
  if (what === 'start' || what === 'stop') return await controlled.record(what, path);
  return refusal(`record cannot be ${value || 'nothing'}`, 'Ask for record start or record stop.');
}

async function playFont(
  { value }: Request,
  controlled: Controlled,
  tell: (progress: Progress) => void,
): Promise<Answer> {
  if (typeof value !== 'string' || value === '') {
    return refusal(
      'soundfont is not said which',
      'Give a file, or a name of fw16-synth soundfonts.',
    );
  }
  let toldMs = performance.now();
  const played = await controlled.playFont(value, (loading) => {
    if (performance.now() - toldMs < PROGRESS_EVERY_MS) return;
    toldMs = performance.now();
    tell({ version: PROTOCOL_VERSION, loading });
  });
  if (played === undefined) return STARTING;
  if (played.ok) return { version: PROTOCOL_VERSION, ok: true, told: played.told };
  return refusal(`${played.path}: ${played.why}`, played.remedy, played.exit);
}

/** Whether an instrument of this user listens, even if it should not answer. */
export function isRunning(env: Environment): Promise<boolean> {
  return answers(socketPath(env));
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

/** The answer on a socket, and what is told before it. */
function answerFrom(socket: Socket, onProgress?: (progress: Progress) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      reject(
        new Problem('fw16-synth does not answer', {
          remedy: 'It may be hung: end it and start again.',
          exit: EXIT.unavailable,
        }),
      );
    };
    socket.setTimeout(ANSWER_MS, fail);
    socket.once('close', fail);
    socket.once('error', fail);
    createInterface({ input: socket }).on('line', (line) => {
      const said = readAnswer(line);
      if (said === undefined) fail();
      else if ('ok' in said) resolve(said);
      else onProgress?.(said);
    });
  });
}

function readAnswer(line: string): Answer | Progress | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
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
