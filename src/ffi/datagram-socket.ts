import koffi from 'koffi';
import { EXIT, Problem } from '../core/problem.ts';
import { checkErrno } from './check.ts';
import { libc } from './libc.ts';

const AF_UNIX = 1;
const SOCK_DGRAM_NONBLOCK_CLOEXEC = 0o2004002;
const MSG_DONTWAIT_NOSIGNAL = 0x4040;
/** `sun_path` of struct sockaddr_un, and where it begins. */
const PATH_BYTES = 108;
const PATH_AT = 2;

const lib = koffi.load(null);
const socket = lib.func('int socket(int domain, int type, int protocol)') as (
  domain: number,
  type: number,
  protocol: number,
) => number;
const sendto = lib.func(
  'long sendto(int fd, void *bytes, ulong count, int flags, void *to, uint length)',
) as (
  fd: number,
  bytes: Uint8Array,
  count: number,
  flags: number,
  to: Uint8Array,
  length: number,
) => number;

/** Sends to a Unix datagram socket, which Node cannot; never waits. */
export class DatagramSocket {
  readonly #fd: number;
  readonly #address: Uint8Array;

  /**
   * @param name a path, or `@` and the name of an abstract socket (unix(7))
   * @throws Problem when there is no such address, or no socket to be had
   */
  constructor(name: string) {
    this.#address = unixAddress(name);
    this.#fd = checkErrno('socket', socket(AF_UNIX, SOCK_DGRAM_NONBLOCK_CLOEXEC, 0));
  }

  /** False when nobody takes it, or not now. */
  send(text: string): boolean {
    const bytes = Buffer.from(text);
    const { length } = this.#address;
    return (
      sendto(this.#fd, bytes, bytes.length, MSG_DONTWAIT_NOSIGNAL, this.#address, length) ===
      bytes.length
    );
  }

  close(): void {
    libc.close(this.#fd);
  }
}

/** struct sockaddr_un for a name. */
function unixAddress(name: string): Uint8Array {
  const isAbstract = name.startsWith('@');
  const path = Buffer.from(isAbstract ? `\0${name.slice(1)}` : `${name}\0`);
  if ((!isAbstract && !name.startsWith('/')) || path.length > PATH_BYTES) {
    throw new Problem('that is no address of a Unix socket', { where: name, exit: EXIT.usage });
  }
  const address = new Uint8Array(PATH_AT + path.length);
  address[0] = AF_UNIX;
  address.set(path, PATH_AT);
  return address;
}
