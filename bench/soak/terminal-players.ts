/** Players without hands: they type into a terminal that tells when keys come up. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { seededRandom } from '../../src/core/random.ts';
import { MAIN } from '../../tests/support/program.ts';

/** Keys for each, of which no two have the same note. */
const PLAYERS = ['qwertyu', '23567', 'zxcvbnm', 'sdghj'];
/** The answer of a terminal with the kitty keyboard protocol. */
const HAS_PROTOCOL = '\x1b[?15u\x1b[?62;22c';
const ASKS = '\x1b[c';
const READY = 'Ctrl+C ends';
const SHORTEST_MS = 40;
const LONGEST_MS = 400;
const LOOK_EVERY_MS = 20;

export class TerminalPlayers {
  readonly #script: ChildProcess;
  readonly #random: () => number;
  /** Keys that are down, and what lifts them. */
  readonly #held = new Map<string, NodeJS.Timeout>();
  readonly #ended: Promise<unknown>;
  #timer: NodeJS.Timeout | undefined;
  #shown = '';
  #struck = 0;

  /** Starts the program in a terminal of its own, which `script` makes. */
  constructor(env: NodeJS.ProcessEnv, folder: string, args: readonly string[], seed: number) {
    this.#random = seededRandom(seed);
    const command = [process.execPath, MAIN, '--input', 'terminal', ...args].join(' ');
    this.#script = spawn('script', ['-qec', command, '/dev/null'], {
      cwd: folder,
      env: { ...env, SHELL: '/bin/sh', TERM: 'xterm-256color' },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#ended = once(this.#script, 'close');
    this.#script.stdout?.setEncoding('latin1').on('data', (text: string) => {
      // The end is enough: what is looked for is there only once.
      this.#shown = (this.#shown + text).slice(-10_000);
    });
  }

  /** Resolves when it can be played. */
  async ready(): Promise<void> {
    await this.#shows(ASKS);
    this.#type(HAS_PROTOCOL);
    await this.#shows(READY);
  }

  /** Notes struck so far. */
  get struck(): number {
    return this.#struck;
  }

  /** Plays so many notes a second until {@link rest}. */
  play(notesPerSecond: number): void {
    const beganMs = performance.now();
    const struckBefore = this.#struck;
    this.#timer = setInterval(() => {
      const due = ((performance.now() - beganMs) * notesPerSecond) / 1000;
      while (this.#struck - struckBefore < due) this.#strike();
    }, 1000 / notesPerSecond);
  }

  /** Resolves when every key is up. */
  async rest(): Promise<void> {
    clearInterval(this.#timer);
    while (this.#held.size > 0) await passing(LOOK_EVERY_MS);
  }

  /** Ctrl+C; answers the exit code. */
  async end(): Promise<number | null> {
    this.#type('\x03');
    await this.#ended;
    return this.#script.exitCode;
  }

  kill(): void {
    clearInterval(this.#timer);
    this.#script.kill('SIGKILL');
  }

  #strike(): void {
    const keys = PLAYERS[this.#struck++ % PLAYERS.length] ?? '';
    const key = keys[Math.floor(this.#random() * keys.length)] ?? '';
    this.#lift(key);
    const heldMs = SHORTEST_MS + this.#random() * (LONGEST_MS - SHORTEST_MS);
    this.#held.set(
      key,
      setTimeout(() => this.#lift(key), heldMs),
    );
    this.#type(`\x1b[${key.charCodeAt(0)}u`);
  }

  #lift(key: string): void {
    if (!this.#held.has(key)) return;
    clearTimeout(this.#held.get(key));
    this.#held.delete(key);
    this.#type(`\x1b[${key.charCodeAt(0)};1:3u`);
  }

  #type(text: string): void {
    this.#script.stdin?.write(text);
  }

  async #shows(words: string): Promise<void> {
    while (!this.#shown.includes(words)) {
      if (this.#script.exitCode !== null) throw new Error(`it ended, showing:\n${this.#shown}`);
      await passing(LOOK_EVERY_MS);
    }
  }
}

function passing(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
