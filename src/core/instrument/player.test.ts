import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playing } from '../../../tests/support/playing.ts';
import {
  EV_KEY,
  EV_MSC,
  EV_SYN,
  KEY_PRESSED,
  KEY_REPEATED,
  RECORD_WORDS,
  SYN_DROPPED,
  SYN_REPORT,
  writeRecord,
} from '../event.ts';
import { KEY } from '../keys/key-codes.ts';
import { ESCAPE_US } from './arming.ts';
import {
  GAPS,
  KEY_BITMAP_BYTES,
  KEY_EVENTS,
  nodeGone,
  playRecords,
  resync,
  setArmed,
  tick,
  wakeUs,
} from './player.ts';

const { KEY_Q: Q, KEY_W: W, KEY_E: E, KEY_ESC: ESC } = KEY;
const CHORD = [KEY.KEY_LEFTCTRL, KEY.KEY_LEFTALT, KEY.KEY_A];

/** What EVIOCGKEY answers when these keys are down. */
function bitmap(...keys: readonly number[]): Uint8Array {
  const bits = new Uint8Array(KEY_BITMAP_BYTES);
  for (const key of keys) bits[key >> 3] = bits[key >> 3]! | (1 << (key & 7));
  return bits;
}

/** Records of one time, as `[type, code, value]`. */
function records(...events: readonly (readonly [number, number, number])[]): Int32Array {
  const words = new Int32Array(events.length * RECORD_WORDS);
  events.forEach(([type, code, value], index) => {
    writeRecord(words, index, 0, type, code, value);
  });
  return words;
}

test('presses and releases play; repeats, scan codes and buttons beyond the keys do not', () => {
  const { player, synth, send } = playing();
  send(EV_KEY, Q, KEY_PRESSED);
  send(EV_KEY, Q, KEY_REPEATED);
  send(EV_KEY, W, KEY_REPEATED);
  send(EV_MSC, 4, 458772);
  send(EV_KEY, 0x2ff + 1, KEY_PRESSED);
  assert.deepEqual(synth.calls, ['on 0 60 100']);
  assert.equal(player.counts[KEY_EVENTS], 1);
});

test('only the records asked for are played', () => {
  const { player, synth } = playing();
  const three = records([EV_KEY, Q, 1], [EV_KEY, W, 1], [EV_KEY, E, 1]);
  playRecords(player, 0, three, 1, 2, 0);
  assert.deepEqual(synth.calls, ['on 0 62 100']);
});

test('the time of a record is its own plus the offset', () => {
  const { player } = playing();
  playRecords(player, 0, records([EV_KEY, ESC, 1]), 0, 1, 5e6);
  assert.equal(wakeUs(player), 5e6 + ESCAPE_US);
});

test('two nodes of one keyboard are one keyboard', () => {
  const { synth, down, up } = playing();
  down(Q, 0, 0);
  up(Q, 1, 1);
  down(W, 2, 1);
  up(W, 3, 0);
  assert.deepEqual(synth.taken(), ['on 0 60 100', 'off 0 60', 'on 0 62 100', 'off 0 62']);
  down(Q, 4, 0);
  down(Q, 5, 1);
  assert.deepEqual(synth.taken(), ['on 0 60 100', 'off 0 60', 'on 0 60 100']);
});

test('the same key of two keyboards holds the note until both let go', () => {
  const { player, synth, down, up } = playing();
  player.held.deviceOf[1] = 1;
  down(Q, 0, 0);
  down(Q, 1, 1);
  up(Q, 2, 0);
  assert.deepEqual(synth.taken(), ['on 0 60 100']);
  up(Q, 3, 1);
  assert.deepEqual(synth.taken(), ['off 0 60']);
});

test('after a gap, what the kernel says is down is down, and nothing else', () => {
  const { player, synth, down } = playing();
  down(Q);
  down(W);
  const gap = records([EV_SYN, SYN_DROPPED, 0], [EV_KEY, E, 1], [EV_SYN, SYN_REPORT, 0]);
  assert.equal(playRecords(player, 0, gap, 0, 3, 0), true);
  assert.equal(player.counts[GAPS], 1);
  synth.taken();
  resync(player, 0, bitmap(W, KEY.KEY_R), 1e6);
  assert.deepEqual(synth.taken(), ['off 0 60', 'on 0 65 100']);
  resync(player, 0, bitmap(), 2e6);
  assert.deepEqual(synth.sounding(), []);
});

test('a gap may reach over several reads', () => {
  const { player, synth } = playing();
  assert.equal(playRecords(player, 0, records([EV_SYN, SYN_DROPPED, 0]), 0, 1, 0), false);
  assert.equal(playRecords(player, 0, records([EV_KEY, Q, 1]), 0, 1, 0), false);
  assert.equal(playRecords(player, 0, records([EV_SYN, SYN_REPORT, 0]), 0, 1, 0), true);
  assert.equal(playRecords(player, 0, records([EV_KEY, W, 1]), 0, 1, 0), false);
  assert.deepEqual(synth.calls, ['on 0 62 100']);
});

test('a gap on one node leaves the other alone', () => {
  const { player, synth, down } = playing();
  down(Q, 0, 1);
  playRecords(player, 0, records([EV_SYN, SYN_DROPPED, 0]), 0, 1, 0);
  down(W, 0, 1);
  resync(player, 0, bitmap(), 0);
  assert.deepEqual(synth.sounding(), ['0 60', '0 62']);
});

test('a keyboard pulled out lets go of its keys and pedal, and of no other', () => {
  const { player, synth, down } = playing();
  player.held.deviceOf[1] = 1;
  down(Q, 0, 0);
  down(KEY.KEY_SPACE, 0, 0);
  down(W, 0, 1);
  synth.taken();
  nodeGone(player, 0);
  assert.deepEqual(synth.taken(), ['off 0 60', 'control 0 64 0']);
  assert.deepEqual(synth.sounding(), ['0 62']);
});

test('a gap that was never ended is forgotten with the keyboard', () => {
  const { player, synth, down } = playing();
  playRecords(player, 0, records([EV_SYN, SYN_DROPPED, 0]), 0, 1, 0);
  nodeGone(player, 0);
  down(Q);
  assert.deepEqual(synth.calls, ['on 0 60 100']);
});

test('disarmed nothing sounds and nothing is counted, until the chord', () => {
  const { player, synth, down, up } = playing({ armed: false });
  down(Q);
  up(Q);
  down(ESC);
  assert.equal(wakeUs(player), Number.POSITIVE_INFINITY);
  assert.equal(player.counts[KEY_EVENTS], 0);
  for (const key of CHORD) down(key);
  assert.equal(player.arming.armed, true);
  for (const key of CHORD) up(key);
  down(Q);
  assert.deepEqual(synth.calls, ['on 0 60 100']);
});

test('the chord disarms again, and what sounds ends', () => {
  const { player, synth, down, up } = playing();
  down(Q);
  for (const key of CHORD) down(key);
  assert.equal(player.arming.armed, false);
  assert.deepEqual(synth.sounding(), []);
  up(Q);
  for (const key of CHORD) up(key);
  assert.equal(player.arming.armed, false);
  assert.deepEqual(synth.faults, []);
});

test('the chord may be split over two nodes', () => {
  const { player, down } = playing({ armed: false });
  CHORD.forEach((key, index) => {
    down(key, 0, index % 2);
  });
  assert.equal(player.arming.armed, true);
});

test('keys held from before arming sound nothing when they come up', () => {
  const { player, synth, down, up } = playing({ armed: false });
  down(Q);
  setArmed(player, true);
  up(Q);
  assert.deepEqual(synth.calls, []);
});

test('Esc held for a second disarms, a short Esc does not', () => {
  const { player, synth, down, up } = playing();
  down(ESC, 0);
  up(ESC, 0.9e6);
  assert.equal(wakeUs(player), Number.POSITIVE_INFINITY);
  down(Q, 1e6);
  down(ESC, 2e6);
  assert.equal(wakeUs(player), 3e6);
  tick(player, 2_999_999);
  assert.equal(player.arming.armed, true);
  tick(player, 3e6);
  assert.equal(player.arming.armed, false);
  assert.equal(wakeUs(player), Number.POSITIVE_INFINITY);
  assert.deepEqual(synth.sounding(), []);
});

test('Esc held on one keyboard disarms although another is pulled out', () => {
  const { player, down } = playing();
  player.held.deviceOf[1] = 1;
  down(ESC, 0, 0);
  down(Q, 0, 1);
  nodeGone(player, 1);
  assert.equal(wakeUs(player), ESCAPE_US);
  nodeGone(player, 0);
  assert.equal(wakeUs(player), Number.POSITIVE_INFINITY);
});

test('a key of the chord whose release was lost has to be pressed again', () => {
  const { player, down } = playing({ armed: false });
  down(CHORD[0]!);
  resync(player, 0, bitmap(), 0);
  down(CHORD[1]!);
  down(CHORD[2]!);
  assert.equal(player.arming.armed, false);
});

test('arming what is armed changes nothing', () => {
  const { player, synth, down } = playing();
  down(Q);
  setArmed(player, true);
  assert.deepEqual(synth.sounding(), ['0 60']);
});
