/** Ways to end that wait for nobody: neither for threads in C nor for a disk that does not answer. */
import koffi from 'koffi';

const lib = koffi.load(null);
const exitGroup = lib.func('void _exit(int status)') as (status: number) => void;
const setitimer = lib.func('int setitimer(int which, void *value, void *before)') as (
  which: number,
  value: BigInt64Array,
  before: null,
) => number;

const ITIMER_REAL = 0;

/** Ends the program with `exit` now. The kernel closes what is open, and with it ends every grab. */
export function exitNow(exit: number): void {
  exitGroup(exit);
}

/** Has the kernel end the program by SIGALRM in so long, even if this thread hangs until then. */
export function endByAlarm(ms: number): void {
  const us = Math.max(1, Math.round(ms * 1000));
  setitimer(
    ITIMER_REAL,
    BigInt64Array.of(0n, 0n, BigInt(us) / 1000000n, BigInt(us) % 1000000n),
    null,
  );
}
