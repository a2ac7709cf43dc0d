import { homedir } from 'node:os';
import { join } from 'node:path';
import type { LoadedConfig } from '../config/load.ts';
import { decides } from '../config/switches.ts';
import type { Answer } from '../control/control-protocol.ts';
import { PROTOCOL_VERSION, refusal } from '../control/control-protocol.ts';
import { makeFolders } from '../control/folders.ts';
import { EXIT, Problem } from '../core/problem.ts';
import { AtomicFile } from '../ffi/atomic-file.ts';
import { monotonicUs } from '../ffi/libc.ts';
import type { TracedNote } from '../play/trace.ts';
import type { CpuProfile } from './cpu-profile.ts';
import { stateFolder } from './state-folder.ts';

const MINUTE_US = 60e6;
// Function names and times of nobody else's business.
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Whether profiling is on; the setting of `production` wins where both are set. */
export function isProfiling(loaded: LoadedConfig): boolean {
  return decides(loaded, 'production.enable_profiling', 'performance.enable_profiling');
}

/** What a running instrument has learned of its own speed, when it is asked to learn. */
export class Profiling {
  readonly #isOn: boolean;
  readonly #notesSince: (sinceUs: number) => TracedNote[];
  /** Comes when it has begun; undefined when it never will. */
  readonly #begun: Promise<CpuProfile | undefined>;
  #begins: (cpu?: CpuProfile) => void = () => {};
  #cpu: CpuProfile | undefined;

  /** @param notesSince the notes that began since a time of CLOCK_MONOTONIC */
  constructor(isOn: boolean, notesSince: (sinceUs: number) => TracedNote[]) {
    this.#isOn = isOn;
    this.#notesSince = notesSince;
    this.#begun = new Promise((resolve) => {
      this.#begins = resolve;
    });
    if (!isOn) this.#begins();
  }

  /** Begins to watch this thread, which takes a moment: after the first sound. */
  async begin(): Promise<void> {
    if (!this.#isOn) return;
    const { CpuProfile } = await import('./cpu-profile.ts');
    this.#cpu = new CpuProfile();
    this.#begins(this.#cpu);
  }

  /**
   * Writes the main thread's CPU profile and the lateness of each note of the last minute.
   *
   * @throws Problem when profiling is off, or the files cannot be written
   */
  async write(folder = stateFolder(process.env, homedir())): Promise<{ files: string[] }> {
    const cpu = await this.#begun;
    if (cpu === undefined) {
      throw new Problem('profiling is off', {
        remedy: 'Set production.enable_profiling: true, and start again.',
        exit: EXIT.unavailable,
      });
    }
    await makeFolder(folder);
    const nowUs = monotonicUs();
    const nowMs = Date.now();
    const stem = join(folder, `fw16-synth-${stamp(nowMs)}`);
    const wallMs = (timeUs: number): number => nowMs - (nowUs - timeUs) / 1000;
    const notes = this.#notesSince(nowUs - MINUTE_US);
    const rows = notes.map(
      ({ timeUs, lateUs, source }) =>
        `${new Date(wallMs(timeUs)).toISOString()},${lateUs},${source}\n`,
    );
    return {
      files: [
        write(`${stem}.cpuprofile`, await cpu.take()),
        write(`${stem}.latency.csv`, `time,late_us,source\n${rows.join('')}`),
      ],
    };
  }

  close(): void {
    this.#begins();
    this.#cpu?.close();
    this.#cpu = undefined;
  }
}

/** The answer to the request `profile`; without an instrument, it is still starting. */
export async function profileAnswer(
  profiling: Profiling | undefined,
  folder: string | undefined,
): Promise<Answer> {
  if (profiling === undefined)
    return refusal('it is still starting', 'Ask again in a moment.', EXIT.unavailable);
  try {
    return { version: PROTOCOL_VERSION, ok: true, status: await profiling.write(folder) };
  } catch (error) {
    const { message, where, remedy, exit } = error as Partial<Problem> & Error;
    return refusal(
      `${where === undefined ? '' : `${where}: `}${message}`,
      remedy ?? 'Name another folder: fw16-synth send profile FOLDER',
      exit ?? EXIT.internal,
    );
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await makeFolders(folder, FOLDER_MODE);
  } catch (error) {
    throw new Problem(`the folder cannot be made: ${(error as Error).message}`, {
      where: folder,
      exit: EXIT.io,
      cause: error,
    });
  }
}

function write(path: string, text: string): string {
  const file = new AtomicFile(path, FILE_MODE);
  try {
    file.write(Buffer.from(text));
    file.keep();
  } finally {
    file.discard();
  }
  return path;
}

/** `20260203T040506789`: sorts by time, and no file system minds it. */
function stamp(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:.Z]/g, '');
}
