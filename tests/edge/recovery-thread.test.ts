/** The play thread fails while somebody plays. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EV_KEY, EV_SYN, RECORD_BYTES, SYN_REPORT, writeRecord } from '../../src/core/event.ts';
import { KEY } from '../../src/core/keys/key-codes.ts';
import { NODE, ORDER } from '../../src/core/order.ts';
import type { Problem } from '../../src/core/problem.ts';
import type { Status } from '../../src/core/status.ts';
import { Engine } from '../../src/engine/engine.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { libc, monotonicUs, newPipe } from '../../src/ffi/libc.ts';
import type { ThreadFailure } from '../../src/play/handle.ts';
import { LastingThread } from '../../src/play/lasting-thread.ts';
import { keyToNote } from '../../src/play/measured.ts';
import { cannotFreeze, FrozenThread, threadsAt } from '../support/frozen-thread.ts';
import { freePort, got } from '../support/http.ts';
import { PLAYER } from '../support/playing.ts';
import { Home } from '../support/program.ts';
import { pulse, recordingOf } from '../support/strokes.ts';

const PRIORITY = 37;
const OUT_OF_RANGE = 99;
const folder = mkdtempSync(join(tmpdir(), 'fw16-recovery-thread-'));
after(() => rmSync(folder, { recursive: true }));

/** A thread on a real synthesiser, a keyboard for it, and what became of it. */
class Scene {
  readonly engine = new Engine(
    {
      ...{ sampleRate: 48_000, bufferSize: 64, periods: 2, gainDb: -8, polyphony: 64 },
      ...{ reverb: false, chorus: false, tuningHz: 440 },
    },
    'file',
  );
  readonly restarts: ThreadFailure[] = [];
  readonly problems: Problem[] = [];
  readonly gone: number[] = [];
  readonly thread: LastingThread;
  readonly #pipe = newPipe();
  readonly node: number;

  private constructor(isRecovering: boolean) {
    this.thread = new LastingThread({
      synth: this.engine.synth,
      player: { ...PLAYER, armed: true },
      grab: true,
      realtimePriority: PRIORITY,
      isRecovering: () => isRecovering,
      silence: () => this.engine.silence(),
      onNodeGone: (node) => this.gone.push(node),
      onRestart: (_, why) => this.restarts.push(why),
      onFailure: (problem) => this.problems.push(problem),
    });
    this.node = this.thread.addNode(this.#pipe.readFd, NODE.pipe, 0, 'terminal') ?? -1;
  }

  static async open(isRecovering = true): Promise<Scene> {
    const scene = new Scene(isRecovering);
    const { engine, thread } = scene;
    assert.deepEqual(await engine.loadFont(builtInFont()), { ok: true });
    assert.ok((await engine.startAudio('file', join(folder, 'thread.wav'))).ok);
    await thread.ready();
    await thread.seekRealtime();
    return scene;
  }

  key(code: number, value: 0 | 1): void {
    const records = new Int32Array((2 * RECORD_BYTES) / 4);
    writeRecord(records, 0, monotonicUs(), EV_KEY, code, value);
    writeRecord(records, 1, monotonicUs(), EV_SYN, SYN_REPORT, 0);
    libc.write(this.#pipe.writeFd, records, 2 * RECORD_BYTES);
  }

  /** Throws in the thread, as a fault of ours would. */
  throwInThread(): void {
    this.thread.order(ORDER.addNode, -1, OUT_OF_RANGE, 0);
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  async close(): Promise<void> {
    await this.thread.close();
    const { notesBegun, notesEnded } = this.thread.snapshot();
    assert.equal(notesBegun, notesEnded);
    this.engine.close(this.thread.isHaunted);
    libc.close(this.#pipe.writeFd);
    libc.close(this.#pipe.readFd);
  }
}

/** Plays a note, changes all that hands can change, and holds another note. */
async function play(scene: Scene): Promise<void> {
  const { thread } = scene;
  const snapshot = () => thread.snapshot();
  thread.order(ORDER.layout, 2);
  thread.order(ORDER.octave, 3);
  thread.order(ORDER.transpose, -2);
  thread.order(ORDER.preset, 2);
  thread.order(ORDER.velocity, 90);
  thread.order(ORDER.level, 55);
  thread.order(ORDER.reverb, 66);
  thread.order(ORDER.swing, 60);
  thread.order(ORDER.chord, 4);
  thread.order(ORDER.chord, 0);
  thread.order(ORDER.strum, 30);
  scene.key(KEY.KEY_UP, 1);
  scene.key(KEY.KEY_UP, 0);
  scene.key(KEY.KEY_SPACE, 1);
  scene.key(KEY.KEY_Q, 1);
  await scene.until(() => snapshot().sounding === 1 && snapshot().preset === 2);
  assert.equal(snapshot().lastVelocity, 100);
  thread.order(ORDER.scale, 4, 2, 1);
  await scene.until(() => snapshot().scale === 'D dorian');
}

function setOf(scene: Scene) {
  const state = scene.thread.snapshot();
  const { armed, octave, transpose, bank, program, preset, layout, scale, scaleMode } = state;
  const { level, reverb, swing, chordKind, strum } = state;
  return {
    ...{ armed, octave, transpose, bank, program, preset, layout, scale, scaleMode },
    ...{ level, reverb, swing, chordKind, strum },
  };
}

test('a thread that throws is replaced: the next one is set as the hands had left it', async () => {
  const scene = await Scene.open();
  await play(scene);
  const before = setOf(scene);
  scene.throwInThread();
  await scene.until(() => scene.restarts.length === 1);
  assert.deepEqual(scene.restarts, ['error']);
  assert.deepEqual(setOf(scene), before);
  scene.thread.order(ORDER.scaleLock, 0);
  const { sounding, sustain, notesBegun, notesEnded } = scene.thread.snapshot();
  assert.deepEqual([sounding, sustain, notesBegun, notesEnded], [0, false, 1, 1]);
  await scene.until(() => scene.engine.fluidsynth.activeVoices(scene.engine.synth) === 0);
  scene.key(KEY.KEY_Q, 0);
  scene.key(KEY.KEY_W, 1);
  await scene.until(() => scene.thread.snapshot().sounding === 1);
  assert.equal(scene.thread.snapshot().lastVelocity, 100);
  assert.equal(scene.thread.snapshot().notesBegun, 2);
  const [counted] = keyToNote(scene.thread.measured(), 'terminal');
  assert.equal(
    counted?.counts.reduce((sum, count) => sum + count, 0),
    2,
    'what the thread before had counted stays counted',
  );
  await scene.close();
});

const skip = cannotFreeze();

test('a thread that hangs is replaced, and touches nothing when it goes on', { skip }, async () => {
  const scene = await Scene.open();
  await play(scene);
  const before = setOf(scene);
  const [tid = 0] = threadsAt(process.pid, PRIORITY);
  const frozen = await FrozenThread.hold(tid);
  scene.key(KEY.KEY_E, 1);
  await scene.until(() => scene.restarts.length === 1);
  assert.deepEqual(scene.restarts, ['hung']);
  assert.deepEqual(setOf(scene), before);
  scene.thread.order(ORDER.scaleLock, 0);
  assert.equal(scene.thread.isHaunted, true);
  assert.equal(scene.thread.snapshot().sounding, 0, 'what was struck meanwhile is not made up for');
  scene.key(KEY.KEY_W, 1);
  await scene.until(() => scene.thread.snapshot().sounding === 1);
  await frozen.release();
  await scene.until(() => !scene.thread.isHaunted && scene.thread.snapshot().sounding === 0);
  for (const [code, count] of [
    [KEY.KEY_R, 3],
    [KEY.KEY_T, 4],
  ] as const) {
    scene.key(code, 1);
    await scene.until(() => scene.thread.snapshot().notesBegun === count);
  }
  assert.deepEqual(scene.gone, []);
  await scene.close();
});

test('a thread that waits tells how late it wakes', async () => {
  const scene = await Scene.open();
  let lagUs = 0;
  await scene.until(() => {
    lagUs = Math.max(lagUs, scene.thread.takeLagUs());
    return lagUs > 0;
  });
  assert.ok(lagUs < 1e6, `${lagUs} us`);
  await scene.close();
});

test('three times in ten minutes are enough', async () => {
  const scene = await Scene.open();
  for (const count of [1, 2, 3]) {
    scene.throwInThread();
    await scene.until(() => scene.restarts.length === count);
  }
  assert.equal(scene.problems.length, 0);
  scene.throwInThread();
  await scene.until(() => scene.problems.length === 1);
  assert.equal(scene.problems[0]?.exit, 70);
  assert.match(`${scene.problems[0]}`, /stopped with an error/);
  assert.equal(scene.thread.order(ORDER.panic), false);
  await scene.close();
});

test('without error recovery the first failure is the last', async () => {
  const scene = await Scene.open(false);
  scene.throwInThread();
  await scene.until(() => scene.problems.length === 1);
  assert.equal(scene.restarts.length, 0);
  await scene.close();
});

test('the program plays on after a hang, and ends in order though the thread hangs still', {
  skip,
}, async () => {
  const port = await freePort();
  const home = new Home({
    FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
    FW16_SYNTH_KEYBOARD_START_ARMED: 'true',
    FW16_SYNTH_PERFORMANCE_REALTIME_PRIORITY: `${PRIORITY}`,
    FW16_SYNTH_HTTP_PORT: `${port}`,
  });
  let frozen: FrozenThread | undefined;
  try {
    writeFileSync(home.path('strokes.evemu'), recordingOf(pulse(KEY.KEY_Q, 0.1, 60)));
    const input = ['--input', home.path('strokes.evemu')];
    const playing = await home.start('Ready', '--production', '--driver', 'file', ...input);
    const status = (): Status => JSON.parse(home.run('status', '--json').out);
    while (status().playing.notesBegun < 5 || status().playing.realtimePriority === 0);
    const [tid = 0] = threadsAt(playing.child.pid ?? 0, PRIORITY);
    frozen = await FrozenThread.hold(tid);
    await playing.says('The play thread failed: hung');
    const { notesBegun } = status().playing;
    while (status().playing.notesBegun < notesBegun + 5);
    const { body } = await got(port, '/metrics');
    assert.match(body, /^fw16_synth_restarts_total{reason="hung"} 1$/m);
    assert.match(body, /^fw16_synth_notes_orphaned_total 0$/m);
    const { exit, ms } = await playing.end('SIGTERM');
    assert.equal(exit, 0);
    assert.ok(ms < 2000, `it took ${ms} ms`);
  } finally {
    await frozen?.release();
    home.remove();
  }
});
