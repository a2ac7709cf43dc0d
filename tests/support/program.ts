/** The program as people run it: a process of its own in a home of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFolder } from '../../src/ffi/libraries.ts';

/** What node is to run. */
export const MAIN = fileURLToPath(new URL('../../program/main.js', import.meta.url));

/** A home without anyone's settings, and no sound server; gone after the test. */
export class Home {
  readonly folder = mkdtempSync(join(tmpdir(), 'fw16-synth-home-'));
  readonly env: NodeJS.ProcessEnv;
  readonly #started: ChildProcess[] = [];

  constructor(more: NodeJS.ProcessEnv = {}) {
    const runtime = join(this.folder, 'run');
    mkdirSync(runtime, { mode: 0o700 });
    this.env = {
      PATH: process.env['PATH'],
      HOME: this.folder,
      XDG_RUNTIME_DIR: runtime,
      XDG_DATA_DIRS: this.folder,
      ...more,
    };
  }

  /** Runs to the end. */
  run(...args: readonly string[]): { exit: number | null; out: string; err: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
      cwd: this.folder,
      env: this.env,
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { exit: status, out: stdout, err: stderr };
  }

  /** Runs to the end, while this process goes on. */
  async runBeside(
    ...args: readonly string[]
  ): Promise<{ exit: number | null; out: string; err: string }> {
    return await this.runInside([], ...args);
  }

  /** The same, started by another command that runs what follows it. */
  async runInside(
    wrapper: readonly string[],
    ...args: readonly string[]
  ): Promise<{ exit: number | null; out: string; err: string }> {
    const [file = '', ...rest] = [...wrapper, process.execPath, MAIN, ...args];
    const child = spawn(file, rest, {
      cwd: this.folder,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    await once(child, 'close');
    return { exit: child.exitCode, out, err };
  }

  /** Starts, and waits for nothing. */
  spawn(...args: readonly string[]): ChildProcess {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: this.folder,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#started.push(child);
    return child;
  }

  /** Starts, and waits for `said` on stderr. */
  async start(said: string, ...args: readonly string[]): Promise<Started> {
    const started = new Started(this.spawn(...args));
    await started.says(said);
    return started;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** What a failed test left running ends with its home. */
  remove(): void {
    for (const child of this.#started) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const SAYS_WITHIN_MS = 120_000;

/** A running fw16-synth. */
export class Started {
  readonly child: ChildProcess;
  err = '';
  #waiting: (() => void)[] = [];

  constructor(child: ChildProcess) {
    this.child = child;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.err += text;
      for (const wake of this.#waiting.splice(0)) wake();
    });
    child.once('exit', () => {
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  async says(words: string): Promise<void> {
    const deadline = performance.now() + SAYS_WITHIN_MS;
    while (!this.err.includes(words)) {
      const { exitCode, signalCode } = this.child;
      if (exitCode !== null || signalCode !== null) {
        throw new Error(`it ended (${exitCode ?? signalCode}), saying:\n${this.err}`);
      }
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) throw new Error(`it never said ${words}, but:\n${this.err}`);
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        timer = setTimeout(resolve, leftMs);
      });
      clearTimeout(timer);
    }
  }

  /** Sends the signal; answers the exit code (null when a signal ended it) and the milliseconds. */
  async end(signal: NodeJS.Signals): Promise<{ exit: number | null; ms: number }> {
    const began = performance.now();
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    await exited;
    return { exit: this.child.exitCode, ms: performance.now() - began };
  }
}

/** A file of the repository. */
export function projectFile(path: string): string {
  return join(projectFolder(), path);
}
