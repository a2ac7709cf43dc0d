import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { extname } from 'node:path';
import { type TestContext, test } from 'node:test';
import { PLAYER } from '../../tests/support/playing.ts';
import { stuckReader } from '../../tests/support/stuck-reader.ts';
import { EV_KEY, EV_SYN, RECORD_WORDS, SYN_REPORT, writeRecord } from '../core/event.ts';
import type { PlayerSettings } from '../core/instrument/player.ts';
import { NODES_MAX } from '../core/keys/held-keys.ts';
import { KEY } from '../core/keys/key-codes.ts';
import { LAYOUTS } from '../core/keys/layouts.ts';
import { NODE, ORDER } from '../core/order.ts';
import type { Problem } from '../core/problem.ts';
import { builtInFont } from '../engine/soundfonts.ts';
import { EVIOCGRAB, libc, monotonicUs, newPipe } from '../ffi/libc.ts';
import { openFluidSynth } from '../ffi/libfluidsynth.ts';
import { PlayThread } from './handle.ts';

const loaded = openFluidSynth();
const skip = loaded.ok ? false : `needs libfluidsynth: ${loaded.remedy}`;
const suffix = extname(import.meta.url);
const { KEY_Q: Q, KEY_W: W } = KEY;
/** A sound that lasts as long as its key. */
const ORGAN = 16;

interface Threaded {
  readonly thread: PlayThread;
  /** Whether any voice is left when four seconds have been rendered. */
  soundsOn(): boolean;
  readonly gone: number[];
  readonly failures: Problem[];
}

/** A play thread on a silent synthesiser of its own. */
function threaded(context: TestContext, player: Partial<PlayerSettings> = {}): Threaded {
  assert.ok(loaded.ok);
  const { fluidsynth } = loaded;
  const settings = fluidsynth.newSettings()!;
  const synth = fluidsynth.newSynth(settings)!;
  assert.notEqual(fluidsynth.loadFont(synth, builtInFont(), 1), -1);
  const gone: number[] = [];
  const failures: Problem[] = [];
  const thread = new PlayThread({
    synth,
    player: { ...PLAYER, ...player },
    grab: true,
    realtimePriority: 0,
    onNodeGone: (node) => gone.push(node),
    onFailure: (problem) => failures.push(problem),
  });
  context.after(async () => {
    assert.equal(await thread.close(), true);
    fluidsynth.deleteSynth(synth);
    fluidsynth.deleteSettings(settings);
  });
  const frames = new Float32Array(2 * 480);
  const soundsOn = (): boolean => {
    for (let block = 0; block < 400; block++) {
      fluidsynth.writeFloat(synth, 480, frames, 0, 2, frames, 1, 2);
    }
    return fluidsynth.activeVoices(synth) > 0;
  };
  return { thread, gone, failures, soundsOn };
}

class Keys {
  readonly fd: number;
  readonly #writeFd: number;
  readonly #records = new Int32Array(2 * RECORD_WORDS);
  #open = true;

  constructor(context: TestContext) {
    const { readFd, writeFd } = newPipe();
    this.fd = readFd;
    this.#writeFd = writeFd;
    context.after(() => {
      this.unplug();
      libc.close(readFd);
    });
  }

  send(code: number, value: number): void {
    writeRecord(this.#records, 0, monotonicUs(), EV_KEY, code, value);
    writeRecord(this.#records, 1, monotonicUs(), EV_SYN, SYN_REPORT, 0);
    assert.equal(libc.write(this.#writeFd, this.#records, this.#records.byteLength), 48);
  }

  unplug(): void {
    if (this.#open) libc.close(this.#writeFd);
    this.#open = false;
  }
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 2));
}

test('a thousand events a second arrive, every one of them', { skip }, async (t) => {
  const { thread } = threaded(t);
  await thread.ready();
  const keys = new Keys(t);
  thread.addNode(keys.fd, NODE.pipe, 0);
  const notes = LAYOUTS[0]!.keys;
  const beganUs = monotonicUs();
  for (let sent = 0; sent < 2000; ) {
    for (; sent < Math.min(2000, (monotonicUs() - beganUs) / 1000); sent++) {
      keys.send(notes[(sent >> 1) % notes.length]!, 1 - (sent & 1));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await until(() => thread.snapshot().keyEvents >= 2000);
  const { keyEvents, notesBegun, notesEnded, gaps } = thread.snapshot();
  assert.deepEqual(
    { keyEvents, notesBegun, notesEnded, gaps },
    { keyEvents: 2000, notesBegun: 1000, notesEnded: 1000, gaps: 0 },
  );
});

test('closing ends what sounds, can be asked for twice, and leaves no descriptor', {
  skip,
}, async (t) => {
  const keys = new Keys(t);
  const before = readdirSync('/proc/self/fd').length;
  for (let round = 0; round < 3; round++) {
    const { thread } = threaded(t);
    await thread.ready();
    thread.addNode(keys.fd, NODE.pipe, 0);
    keys.send(Q, 1);
    await until(() => thread.snapshot().sounding === 1);
    assert.deepEqual(await Promise.all([thread.close(), thread.close()]), [true, true]);
    assert.equal(await thread.close(), true);
    assert.equal(thread.snapshot().sounding, 0);
    assert.equal(thread.order(ORDER.panic), false);
    assert.equal(thread.addNode(keys.fd, NODE.pipe, 0), undefined);
  }
  assert.equal(readdirSync('/proc/self/fd').length, before);
});

test('it can be closed before it is ready', { skip }, async (t) => {
  const { thread, failures } = threaded(t);
  assert.equal(await thread.close(), true);
  assert.deepEqual(failures, []);
});

test('it ends also when more was ordered than it takes at once', { skip }, async (t) => {
  const { thread } = threaded(t);
  let given = 0;
  while (thread.order(ORDER.octave, given % 9)) given++;
  assert.equal(await thread.close(), true);
  assert.equal(thread.snapshot().octave, (given - 1) % 9);
});

test('a node that goes is told of once, and its number is used again', { skip }, async (t) => {
  const { thread, gone } = threaded(t);
  await thread.ready();
  const keys = new Keys(t);
  assert.equal(thread.addNode(keys.fd, NODE.pipe, 0), 0);
  keys.send(Q, 1);
  keys.send(W, 1);
  await until(() => thread.snapshot().sounding === 2);
  keys.unplug();
  await until(() => gone.length > 0);
  assert.equal(thread.snapshot().sounding, 0);
  await thread.removeNode(0);
  const next = new Keys(t);
  assert.equal(thread.addNode(next.fd, NODE.pipe, 0), 0);
  next.send(Q, 1);
  await until(() => thread.snapshot().sounding === 1);
  assert.deepEqual(gone, [0]);
});

test('a node can be removed at once, twice, and while it goes', { skip }, async (t) => {
  const { thread, gone } = threaded(t);
  await thread.ready();
  await thread.seekRealtime();
  const before = readdirSync('/proc/self/fd').length;
  for (let round = 0; round < 50; round++) {
    const { readFd, writeFd } = newPipe();
    const node = thread.addNode(readFd, NODE.pipe, 0)!;
    if (round % 3 === 0) libc.close(writeFd);
    await Promise.all([thread.removeNode(node), thread.removeNode(node)]);
    // From here on nobody else has it: whoever opens something next gets the same descriptor.
    libc.close(readFd);
    if (round % 3 !== 0) libc.close(writeFd);
  }
  assert.equal(thread.snapshot().nodes, 0);
  assert.deepEqual(gone, []);
  assert.equal(readdirSync('/proc/self/fd').length, before);
});

test('there are only so many nodes', { skip }, async (t) => {
  const { thread } = threaded(t);
  await thread.ready();
  const keys = new Keys(t);
  const numbers = Array.from({ length: 20 }, () => thread.addNode(keys.fd, NODE.pipe, 0));
  assert.equal(numbers.filter((node) => node !== undefined).length, 16);
  assert.equal(thread.addNode(keys.fd, NODE.pipe, 16), undefined);
});

test('a thread that cannot start says why', { skip }, async (t) => {
  const instrument = { ...PLAYER.instrument, layout: 999 };
  const { thread, failures } = threaded(t, { instrument });
  await assert.rejects(thread.ready(), /the play thread stopped: .*undefined/);
  assert.deepEqual(failures, []);
});

test('a thread that fails in the middle ends its notes and frees the keyboards', {
  skip,
}, async (t) => {
  const instrument = { ...PLAYER.instrument, program: ORGAN };
  const { thread, failures, soundsOn } = threaded(t, { instrument });
  await thread.ready();
  const keys = new Keys(t);
  thread.addNode(keys.fd, NODE.pipe, 0);
  const keyboard = new Keys(t);
  thread.addNode(keyboard.fd, NODE.kernel, 1);
  const freed: number[] = [];
  const { ioctlInt } = libc;
  t.mock.method(libc, 'ioctlInt', (fd: number, request: number, value: number) => {
    if (request === EVIOCGRAB && value === 0) freed.push(fd);
    return ioctlInt(fd, request, value);
  });
  keys.send(Q, 1);
  await until(() => thread.snapshot().sounding === 1);
  assert.equal(soundsOn(), true);
  // A node that there is no room for, which the loop throws at.
  thread.order(ORDER.addNode, -1, NODES_MAX, 0);
  await until(() => failures.length > 0);
  assert.match(failures[0]!.message, /stopped with an error; the keyboards are given back/);
  assert.deepEqual(freed, [keyboard.fd]);
  assert.equal(thread.order(ORDER.panic), false);
  assert.equal(await thread.close(), true);
  assert.equal(soundsOn(), false);
  assert.equal(failures.length, 1);
});

test('a thread that hangs is noticed, and the keyboards are freed meanwhile', {
  skip,
}, async (t) => {
  const { thread, failures } = threaded(t);
  await thread.ready();
  const keyboard = new Keys(t);
  thread.addNode(keyboard.fd, NODE.kernel, 1);
  const trap = stuckReader();
  thread.addNode(trap.fd, NODE.pipe, 0);
  const freed: number[] = [];
  const { ioctlInt, alarm } = libc;
  t.mock.method(libc, 'ioctlInt', (fd: number, request: number, value: number) => {
    if (request === EVIOCGRAB && value === 0) freed.push(fd);
    return ioctlInt(fd, request, value);
  });
  const alarms: number[] = [];
  t.mock.method(libc, 'alarm', (seconds: number) => {
    alarms.push(seconds);
    return alarm(0);
  });
  trap.lure();
  await until(() => failures.length > 0);
  assert.match(failures[0]!.message, /hangs; the keyboards are given back/);
  assert.deepEqual(freed, [keyboard.fd]);
  assert.deepEqual(alarms, [10]);
  const closed = thread.close();
  trap.freeReader();
  assert.equal(await closed, true);
  assert.deepEqual(alarms, [10, 0]);
  libc.close(trap.fd);
});

/** Runs to the end in a process of its own, which starts a thread and then does `what`. */
function inProcess(what: string): { status: number | null; signal: string | null } {
  const here = (name: string): string => new URL(`${name}${suffix}`, import.meta.url).href;
  const script = `
    const { PlayThread } = await import('${here('./handle')}');
    const { openFluidSynth } = await import('${here('../ffi/libfluidsynth')}');
    const { fluidsynth } = openFluidSynth();
    const thread = new PlayThread({
      synth: fluidsynth.newSynth(fluidsynth.newSettings()),
      player: ${JSON.stringify(PLAYER)},
      grab: true,
      realtimePriority: 0,
      onNodeGone: () => {},
      onFailure: () => {},
    });
    ${what}`;
  const args = ['--input-type=module', '-e', script];
  return spawnSync(process.execPath, args, { timeout: 60_000, killSignal: 'SIGKILL' });
}

test('a process that ends without closing it ends all the same', { skip }, () => {
  const fault = inProcess(
    "await thread.ready(); setTimeout(() => { throw new Error('a fault'); });",
  );
  assert.deepEqual([fault.status, fault.signal], [1, null]);
  const exit = inProcess('await thread.ready(); process.exit(3);');
  assert.deepEqual([exit.status, exit.signal], [3, null]);
  const early = inProcess('setTimeout(() => process.exit(4), 1);');
  assert.deepEqual([early.status, early.signal], [4, null]);
});
