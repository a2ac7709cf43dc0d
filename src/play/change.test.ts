import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looping } from '../../tests/support/looping.ts';
import { EV_KEY, EV_SYN, RECORD_WORDS, SYN_REPORT, writeRecord } from '../core/event.ts';
import { PATTERNS } from '../core/instrument/arpeggio.ts';
import { CHORD_NAMES } from '../core/instrument/chords.ts';
import { PLAIN_LAYER } from '../core/instrument/instrument.ts';
import { KEY } from '../core/keys/key-codes.ts';
import { valueNumber } from '../core/music/note-value.ts';
import { NODE, ORDER } from '../core/order.ts';
import { libc, monotonicUs, newPipe } from '../ffi/libc.ts';

test('orders set layers, voices, chords and beats, and the snapshot tells of them', (t) => {
  const layers = [PLAIN_LAYER, { ...PLAIN_LAYER, channel: 1 }];
  const { order, turn, state } = looping(t, { instrument: { layers } });
  order(ORDER.layer, 1, 0);
  order(ORDER.mode, 2);
  order(ORDER.collision, 1);
  order(ORDER.tempo, 13_250);
  order(ORDER.arpeggio, 1);
  order(ORDER.pattern, PATTERNS.indexOf('random'));
  order(ORDER.rate, valueNumber('1/16T'));
  order(ORDER.latch, 1);
  order(ORDER.repeat, 1);
  order(ORDER.metronome, 1);
  order(ORDER.chord, 2 + CHORD_NAMES.indexOf('m7'));
  turn();
  const { arpeggiator, pattern, rate, latch, repeat, metronome, ...rest } = state();
  assert.deepEqual(rest.layers, [true, false]);
  assert.deepEqual([rest.mode, rest.collision], ['legato', 'retrigger']);
  assert.deepEqual([rest.tempo, rest.followsMidi], [132.5, false]);
  assert.deepEqual([arpeggiator, pattern, rate], [true, 'random', '1/16T']);
  assert.deepEqual([latch, repeat, metronome], [true, true, true]);
  assert.equal(rest.chordMode, 'm7');
  order(ORDER.chord, 0);
  order(ORDER.metronome, 0);
  turn();
  assert.equal(state().chordMode, '');
  assert.equal(state().metronome, false);
});

test('the thread wakes for the steps of an arpeggio, and a held chord has its name', (t) => {
  const { order, add, until, turn, state, synth } = looping(t);
  const { readFd, writeFd } = newPipe();
  t.after(() => [readFd, writeFd].forEach((fd) => void libc.close(fd)));
  add(0, readFd, NODE.pipe);
  order(ORDER.tempo, 30_000);
  order(ORDER.rate, valueNumber('1/32'));
  order(ORDER.arpeggio, 1);
  turn();
  const records = new Int32Array(4 * RECORD_WORDS);
  [KEY.KEY_Q, KEY.KEY_E, KEY.KEY_T].forEach((key, index) => {
    writeRecord(records, index, monotonicUs(), EV_KEY, key, 1);
  });
  writeRecord(records, 3, monotonicUs(), EV_SYN, SYN_REPORT, 0);
  libc.write(writeFd, records, records.byteLength);
  until(() => synth.calls.length >= 12);
  // A busy machine may miss a step, and none is out of turn.
  const ons = synth.calls.filter((call) => call.startsWith('on'));
  assert.deepEqual(ons.slice(0, 4), ['on 0 60 100', 'on 0 64 100', 'on 0 67 100', 'on 0 60 100']);
  assert.equal(state().chord, 'C');
});
