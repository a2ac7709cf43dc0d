/** The program in a terminal of the kernel's own, which `script` makes and this test types into. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { peakDb, readWav } from '../support/pitch.ts';
import { Home, MAIN } from '../support/program.ts';

const isThere = spawnSync('script', ['--version']).status === 0;
const skip = isThere ? false : 'needs script: apt install bsdutils';
const PUSH = '\x1b[>15u';
const POP = '\x1b[<u';
const HAS_PROTOCOL = '\x1b[?15u\x1b[?62;22c';
const HAS_NONE = '\x1b[?62;22c';

class Terminal {
  readonly home = new Home({ FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont() });
  shown = '';
  readonly #script: ChildProcess;
  readonly #closed: Promise<unknown>;

  /** The program within a shell that tells the terminal's mode before and after, and the exit code. */
  constructor(context: TestContext) {
    const play = `"${process.execPath}" "${MAIN}" --input terminal --driver file`;
    const command = `echo "[before $(stty -g)]"; ${play}; echo "[exit $?]"; echo "[after $(stty -g)]"`;
    this.#script = spawn('script', ['-qec', command, '/dev/null'], {
      cwd: this.home.folder,
      env: { ...this.home.env, SHELL: '/bin/sh', TERM: 'xterm-256color' },
    });
    this.#script.stdout!.setEncoding('latin1').on('data', (text: string) => {
      this.shown += text;
    });
    this.#closed = once(this.#script, 'close');
    context.after(async () => {
      this.hangUp();
      await this.#closed;
      this.home.remove();
    });
  }

  type(text: string): void {
    this.#script.stdin!.write(text);
  }

  async shows(words: string): Promise<void> {
    while (!this.shown.includes(words)) {
      if (this.#script.exitCode !== null) throw new Error(`it ended, showing:\n${this.shown}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Ready to be played, as a terminal with these answers. */
  async answers(text: string): Promise<void> {
    await this.shows('\x1b[c');
    this.type(text);
    await this.shows('Ctrl+C ends');
  }

  status() {
    return JSON.parse(this.home.run('status', '--json').out);
  }

  async until(done: (playing: { sounding: number; notesEnded: number }) => boolean): Promise<void> {
    while (!done(this.status().playing)) {
      // Asking takes a process, which is pause enough.
    }
  }

  /** Closes the window. */
  hangUp(): void {
    this.#script.kill('SIGKILL');
  }

  /** Waits for the end; answers the exit code that the shell saw. */
  async ended(): Promise<number> {
    await this.#closed;
    return Number(/\[exit (\d+)\]/.exec(this.shown)?.[1]);
  }

  /** The mode of the terminal, as stty -g tells it. */
  mode(when: 'before' | 'after'): string | undefined {
    return new RegExp(`\\[${when} ([^\\]]+)\\]`).exec(this.shown)?.[1];
  }

  assertLeftAsItWas(): void {
    assert.equal(this.mode('after'), this.mode('before'));
    assert.notEqual(this.mode('after'), undefined);
    const pushed = this.shown.split(PUSH).length - 1;
    assert.equal(pushed, 1);
    assert.equal(this.shown.split(POP).length - 1, pushed);
    assert.ok(this.shown.lastIndexOf(POP) > this.shown.lastIndexOf(PUSH));
  }
}

test('keys play, Ctrl+C ends with 130, and the terminal is left as it was', { skip }, async (t) => {
  const terminal = new Terminal(t);
  await terminal.answers(HAS_PROTOCOL);
  terminal.type('\x1b[113u\x1b[119u');
  await terminal.until(({ sounding }) => sounding === 2);
  terminal.type('\x1b[113;1:3u');
  await terminal.until(({ sounding }) => sounding === 1);
  terminal.type('\x03');
  assert.equal(await terminal.ended(), 130);
  terminal.assertLeftAsItWas();
  const { samples } = readWav(terminal.home.path('fw16-synth.wav'));
  assert.ok(peakDb(samples) > -60, 'what was played is in the file');
});

test('a window that loses the focus ends what is held', { skip }, async (t) => {
  const terminal = new Terminal(t);
  await terminal.answers(HAS_PROTOCOL);
  terminal.type('\x1b[113u\x1b[119u');
  await terminal.until(({ sounding }) => sounding === 2);
  terminal.type('\x1b[O');
  await terminal.until(({ sounding }) => sounding === 0);
  terminal.type('\x03');
  assert.equal(await terminal.ended(), 130);
});

test('a terminal that only types plays notes of one length, also a pasted page', {
  skip,
}, async (t) => {
  const terminal = new Terminal(t);
  await terminal.answers(HAS_NONE);
  terminal.type('qwertyui'.repeat(400));
  await terminal.until(({ sounding, notesEnded }) => sounding === 0 && notesEnded >= 8);
  terminal.type('\x03');
  assert.equal(await terminal.ended(), 130);
  terminal.assertLeftAsItWas();
});

test('SIGTERM ends it with 0 and leaves the terminal as it was', { skip }, async (t) => {
  const terminal = new Terminal(t);
  await terminal.answers(HAS_PROTOCOL);
  terminal.type('\x1b[113u');
  await terminal.until(({ sounding }) => sounding === 1);
  process.kill(terminal.status().pid, 'SIGTERM');
  assert.equal(await terminal.ended(), 0);
  terminal.assertLeftAsItWas();
});

test('a window that is closed ends it, and its file is whole', { skip }, async (t) => {
  const terminal = new Terminal(t);
  await terminal.answers(HAS_PROTOCOL);
  terminal.type('\x1b[113u');
  await terminal.until(({ sounding }) => sounding === 1);
  const { pid } = terminal.status();
  terminal.hangUp();
  while (existsSync(`/proc/${pid}`)) await new Promise((resolve) => setTimeout(resolve, 5));
  const { samples } = readWav(terminal.home.path('fw16-synth.wav'));
  assert.ok(peakDb(samples) > -60);
  const kept = ['.local', 'fw16-synth.wav', 'run'];
  assert.deepEqual(readdirSync(terminal.home.folder).sort(), kept);
});

test('after a kill the next start has the terminal as before', { skip }, async (t) => {
  const terminal = new Terminal(t);
  await terminal.answers(HAS_PROTOCOL);
  process.kill(terminal.status().pid, 'SIGKILL');
  assert.equal(await terminal.ended(), 137);
  assert.notEqual(terminal.mode('after'), terminal.mode('before'), 'reset is needed');
});
