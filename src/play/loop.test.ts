import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Looping, looping } from '../../tests/support/looping.ts';
import {
  EV_KEY,
  EV_SYN,
  RECORD_BYTES,
  RECORD_WORDS,
  SYN_DROPPED,
  SYN_REPORT,
  writeRecord,
} from '../core/event.ts';
import { KEY } from '../core/keys/key-codes.ts';
import { NODE, ORDER } from '../core/order.ts';
import { seededRandom } from '../core/random.ts';
import { libc, monotonicUs, newPipe } from '../ffi/libc.ts';
import { FIELD, NODE_FREE, NODE_GONE, NODE_OPEN } from './board.ts';
import type { PlaybackPart } from './loop-state.ts';

const { KEY_Q: Q, KEY_W: W, KEY_E: E, KEY_ESC: ESC, KEY_SPACE: SPACE } = KEY;
const CHORD = [KEY.KEY_LEFTCTRL, KEY.KEY_LEFTALT, KEY.KEY_A];
const SEED = Number(process.env['SEED'] ?? 16);

/** A keyboard that is a pipe, as node `node` of the loop. */
class Piped {
  readonly node: number;
  readonly #play: Looping;
  readonly #readFd: number;
  #writeFd: number;

  constructor(context: TestContext, play: Looping, node = 0, device = 0) {
    this.node = node;
    this.#play = play;
    const { readFd, writeFd } = newPipe();
    this.#readFd = readFd;
    this.#writeFd = writeFd;
    play.add(node, readFd, NODE.pipe, device);
    context.after(() => {
      this.unplug();
      libc.close(this.#readFd);
    });
  }

  down(...codes: readonly number[]): void {
    for (const code of codes) this.send(EV_KEY, code, 1);
    this.#play.turn();
  }

  up(...codes: readonly number[]): void {
    for (const code of codes) this.send(EV_KEY, code, 0);
    this.#play.turn();
  }

  send(type: number, code: number, value: number): void {
    const records = new Int32Array(2 * RECORD_WORDS);
    writeRecord(records, 0, monotonicUs(), type, code, value);
    writeRecord(records, 1, monotonicUs(), EV_SYN, SYN_REPORT, 0);
    this.write(new Uint8Array(records.buffer));
  }

  write(bytes: Uint8Array): void {
    assert.equal(libc.write(this.#writeFd, bytes, bytes.length), bytes.length);
  }

  unplug(): void {
    if (this.#writeFd >= 0) libc.close(this.#writeFd);
    this.#writeFd = -1;
  }
}

function piped(context: TestContext, parts: Parameters<typeof looping>[1] = {}) {
  const play = looping(context, parts);
  return { ...play, keys: new Piped(context, play) };
}

const state = ({ loop }: Looping, node: number): number => loop.board.nodes[node]!;

/** A recording: what happens when, in microseconds of its own time. */
function recorded(
  ...events: readonly (readonly [timeUs: number, type: number, code: number, value: number])[]
): PlaybackPart {
  const records = new Int32Array(events.length * RECORD_WORDS);
  events.forEach(([timeUs, type, code, value], index) => {
    writeRecord(records, index, timeUs, type, code, value);
  });
  return {
    records,
    deviceOf: new Uint8Array(events.length),
    keyboards: [0],
    layers: [1],
    pads: [],
    leadUs: 0,
  };
}

test('a press begins a note and the release ends it', (t) => {
  const { keys, synth, state: now } = piped(t);
  keys.down(Q);
  keys.up(Q);
  assert.deepEqual(synth.calls, ['on 0 60 100', 'off 0 60']);
  assert.deepEqual([now().notesBegun, now().notesEnded, now().keyEvents], [1, 1, 2]);
});

test('a key pressed on one node and released on the other of its keyboard ends', (t) => {
  const play = looping(t);
  const [six, full] = [new Piped(t, play, 0, 3), new Piped(t, play, 1, 3)];
  six.down(Q);
  full.up(Q);
  assert.deepEqual(play.synth.taken(), ['on 0 60 100', 'off 0 60']);
  six.up(Q);
  assert.deepEqual(play.synth.taken(), []);
});

test('the latency of every note is counted', (t) => {
  const { keys, loop } = piped(t);
  keys.down(Q, W);
  keys.up(Q, W);
  const counted = loop.board.latencies.histograms.reduce((sum, each) => sum + each, 0);
  assert.equal(counted, 2);
});

test('a node whose other end closes ends its notes and is told of as gone', (t) => {
  const play = looping(t);
  const [one, other] = [new Piped(t, play, 0, 0), new Piped(t, play, 1, 1)];
  one.down(Q, W);
  other.down(E);
  one.unplug();
  play.turn();
  assert.deepEqual(play.synth.sounding(), ['0 64']);
  assert.equal(state(play, 0), NODE_GONE);
  assert.equal(state(play, 1), NODE_OPEN);
  assert.equal(play.state().nodes, 1);
});

test('the order to leave a node ends its notes and frees it', (t) => {
  const { keys, ...play } = piped(t);
  keys.down(Q);
  play.order(ORDER.removeNode, 0);
  play.turn();
  assert.deepEqual(play.synth.sounding(), []);
  assert.equal(state(play, 0), NODE_FREE);
  keys.down(W);
  assert.deepEqual(play.synth.sounding(), []);
});

test('a descriptor that cannot be waited for is gone at once', (t) => {
  const play = looping(t);
  play.add(0, 9999, NODE.pipe);
  assert.equal(state(play, 0), NODE_GONE);
  assert.equal(play.state().nodes, 0);
});

test('the order to stop ends the loop, and what was held ends with it', (t) => {
  const { keys, order, turn, synth, loop, close } = piped(t);
  keys.down(Q, W);
  order(ORDER.stop);
  assert.equal(turn(), false);
  close();
  assert.deepEqual(synth.sounding(), []);
  assert.equal(loop.board.fields[FIELD.sequence]! & 1, 0, 'the state is whole');
});

test('every order that can silence a note does, once', (t) => {
  for (const silence of [ORDER.panic, ORDER.disarm]) {
    const { keys, order, turn, synth } = piped(t);
    keys.down(Q, W);
    order(silence);
    turn();
    assert.deepEqual(synth.sounding(), []);
    keys.up(Q, W);
    assert.deepEqual(synth.faults, []);
  }
});

test('no order that changes the instrument leaves a held note hanging', (t) => {
  const changes = [
    [ORDER.program, 0, 40],
    [ORDER.octave, 6],
    [ORDER.transpose, -5],
    [ORDER.layout, 1],
    [ORDER.preset, 3],
    [ORDER.velocity, 1],
    [ORDER.scale, 0, 6, 0],
    [ORDER.scaleLock, 1],
    [ORDER.grab, 0],
    [ORDER.arm],
    [0],
    [999, 1, 2, 3],
  ] as const;
  for (const [code, a = 0, b = 0, c = 0] of changes) {
    const { keys, order, turn, synth } = piped(t);
    keys.down(Q);
    order(code as never, a, b, c);
    turn();
    assert.deepEqual(synth.sounding(), ['0 60']);
    keys.up(Q);
    assert.deepEqual(synth.sounding(), [], `order ${code}`);
  }
});

test('an order locks the notes to a scale, changes what it names, and sets them free', (t) => {
  const { order, turn, state } = looping(t);
  order(ORDER.scale, 4, 2, 2);
  turn();
  assert.deepEqual([state().scale, state().scaleMode], ['D dorian', 'remap']);
  order(ORDER.scale, -1, 9, -1);
  turn();
  assert.deepEqual([state().scale, state().scaleMode], ['A dorian', 'remap']);
  order(ORDER.scaleLock, 0);
  turn();
  assert.equal(state().scale, '');
});

test('orders take effect in their order, as many as the ring holds at once', (t) => {
  const { order, turn, state: now } = looping(t);
  let given = 0;
  while (order(ORDER.octave, given % 9)) given++;
  turn();
  assert.equal(now().octave, (given - 1) % 9);
  assert.equal(order(ORDER.velocity, 5), true);
});

test('the pedal holds no note past panic, disarming or the end', (t) => {
  for (const end of [ORDER.panic, ORDER.disarm, ORDER.stop]) {
    const { keys, order, turn, synth, close } = piped(t);
    keys.down(SPACE, Q);
    keys.up(Q);
    order(end);
    turn();
    if (end === ORDER.stop) close();
    assert.deepEqual(synth.sounding(), []);
    assert.equal(
      synth.calls.filter((call) => call.startsWith('control 0 64')).at(-1),
      'control 0 64 0',
    );
  }
});

test('the arming chord ends what sounds', (t) => {
  const { keys, synth, state: now } = piped(t);
  keys.down(Q, ...CHORD);
  assert.equal(now().armed, false);
  assert.deepEqual(synth.sounding(), []);
  keys.up(Q, ...CHORD);
  keys.down(W);
  assert.deepEqual(synth.sounding(), []);
});

test('Esc held for a second ends what sounds, by the timer alone', (t) => {
  const { keys, synth, until, state: now } = piped(t);
  keys.down(ESC, Q);
  const beganUs = monotonicUs();
  until(() => !now().armed);
  assert.ok(monotonicUs() - beganUs > 900_000);
  assert.deepEqual(synth.sounding(), []);
});

test('after lost events a pipe counts as all up', (t) => {
  const { keys, synth, turn, state: now } = piped(t);
  keys.down(Q, W);
  keys.send(EV_SYN, SYN_DROPPED, 0);
  turn();
  assert.deepEqual(synth.sounding(), []);
  assert.equal(now().gaps, 1);
  keys.down(E);
  assert.deepEqual(synth.sounding(), ['0 64']);
});

test('a recording plays at its own pace and is done with its last event', (t) => {
  const part = recorded(
    [0, EV_KEY, Q, 1],
    [60_000, EV_KEY, Q, 0],
    [60_000, EV_KEY, W, 1],
    [120_000, EV_KEY, W, 0],
  );
  const { synth, until, loop, turn } = looping(t, { playback: part });
  const beganUs = monotonicUs();
  turn();
  assert.deepEqual(synth.calls, ['on 0 60 100']);
  until(() => loop.board.fields[FIELD.recordingDone] === 1);
  assert.ok(monotonicUs() - beganUs >= 110_000);
  assert.deepEqual(synth.calls, ['on 0 60 100', 'off 0 60', 'on 0 62 100', 'off 0 62']);
});

test('a recording that ends with keys held ends their notes, and no others', (t) => {
  const part = recorded([0, EV_KEY, Q, 1], [0, EV_SYN, SYN_REPORT, 0], [40_000, EV_KEY, W, 1]);
  const play = looping(t, { playback: part });
  const keys = new Piped(t, play, 0, 1);
  keys.down(E);
  play.until(() => play.loop.board.fields[FIELD.recordingDone] === 1);
  assert.deepEqual(play.synth.sounding(), ['0 64']);
});

test('a recording with lost events lets its own keys go', (t) => {
  const part = recorded(
    [0, EV_KEY, Q, 1],
    [0, EV_SYN, SYN_DROPPED, 0],
    [0, EV_SYN, SYN_REPORT, 0],
    [1e9, EV_KEY, W, 1],
  );
  const { synth, turn } = looping(t, { playback: part });
  turn();
  assert.deepEqual(synth.calls, ['on 0 60 100', 'off 0 60']);
});

test('the order to stop ends a recording in the middle', (t) => {
  const part = recorded([0, EV_KEY, Q, 1], [1e9, EV_KEY, Q, 0]);
  const { synth, order, turn, close } = looping(t, { playback: part });
  turn();
  assert.deepEqual(synth.sounding(), ['0 60']);
  order(ORDER.stop);
  assert.equal(turn(), false);
  close();
  assert.deepEqual(synth.sounding(), []);
});

test(`a million records of junk do no harm and take no memory (seed ${SEED})`, (t) => {
  const { keys, turn, synth, loop } = piped(t);
  const random = seededRandom(SEED);
  const records = new Int32Array(64 * RECORD_WORDS);
  const bytes = new Uint8Array(records.buffer);
  let heap = 0;
  for (let batch = 0; batch < 1_000_000 / 64; batch++) {
    for (let at = 0; at < records.length; at++) records[at] = random() * 2 ** 32;
    // Half of it looks like events at first sight.
    for (let at = 0; at < records.length; at += 2 * RECORD_WORDS) {
      records[at + 4] = Math.floor(random() * 6) | (Math.floor(random() * 0x400) << 16);
      records[at + 5] = Math.floor(random() * 4) - 1;
    }
    keys.write(bytes);
    turn();
    synth.calls.length = 0;
    if (batch === 5000) heap = process.memoryUsage().heapUsed;
  }
  assert.ok(process.memoryUsage().heapUsed - heap < 20e6);
  assert.deepEqual(synth.faults, []);
  keys.unplug();
  turn();
  assert.deepEqual(synth.sounding(), []);
  assert.equal(loop.board.nodes[keys.node], NODE_GONE);
});

test('junk of any length shifts nothing that is whole by itself', (t) => {
  const play = looping(t);
  const random = seededRandom(SEED);
  for (let length = 1; length < RECORD_BYTES; length++) {
    const keys = new Piped(t, play, 0, 0);
    keys.write(Uint8Array.from({ length }, () => random() * 256));
    play.turn();
    keys.unplug();
    play.turn();
    assert.equal(state(play, 0), NODE_GONE);
  }
  const keys = new Piped(t, play, 0, 0);
  keys.down(Q);
  assert.deepEqual(play.synth.sounding(), ['0 60']);
});
