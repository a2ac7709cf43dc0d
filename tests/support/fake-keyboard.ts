/**
 * A kernel keyboard without a kernel: a pipe brings its events, and the calls of the C library that
 * only an event device answers are played here. It behaves as drivers/input/evdev.c does, also
 * where that surprises: asking for the keys that are down throws away the queued key events.
 */
import type { TestContext } from 'node:test';
import koffi from 'koffi';
import {
  EV_KEY,
  EV_MSC,
  EV_SYN,
  KEY_REPEATED,
  RECORD_BYTES,
  RECORD_WORDS,
  SYN_DROPPED,
  SYN_REPORT,
  writeRecord,
} from '../../src/core/event.ts';
import { KEY_BITMAP_BYTES } from '../../src/core/instrument/player.ts';
import {
  EVIOCGRAB,
  EVIOCSMASK,
  eviocgkey,
  libc,
  monotonicUs,
  newPipe,
} from '../../src/ffi/libc.ts';

export class FakeKeyboard {
  /** What the program opens. */
  readonly fd: number;
  /** What the console saw: `down 30`, `repeat 30`, `up 30`. */
  readonly console: string[] = [];
  /** Runs just before the next grab, as a finger might. */
  beforeGrab: (() => void) | undefined;
  /** Another program has it. */
  taken = false;
  grabbed = false;
  readonly #writeFd: number;
  protected readonly down = new Set<number>();
  readonly #masks = new Map<number, Uint8Array>();
  #open = true;

  constructor() {
    const pipe = newPipe();
    this.fd = pipe.readFd;
    this.#writeFd = pipe.writeFd;
  }

  press(...codes: readonly number[]): void {
    for (const code of codes) {
      this.down.add(code);
      this.key(code, 1);
    }
  }

  release(...codes: readonly number[]): void {
    for (const code of codes) {
      this.down.delete(code);
      this.key(code, 0);
    }
  }

  /** What the kernel sends while a key is held. */
  repeat(code: number): void {
    this.key(code, KEY_REPEATED);
  }

  /** The queue overflows: what is in it is lost, and what happens meanwhile too. */
  overflow(meanwhile: () => void): void {
    this.drain();
    meanwhile();
    this.drain();
    this.send(EV_SYN, SYN_DROPPED, 0);
    this.send(EV_SYN, SYN_REPORT, 0);
  }

  /** What a change of the clock leaves when something was queued. */
  changeClock(): void {
    this.overflow(() => {});
  }

  /** The keys that the console believes to be held. */
  stuckOnConsole(): number[] {
    const stuck = new Set<number>();
    for (const event of this.console) {
      const code = Number(event.split(' ')[1]);
      if (event.startsWith('up')) stuck.delete(code);
      else stuck.add(code);
    }
    return [...stuck].filter((code) => !this.down.has(code));
  }

  /** Takes the cable out: the other end of the pipe closes. */
  unplug(): void {
    if (this.#open) libc.close(this.#writeFd);
    this.#open = false;
  }

  /** Throws away what is queued, key events and all. */
  drain(): void {
    const records = new Int32Array(64 * RECORD_WORDS);
    while (libc.read(this.fd, records, records.byteLength) > 0) {
      // Until the pipe is empty.
    }
  }

  /** Answers the calls on this keyboard. */
  ioctl(request: number, argument: number | ArrayBufferView | bigint): number {
    if (request === EVIOCGRAB) return this.#grab(argument === 1);
    if (request === eviocgkey(KEY_BITMAP_BYTES)) return this.#answer(argument as Uint8Array);
    if (request === EVIOCSMASK) return this.#mask(argument as bigint);
    return -1;
  }

  close(): void {
    this.unplug();
    libc.close(this.fd);
  }

  #grab(wanted: boolean): number {
    if (!wanted) {
      const had = this.grabbed;
      this.grabbed = false;
      return had ? 0 : -1;
    }
    this.beforeGrab?.();
    this.beforeGrab = undefined;
    if (this.taken || this.grabbed) return -1;
    this.grabbed = true;
    return 0;
  }

  #answer(bits: Uint8Array): number {
    bits.fill(0);
    for (const code of this.down) bits[code >> 3] = bits[code >> 3]! | (1 << (code & 7));
    this.drain();
    return bits.length;
  }

  #mask(mask: bigint): number {
    const [type, size, low, high]: number[] = koffi.decode(mask, 'uint32_t', 4);
    const codes = BigInt(low!) | (BigInt(high!) << 32n);
    this.#masks.set(type!, koffi.decode(codes, 'uint8_t', size!));
    return 0;
  }

  protected key(code: number, value: number): void {
    if (!this.grabbed && !this.taken) {
      this.console.push(`${['up', 'down', 'repeat'][value]} ${code}`);
    }
    if (this.taken) return;
    const scanned = this.send(EV_MSC, 4, code);
    const heard = this.send(EV_KEY, code, value);
    // A report of nothing wakes nobody.
    if (scanned || heard) this.send(EV_SYN, SYN_REPORT, 0);
  }

  /** True when the mask lets it by. */
  protected send(type: number, code: number, value: number): boolean {
    const mask = this.#masks.get(type);
    if (type !== EV_SYN && mask !== undefined) {
      if ((((mask[code >> 3] ?? 0) >> (code & 7)) & 1) === 0) return false;
    }
    const record = new Int32Array(RECORD_WORDS);
    writeRecord(record, 0, monotonicUs(), type, code, value);
    libc.write(this.#writeFd, record, RECORD_BYTES);
    return true;
  }
}

/** Keyboards whose calls are answered until the test ends. */
export function fakeKeyboards(test: TestContext, count: number): FakeKeyboard[] {
  const keyboards = Array.from({ length: count }, () => new FakeKeyboard());
  answerFor(test, keyboards);
  return keyboards;
}

/** Answers the calls on these devices until the test ends. */
export function answerFor(test: TestContext, devices: readonly FakeKeyboard[]): void {
  const answer =
    (real: (fd: number, request: number, argument: never) => number) =>
    (fd: number, request: number, argument: number | ArrayBufferView | bigint): number => {
      const device = devices.find((each) => each.fd === fd);
      return device?.ioctl(request, argument) ?? real(fd, request, argument as never);
    };
  for (const name of ['ioctlInt', 'ioctlBytes', 'ioctlMask'] as const) {
    test.mock.method(libc, name, answer(libc[name]));
  }
  test.after(() => {
    for (const device of devices) device.close();
  });
}
