import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import {
  libc,
  RLIMIT_RTTIME,
  SCHED_FIFO_RESET_ON_FORK,
  SCHED_OTHER_RESET_ON_FORK,
} from '../ffi/libc.ts';

// A real-time thread that never waits would freeze the machine. After so much processor time without
// one wait it is real-time no more; if that can not be done either, the kernel kills us, and with us
// goes the grab. rtkit asks for at most the latter.
const CALMED_US = 100_000n;
const KILLED_US = 200_000n;

/** Guards the machine against a thread of ours that spins. Call it before any is real-time. */
export function limitRunaway(): void {
  process.off('SIGXCPU', calmRunaways);
  process.on('SIGXCPU', calmRunaways);
  libc.setrlimit(RLIMIT_RTTIME, BigUint64Array.of(CALMED_US, KILLED_US));
}

/** The signal does not say which: those that run at this moment are few, and the one is among them. */
function calmRunaways(): void {
  for (const task of readdirSync('/proc/self/task')) {
    const threadId = Number(task);
    if (priorityOf(threadId) === 0 || !isRunning(threadId)) continue;
    libc.schedSetscheduler(threadId, SCHED_OTHER_RESET_ON_FORK, new Int32Array(1));
  }
  // The kernel moved the first of the two limits up.
  limitRunaway();
}

function isRunning(threadId: number): boolean {
  try {
    // Behind the name, which is in brackets.
    return / R [^)]*$/.test(readFileSync(`/proc/self/task/${threadId}/stat`, 'utf8'));
  } catch {
    return false;
  }
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
