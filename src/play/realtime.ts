import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { libc, RLIMIT_RTTIME, SCHED_FIFO_RESET_ON_FORK } from '../ffi/libc.ts';

// A real-time thread that never waits would freeze the machine. Past this much processor time
// without one wait the kernel kills us, and with us goes the grab; rtkit asks for at most this.
const RUNAWAY_US = 200_000n;

/** Guards the machine against a play thread that spins. Call it before any thread is real-time. */
export function limitRunaway(): void {
  libc.setrlimit(RLIMIT_RTTIME, BigUint64Array.of(RUNAWAY_US, RUNAWAY_US));
}

/** SCHED_FIFO for the calling thread; false when the limits (rtprio) do not allow it. */
export function becomeRealtime(priority: number): boolean {
  return libc.schedSetscheduler(0, SCHED_FIFO_RESET_ON_FORK, Int32Array.of(priority)) === 0;
}

/** The real-time priority that a thread of ours has: 0 when it has none, or is gone. */
export function priorityOf(threadId: number): number {
  const priority = new Int32Array(1);
  if (threadId === 0 || libc.schedGetparam(threadId, priority) < 0) return 0;
  return priority[0]!;
}

/**
 * Asks rtkit over the system bus to make a thread of ours real-time, as a desktop user without
 * limits of their own may. Where there is no rtkit, or it
 * refuses, all stays as it is: {@link priorityOf} tells.
 */
export async function askRtkit(
  threadId: number,
  priority: number,
  signal: AbortSignal,
): Promise<void> {
  const destination = 'org.freedesktop.RealtimeKit1';
  const path = '/org/freedesktop/RealtimeKit1';
  const run = promisify(execFile);
  try {
    const limit = await run(
      'busctl',
      ['get-property', destination, path, destination, 'MaxRealtimePriority'],
      { timeout: 2000, signal },
    );
    const most = Number(limit.stdout.trim().split(' ')[1]);
    if (!Number.isInteger(most) || most < 1) return;
    await run(
      'busctl',
      [
        'call',
        destination,
        path,
        destination,
        'MakeThreadRealtimeWithPID',
        'ttu',
        `${process.pid}`,
        `${threadId}`,
        `${Math.min(priority, most)}`,
      ],
      { timeout: 2000, signal },
    );
  } catch {
    // No rtkit, no busctl, or a refusal.
  }
}
