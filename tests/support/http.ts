/** Asking a running instrument over HTTP, politely and not. */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { KEY } from '../../src/core/keys/key-codes.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { Home, projectFile, type Started } from './program.ts';

export const SERVING = 'Health and metrics over HTTP';
/** What {@link serve} puts into the home: ten minutes of notes, four a second. */
export const LONG = 'long.evemu';
const PLAYING = ['--driver', 'file', '--input', LONG] as const;

/** A port that nobody listens on, on either loopback address. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '::');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** An instrument that serves, in a home of its own. */
export interface Serving {
  readonly home: Home;
  readonly port: number;
  readonly program: Started;
  get(path: string, headers?: Record<string, string>, method?: string): Promise<Got>;
  stop(): Promise<void>;
}

/**
 * Starts one that plays {@link LONG} into a file.
 *
 * @param said what to wait for on stderr
 */
export async function serve(
  env: NodeJS.ProcessEnv = {},
  args: readonly string[] = PLAYING,
  said = SERVING,
): Promise<Serving> {
  const port = await freePort();
  const home = new Home({
    FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
    FW16_SYNTH_KEYBOARD_START_ARMED: 'true',
    FW16_SYNTH_HTTP_PORT: `${port}`,
    ...env,
  });
  writeFileSync(home.path(LONG), longRecording());
  const program = await home.start(said, '--production', ...args).catch((error) => {
    home.remove();
    throw error;
  });
  return {
    home,
    port,
    program,
    get: (path, headers, method) => got(port, path, headers, method),
    stop: async () => {
      const { exitCode, signalCode } = program.child;
      if (exitCode === null && signalCode === null) await program.end('SIGTERM');
      home.remove();
    },
  };
}

function longRecording(): string {
  const demo = readFileSync(projectFile('assets/recordings/demo.evemu'), 'utf8');
  const head = demo.split('\n').filter((line) => /^[NIPB]:/.test(line));
  const events = Array.from({ length: 2400 }, (_, note) =>
    [1, 0].map((value) => {
      const seconds = (0.25 * note + (value === 1 ? 0.1 : 0.3)).toFixed(6);
      const code = (KEY.KEY_Q + (note % 10)).toString(16).padStart(4, '0');
      return `E: ${seconds} 0001 ${code} 000${value}\nE: ${seconds} 0000 0000 0000`;
    }),
  );
  return `# EVEMU 1.3\n${[...head, ...events.flat()].join('\n')}\n`;
}

export interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly bytes: Buffer;
}

/** One request, its path sent as it is. */
export function got(
  port: number,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  host = '127.0.0.1',
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, path, headers, method, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('end', () => {
        const bytes = Buffer.concat(parts);
        const { statusCode = 0, headers: answered } = response;
        resolve({ status: statusCode, headers: answered, body: bytes.toString(), bytes });
      });
    });
    asked.once('error', reject);
    asked.end();
  });
}

/** Sends `text` as it is, and waits until the other side ends it: what it said, and after how long. */
export async function raw(port: number, text: string): Promise<{ said: string; ms: number }> {
  const began = performance.now();
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    said += part;
  });
  // Being cut off is an answer, too.
  socket.on('error', () => {});
  socket.write(text);
  await once(socket, 'close');
  return { said, ms: performance.now() - began };
}
