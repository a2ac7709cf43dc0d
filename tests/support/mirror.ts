/** A mirror on this machine that behaves as badly as it is told to. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Mirror {
  readonly url: (path: string) => URL;
  /** What was asked for so far: the path, and the range if one was. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Answers a request; `from` is the first byte that was asked for. */
export type Answering = (request: IncomingMessage, response: ServerResponse, from: number) => void;

/** @param paths what each path answers; anything else is 404 */
export async function openMirror(paths: Readonly<Record<string, Answering>>): Promise<Mirror> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { url = '', headers } = request;
    const [, from = '0'] = /^bytes=(\d+)-$/.exec(headers.range ?? '') ?? [];
    asked.push(headers.range === undefined ? url : `${url} ${headers.range}`);
    response.on('error', () => {});
    const answering = paths[url];
    if (answering === undefined) response.writeHead(404).end('nothing here');
    else answering(request, response, Number(from));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: (path) => new URL(`http://127.0.0.1:${port}${path}`),
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Sends what is asked for, as good mirrors do. */
export function whole(file: Uint8Array): Answering {
  return (_, response, from) => {
    sendHead(response, file, from);
    response.end(file.subarray(from));
  };
}

/** Sends `bytes` of what is asked for, and cuts the connection. */
export function cutAfter(file: Uint8Array, bytes: number): Answering {
  return (_, response, from) => {
    sendHead(response, file, from);
    response.write(file.subarray(from, from + bytes), () => response.destroy());
  };
}

/** Sends `bytes` of what is asked for, and then nothing more. */
export function stallAfter(file: Uint8Array, bytes: number): Answering {
  return (_, response, from) => {
    sendHead(response, file, from);
    response.write(file.subarray(from, from + bytes));
  };
}

export function redirect(to: string): Answering {
  return (_, response) => {
    response.writeHead(302, { location: to }).end();
  };
}

function sendHead(response: ServerResponse, file: Uint8Array, from: number): void {
  const length = { 'content-length': file.length - from };
  if (from === 0) response.writeHead(200, length);
  else {
    const range = `bytes ${from}-${file.length - 1}/${file.length}`;
    response.writeHead(206, { ...length, 'content-range': range });
  }
}
