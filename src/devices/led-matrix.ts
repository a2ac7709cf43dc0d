/** LED Matrix input modules: where they are, and one of them, open. */
import { constants, readdirSync, readFileSync, realpathSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { ANSWER_BYTES, ASK_VERSION, versionIn } from '../core/formats/led-matrix.ts';
import { libc, mayReadLater } from '../ffi/libc.ts';
import { makeRaw, unsentBytes } from '../ffi/serial-line.ts';

const VENDOR = '32ac';
const PRODUCT = '0020';
const { O_RDWR, O_NOCTTY, O_NONBLOCK } = constants;

/** Where the kernel tells of serial ports, and where they are opened. */
export interface SerialPlace {
  readonly ports: string;
  readonly nodes: string;
}

const SERIAL_PLACE: SerialPlace = { ports: '/sys/class/tty', nodes: '/dev' };

/** The nodes of all modules that are plugged in, by what USB knows of them and never by a number. */
export function findLedMatrices({ ports, nodes } = SERIAL_PLACE): string[] {
  let names: string[];
  try {
    names = readdirSync(ports);
  } catch {
    return [];
  }
  return names
    .filter((name) => /^ttyACM\d+$/.test(name) && isLedMatrix(join(ports, name)))
    .sort()
    .map((name) => join(nodes, name));
}

function isLedMatrix(port: string): boolean {
  try {
    // The port is of an interface, and the interface of the device that has the ids.
    const device = join(realpathSync(join(port, 'device')), '..');
    const read = (name: string): string => readFileSync(join(device, name), 'utf8').trim();
    return read('idVendor') === VENDOR && read('idProduct') === PRODUCT;
  } catch {
    return false;
  }
}

/** What became of a command: `busy` when the one before is still on its way. */
export type Sent = 'sent' | 'busy' | 'gone';

/** An LED Matrix, open. Nothing here waits for it. */
export class LedMatrix {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #answer = new Uint8Array(ANSWER_BYTES);
  #answered = 0;
  #rest: Uint8Array | undefined;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#file = file;
  }

  /** Opens it and asks for its version, which {@link version} has once it comes. */
  static async open(path: string): Promise<LedMatrix> {
    const file = await open(path, O_RDWR | O_NOCTTY | O_NONBLOCK);
    if (!makeRaw(file.fd)) {
      await file.close();
      throw new Error(`${path} is no serial port`);
    }
    const matrix = new LedMatrix(path, file);
    matrix.send(ASK_VERSION);
    return matrix;
  }

  /** Undefined until it has answered, '' when the answer is not one of its own firmware. */
  version(): string | undefined {
    if (this.#answered < ANSWER_BYTES) {
      const room = this.#answer.subarray(this.#answered);
      this.#answered += Math.max(0, libc.read(this.#file.fd, room, room.length));
    }
    return this.#answered < ANSWER_BYTES ? undefined : (versionIn(this.#answer) ?? '');
  }

  /**
   * Sends one command. It goes by itself: the firmware reads but one out of what comes together, so
   * that nothing is sent while something is on its way.
   */
  send(command: Uint8Array): Sent {
    const { fd } = this.#file;
    if (unsentBytes(fd) > 0) return 'busy';
    // What found no room goes first, or the next command would be taken for its end.
    const next = this.#rest ?? command;
    const written = libc.write(fd, next, next.length);
    if (written < 0) return mayReadLater() ? 'busy' : 'gone';
    const isRest = this.#rest !== undefined;
    this.#rest = written < next.length ? next.slice(written) : undefined;
    return isRest ? 'busy' : 'sent';
  }

  /** True once all that was sent has reached it. */
  get isIdle(): boolean {
    return this.#rest === undefined && unsentBytes(this.#file.fd) === 0;
  }

  /** In a thread of its own: the kernel waits for a device that still has to take something. */
  async close(): Promise<void> {
    await this.#file.close();
  }
}
