import { getSystemErrorMap } from 'node:util';
import koffi from 'koffi';
import { EXIT, type ExitCode, Problem } from '../core/problem.ts';

const EXIT_OF: Readonly<Record<string, ExitCode>> = {
  EACCES: EXIT.noPermission,
  EPERM: EXIT.noPermission,
  ENOENT: EXIT.noInput,
  ENODEV: EXIT.unavailable,
  ENXIO: EXIT.unavailable,
  EBUSY: EXIT.unavailable,
  EAGAIN: EXIT.unavailable,
  EIO: EXIT.io,
  ENOSPC: EXIT.io,
};

/** An error number of the C library by name and in words: `EBUSY: resource busy or locked`. */
export function errnoWords(errno: number): string {
  const [name, words] = nameOf(errno);
  return name === '' ? `error ${errno}` : `${name}: ${words}`;
}

/**
 * The result of a C call that answers -1 and sets errno when it fails. A failure is thrown with
 * the call's name; call it right after, before anything else can change errno.
 */
export function checkErrno(call: string, result: number): number {
  if (result >= 0) return result;
  throw errnoProblem(call, koffi.errno());
}

/** What went wrong in a C call that left `errno`, with the exit code it means. */
export function errnoProblem(call: string, errno: number): Problem {
  return new Problem(`${call} failed with ${errnoWords(errno)}`, {
    exit: EXIT_OF[nameOf(errno)[0]] ?? EXIT.internal,
  });
}

/** What was opened, or a Problem (exit 69) that says what is missing. */
export function present<T extends { readonly ok: true }>(
  opened: T | { readonly ok: false; readonly why: string; readonly remedy: string },
): T {
  if (opened.ok) return opened;
  throw new Problem(opened.why, { remedy: opened.remedy, exit: EXIT.unavailable });
}

function nameOf(errno: number): [name: string, words: string] {
  return getSystemErrorMap().get(-errno) ?? ['', ''];
}
