/** The other end of NOTIFY_SOCKET: a real datagram socket, which Node has none of. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import koffi from 'koffi';
import { checkErrno } from '../../src/ffi/check.ts';
import { libc } from '../../src/ffi/libc.ts';
import { until } from './until.ts';

const AF_UNIX = 1;
const SOCK_DGRAM_NONBLOCK_CLOEXEC = 0o2004002;
const MESSAGE_BYTES = 4096;

const lib = koffi.load(null);
const socket = lib.func('int socket(int domain, int type, int protocol)');
const bind = lib.func('int bind(int fd, void *address, uint length)');

export class SystemdListener {
  /** The messages so far. */
  readonly heard: string[] = [];
  /** What NOTIFY_SOCKET is to be. */
  readonly address: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'fw16-notify-'));
  readonly #fd: number;
  readonly #look: NodeJS.Timeout;

  /** @param isAbstract whether its name is one without a file */
  constructor(isAbstract = false) {
    const path = join(this.#folder, 'notify');
    this.address = isAbstract ? `@${path}` : path;
    this.#fd = checkErrno('socket', socket(AF_UNIX, SOCK_DGRAM_NONBLOCK_CLOEXEC, 0));
    const name = Buffer.from(isAbstract ? `\0${path}` : `${path}\0`);
    const address = Buffer.concat([Uint8Array.of(AF_UNIX, 0), name]);
    checkErrno('bind', bind(this.#fd, address, address.length));
    this.#look = setInterval(() => this.#receive(), 5);
  }

  /** Waits until a message has `words` in it; counts from message `from` on. */
  async hears(words: string, from = 0): Promise<string> {
    const found = () => this.heard.slice(from).find((message) => message.includes(words));
    await until(`systemd hears ${words}`, () => found() !== undefined);
    return found()!;
  }

  close(): void {
    clearInterval(this.#look);
    libc.close(this.#fd);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #receive(): void {
    const bytes = Buffer.alloc(MESSAGE_BYTES);
    for (;;) {
      const count = libc.read(this.#fd, bytes, bytes.length);
      if (count < 0) return;
      this.heard.push(bytes.toString('utf8', 0, count));
    }
  }
}
