import koffi from 'koffi';
import { libc } from '../../src/ffi/libc.ts';

const AF_UNIX = 1;
const SOCK_STREAM = 1;
const SOL_SOCKET = 1;
const SO_RCVLOWAT = 18;

const lib = koffi.load(null);
const socketpair = lib.func('int socketpair(int family, int type, int protocol, void *fds)');
const setsockopt = lib.func('int setsockopt(int fd, int level, int name, void *value, uint size)');

/**
 * A descriptor that says it can be read, and then keeps whoever reads it until {@link freeReader}:
 * a socket that wakes with its first byte and is content with its two-thousandth.
 */
export interface StuckReader {
  readonly fd: number;
  /** Wakes whoever waits for it. */
  lure(): void;
  freeReader(): void;
}

export function stuckReader(): StuckReader {
  const fds = new Int32Array(2);
  socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
  const [fd, other] = [fds[0]!, fds[1]!];
  setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, Int32Array.of(2000), 4);
  return {
    fd,
    lure: () => libc.write(other, Uint8Array.of(1), 1),
    freeReader: () => libc.close(other),
  };
}
