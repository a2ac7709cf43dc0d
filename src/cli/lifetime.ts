/** From the first signal that may come to the last line of the log: how a run begins and ends. */
import { endAfterwards, endWithin } from '../app/deadline.ts';
import type { RunningInstrument } from '../app/instrument.ts';
import { openMonitoring } from '../app/monitoring.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { RunningLog } from '../control/log.ts';
import type { Log } from '../core/log.ts';
import { EXIT, Problem } from '../core/problem.ts';

// After a failure there is less to wait for.
const FAILED_WITHIN_S = 5;

export interface Lifetime {
  readonly loaded: LoadedConfig;
  readonly log: RunningLog;
  /** Whether health and metrics are served over HTTP. */
  readonly serves: boolean;
  /** Tells the person of what ended it, or kept it from beginning. */
  readonly onProblem: (problem: Problem) => void;
  /** It was asked to end, or has to. */
  readonly onEnding?: (withinSeconds: number) => void;
  /** SIGHUP, where that is no reason to end. */
  readonly onHangup?: (() => void) | undefined;
}

export interface Running {
  readonly instrument: RunningInstrument;
  /** Where it tells what happens while it plays. */
  readonly log: Log;
  /** Takes down what is around it. */
  readonly stop: () => void;
}

/** What the start of a run gets from it. */
export interface Ends {
  /** Ends the run with this exit code. */
  readonly end: (exit: number) => void;
  readonly onFailure: (problem: Problem) => void;
  readonly ended: Promise<number>;
}

/**
 * Runs until somebody ends it, and ends it in order whatever happened.
 *
 * @returns the exit code
 */
export async function live(
  lifetime: Lifetime,
  start: (ends: Ends) => Promise<Running>,
): Promise<number> {
  const { log, onProblem } = lifetime;
  const ends = newEnds(lifetime);
  // From this moment on, even while it is still starting.
  void ends.ended.then((exit) => beginToEnd(lifetime, exit));
  listenForSignals(lifetime, ends);
  let exit: number = EXIT.internal;
  try {
    exit = await play(lifetime, start, ends);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    onProblem(error);
    exit = error.exit;
  } finally {
    log.info('Ended', { exit });
    await log.close();
    endAfterwards(exit, log.isStuck);
  }
  return exit;
}

async function play(
  { loaded, serves, onProblem }: Lifetime,
  start: (ends: Ends) => Promise<Running>,
  ends: Ends,
): Promise<number> {
  const { instrument, log, stop } = await start(ends);
  process.on('uncaughtException', (error) => {
    onProblem(
      new Problem(error.stack ?? `${error}`, {
        remedy: 'That is a fault of ours: please report it.',
        exit: EXIT.internal,
      }),
    );
    ends.end(EXIT.internal);
  });
  const { file } = instrument.glance().audio;
  let served: Awaited<ReturnType<typeof openMonitoring>> | undefined;
  try {
    if (serves) served = await openMonitoring(loaded, instrument.vitals, log);
    return await ends.ended;
  } finally {
    stop();
    await served?.close();
    await instrument.close();
    if (file !== undefined) log.info(`Written: ${file}`);
  }
}

function newEnds({ onProblem }: Lifetime): Ends {
  let end: Ends['end'] = () => {};
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  return {
    end,
    ended,
    onFailure: (problem) => {
      onProblem(problem);
      end(problem.exit);
    },
  };
}

function listenForSignals({ log, onHangup }: Lifetime, { end }: Ends): void {
  process.once('SIGTERM', () => end(EXIT.ok));
  process.once('SIGINT', () => end(EXIT.interrupted));
  if (onHangup === undefined) process.once('SIGHUP', () => end(EXIT.ok));
  else process.on('SIGHUP', onHangup);
  process.on('SIGUSR2', () => log.reopen());
}

function beginToEnd({ loaded, log, onEnding, onProblem }: Lifetime, exit: number): void {
  const { gracefulShutdownTimeout: asked } = loaded.config.production;
  const within = exit === EXIT.internal ? Math.min(FAILED_WITHIN_S, asked) : asked;
  onEnding?.(within);
  // A thread that hangs in a C call can be ended no other way, and with it every grab.
  endWithin(within, async () => {
    onProblem(new Problem('something does not end; ending by force', { exit: EXIT.internal }));
    await log.close();
  });
}
