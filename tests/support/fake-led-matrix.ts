/** An LED Matrix of the kernel's pseudo-terminals: it keeps what it is told, and answers as its firmware. */
import {
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ANSWER_BYTES,
  isLit,
  MATRIX_COLUMNS,
  MATRIX_ROWS,
  PICTURE_BYTES,
} from '../../src/core/formats/led-matrix.ts';
import type { SerialPlace } from '../../src/devices/led-matrix.ts';
import { checkErrno } from '../../src/ffi/check.ts';
import { libc } from '../../src/ffi/libc.ts';

// asm-generic/ioctls.h.
const TIOCGPTN = 0x80045430;
const TIOCSPTLCK = 0x40045431;
const READ_EVERY_MS = 5;
/** What follows the number of each command. */
const PARAMETERS: Readonly<Record<number, number>> = { 0: 1, 3: 1, 6: PICTURE_BYTES, 32: 0 };
const VERSION_0_2_0 = Uint8Array.from({ length: ANSWER_BYTES }, (_, at) => (at === 1 ? 0x20 : 0));

export class FakeLedMatrix {
  readonly folder = mkdtempSync(join(tmpdir(), 'fw16-matrix-'));
  readonly place: SerialPlace;
  /** All but pictures, in order: `ask`, `brightness 51`, `sleep`. */
  readonly told: string[] = [];
  /** Every picture, as rows of # and dots. */
  readonly pictures: string[] = [];
  /** What it says to the question for its version. */
  answer: Uint8Array | undefined = VERSION_0_2_0;
  isReading = true;
  readonly #port: string;
  readonly #timer: NodeJS.Timeout;
  #master = -1;
  #bytes: number[] = [];

  constructor() {
    this.place = { ports: join(this.folder, 'ports'), nodes: join(this.folder, 'nodes') };
    this.#port = join(this.place.ports, 'ttyACM0');
    for (const each of ['ports', 'nodes', 'dev', 'usb/1-4/1-4:1.0']) {
      mkdirSync(join(this.folder, each), { recursive: true });
    }
    writeFileSync(join(this.folder, 'usb/1-4/idVendor'), '32ac\n');
    writeFileSync(join(this.folder, 'usb/1-4/idProduct'), '0020\n');
    this.#timer = setInterval(() => this.#read(), READ_EVERY_MS);
  }

  /** The terminal behind its node, while it is plugged in. */
  get terminal(): string {
    const number = new Int32Array(1);
    checkErrno('TIOCGPTN', libc.ioctlBytes(this.#master, TIOCGPTN, number));
    return `/dev/pts/${number[0]}`;
  }

  plug(): void {
    const { O_RDWR, O_NOCTTY, O_NONBLOCK } = constants;
    this.#master = openSync('/dev/ptmx', O_RDWR | O_NOCTTY | O_NONBLOCK);
    checkErrno('TIOCSPTLCK', libc.ioctlBytes(this.#master, TIOCSPTLCK, Int32Array.of(0)));
    symlinkSync(this.terminal, join(this.place.nodes, 'ttyACM0'));
    mkdirSync(this.#port);
    symlinkSync(join(this.folder, 'usb/1-4/1-4:1.0'), join(this.#port, 'device'));
  }

  /** Its port goes, and whoever has it open can write no more. */
  unplug(): void {
    rmSync(this.#port, { recursive: true });
    rmSync(join(this.place.nodes, 'ttyACM0'));
    libc.close(this.#master);
    this.#master = -1;
    this.#bytes = [];
  }

  get picture(): string {
    return this.pictures.at(-1) ?? '';
  }

  remove(): void {
    clearInterval(this.#timer);
    if (this.#master >= 0) libc.close(this.#master);
    rmSync(this.folder, { recursive: true });
  }

  #read(): void {
    if (this.#master < 0 || !this.isReading) return;
    const chunk = new Uint8Array(4096);
    let count = libc.read(this.#master, chunk, chunk.length);
    while (count > 0) {
      this.#bytes.push(...chunk.subarray(0, count));
      count = libc.read(this.#master, chunk, chunk.length);
    }
    while (this.#takeCommand());
  }

  #takeCommand(): boolean {
    const [first, second, command] = this.#bytes;
    if (command === undefined) return false;
    const length = PARAMETERS[command];
    if (first !== 0x32 || second !== 0xac || length === undefined) {
      throw new Error(`not a command of an LED Matrix: ${this.#bytes}`);
    }
    if (this.#bytes.length < 3 + length) return false;
    const parameters = Uint8Array.from(this.#bytes.splice(0, 3 + length).slice(3));
    this.#obey(command, parameters);
    return true;
  }

  #obey(command: number, parameters: Uint8Array): void {
    if (command === 0) this.told.push(`brightness ${parameters[0]}`);
    if (command === 3) this.told.push(parameters[0] === 1 ? 'sleep' : 'wake');
    if (command === 6) this.pictures.push(rowsOf(parameters));
    if (command !== 0x20) return;
    this.told.push('ask');
    if (this.answer !== undefined) libc.write(this.#master, this.answer, this.answer.length);
  }
}

function rowsOf(picture: Uint8Array): string {
  return Array.from({ length: MATRIX_ROWS }, (_, row) =>
    Array.from({ length: MATRIX_COLUMNS }, (_, column) =>
      isLit(picture, column, row) ? '#' : '.',
    ).join(''),
  ).join('\n');
}
