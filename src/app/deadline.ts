import { EXIT } from '../core/problem.ts';
import { endByAlarm, exitNow } from '../ffi/process-end.ts';

// For the last words before the kernel's alarm.
const LAST_WORDS_SHARE = 0.8;
const STRAGGLERS_MS = 500;

/**
 * Sees to it that the program ends within so long, whatever hangs: with exit 70 while this thread
 * still turns, by the kernel's SIGALRM if it hangs itself.
 *
 * @param lastWords tells of it, and may wait a moment
 */
export function endWithin(seconds: number, lastWords: () => Promise<void>): void {
  const ms = seconds * 1000;
  endByAlarm(ms);
  setTimeout(() => {
    void lastWords().finally(() => exitNow(EXIT.internal));
  }, ms * LAST_WORDS_SHARE).unref();
}

/**
 * Ends the program once all is closed: by itself, and where something that failed keeps it, such as
 * a thread that was left behind, a moment later all the same.
 *
 * @param isStuck whether it is known that it cannot end by itself
 */
export function endAfterwards(exit: number, isStuck: boolean): void {
  if (isStuck) exitNow(exit);
  setTimeout(() => exitNow(exit), STRAGGLERS_MS).unref();
}
