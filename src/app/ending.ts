import { libc } from '../ffi/libc.ts';

/**
 * Ends the process now, once all is closed: one with a thread that hangs in a C call would otherwise
 * wait for it for ever.
 */
export function exitNow(code: number): void {
  libc.exitNow(code);
}
