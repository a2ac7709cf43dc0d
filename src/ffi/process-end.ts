/** Ways to end that wait for nobody: neither for threads in C nor for a disk that does not answer. */
import koffi, { type LibraryHandle } from 'koffi';
import { CLOCK_MONOTONIC } from './libc.ts';

const SIGALRM = 14;
/** `struct sigevent` in words of 32 bits: a value of 64, the signal, SIGEV_SIGNAL (0), padding. */
const EVENT_WORDS = 16;
const EVENT_SIGNAL = 2;

const lib = koffi.load(null);
const exitGroup = lib.func('void _exit(int status)') as (status: number) => void;

/** Ends the program with `exit` now. The kernel closes what is open, and with it ends every grab. */
export function exitNow(exit: number): void {
  exitGroup(exit);
}

/**
 * Has the kernel end the program by SIGALRM in so long, even if this thread hangs until then. It is a
 * timer of its own: alarm(2), of which there is one, is the play thread's.
 */
export function endByAlarm(ms: number): void {
  const { create, settime } = timers();
  const event = new Int32Array(EVENT_WORDS);
  event[EVENT_SIGNAL] = SIGALRM;
  const timer = new BigUint64Array(1);
  if (create(CLOCK_MONOTONIC, event, timer) !== 0) return;
  const ns = BigInt(Math.max(1, Math.round(ms * 1e6)));
  settime(timer[0]!, 0, BigInt64Array.of(0n, 0n, ns / 1_000_000_000n, ns % 1_000_000_000n), null);
}

function timers() {
  // glibc before 2.34 has them in a library of their own.
  try {
    return timersOf(lib);
  } catch {
    return timersOf(koffi.load('librt.so.1'));
  }
}

function timersOf(library: LibraryHandle) {
  return {
    create: library.func('int timer_create(int clock, void *event, void *timer)') as (
      clock: number,
      event: Int32Array,
      timer: BigUint64Array,
    ) => number,
    settime: library.func(
      'int timer_settime(uint64_t timer, int flags, void *value, void *before)',
    ) as (timer: bigint, flags: number, value: BigInt64Array, before: null) => number,
  };
}
