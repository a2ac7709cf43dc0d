import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { looping } from '../../tests/support/looping.ts';
import { OURS, SequencerStream } from '../../tests/support/sequencer-stream.ts';
import type { InstrumentSettings } from '../core/instrument/instrument.ts';
import { FIRST_PLACE, FORGET, LEARNABLE, learnableAt } from '../core/instrument/learnt-routes.ts';
import { OUTPUT_WAYS } from '../core/midi/midi-output.ts';
import {
  portAddress,
  SEQUENCER,
  SEQUENCER_BYTES,
  SEQUENCER_WORDS,
  writeNote,
} from '../core/midi/sequencer-event.ts';
import { NODE, ORDER, OUTPUT, SOURCES } from '../core/order.ts';
import { seededRandom } from '../core/random.ts';
import { FIELD, NODE_FREE, NODE_GONE } from './board.ts';
import { BUCKETS } from './latencies.ts';

const PIANO = portAddress(20, 0);
const SEED = Number(process.env['SEED'] ?? 16);

function sequencer(context: TestContext, instrument: Partial<InstrumentSettings> = {}) {
  const play = looping(context, { instrument });
  const stream = new SequencerStream();
  play.add(0, stream.fd, NODE.sequencer, 0, 'midi');
  context.after(() => stream.close());
  return { ...play, stream };
}

test('what a controller plays sounds, is counted as its own, and is no keyboard', (t) => {
  const { stream, turn, synth, loop, state } = sequencer(t);
  stream.on(PIANO, 0, 60, 90);
  stream.off(PIANO, 0, 60);
  turn();
  assert.deepEqual(synth.calls, ['on 0 60 90', 'off 0 60']);
  const of = SOURCES.indexOf('midi') * BUCKETS;
  const counted = loop.board.latencies.histograms.subarray(of, of + BUCKETS);
  assert.equal(
    counted.reduce((sum, each) => sum + each, 0),
    1,
  );
  assert.equal(loop.board.fields[FIELD.midiMessages], 2);
  assert.deepEqual([state().nodes, state().notesBegun], [0, 1]);
});

test('controllers play whether the keyboard is armed or not', (t) => {
  const { stream, order, turn, synth } = sequencer(t);
  order(ORDER.disarm);
  stream.on(PIANO, 0, 60, 90);
  turn();
  assert.deepEqual(synth.sounding(), ['0 60']);
});

test('a record that comes in two pieces is one', (t) => {
  const { stream, turn, synth } = sequencer(t);
  const words = new Int32Array(SEQUENCER_WORDS);
  writeNote(words, 0, SEQUENCER.noteOn, PIANO, 0, 60, 90);
  const bytes = new Uint8Array(words.buffer);
  stream.write(bytes.subarray(0, 5));
  turn();
  stream.write(bytes.subarray(5));
  turn();
  assert.deepEqual(synth.calls, ['on 0 60 90']);
});

test('whatever ends the sequencer, or leaves it, ends what controllers hold', (t) => {
  for (const end of ['gone', 'removed', 'stopped'] as const) {
    const { stream, turn, synth, order, loop, close } = sequencer(t);
    stream.on(PIANO, 0, 60);
    stream.on(PIANO, 9, 38);
    stream.control(SEQUENCER.controller, PIANO, 0, 64, 127);
    turn();
    if (end === 'gone') stream.unplug();
    else order(end === 'removed' ? ORDER.removeNode : ORDER.stop, 0);
    turn();
    if (end === 'stopped') close();
    assert.deepEqual(synth.sounding(), [], end);
    assert.equal(
      synth.calls.findLast((call) => call.includes(' 64 ')),
      'control 0 64 0',
    );
    assert.equal(loop.board.nodes[0], end === 'gone' ? NODE_GONE : NODE_FREE);
  }
});

test('a controller that is unplugged ends its notes, and the main thread hears of it', (t) => {
  const { stream, turn, synth, loop } = sequencer(t);
  stream.on(PIANO, 0, 60);
  stream.news(SEQUENCER.clientExit, PIANO);
  turn();
  assert.deepEqual(synth.sounding(), []);
  assert.equal(loop.board.fields[FIELD.midiNews], 1);
});

test('a port that says it is there and falls silent ends by the timer alone', (t) => {
  const { stream, turn, synth, until } = sequencer(t);
  stream.on(PIANO, 0, 60);
  stream.control(SEQUENCER.sensing, PIANO);
  turn();
  assert.deepEqual(synth.sounding(), ['0 60']);
  until(() => synth.sounding().length === 0);
});

test('an order says whether channels play for themselves', (t) => {
  const { stream, order, turn, synth } = sequencer(t);
  order(ORDER.midiChannels, 2);
  turn();
  stream.on(PIANO, 3, 60, 90);
  turn();
  assert.deepEqual(synth.calls, ['on 3 60 90']);
});

const sends = (flags = 0, way = 0): number => OUTPUT.on | flags | (way << OUTPUT.wayShift);

test('what is played goes out in the same turn, and is ended when that is switched off', (t) => {
  const { stream, order, turn, synth } = sequencer(t);
  order(ORDER.midiOutput, sends(), 0, 1);
  turn();
  stream.sent();
  stream.on(PIANO, 0, 60, 90);
  turn();
  assert.deepEqual(stream.sent(), [], 'what comes in does not go out');
  order(ORDER.midiOutput, sends(OUTPUT.thru), 0, 1);
  turn();
  stream.sent();
  stream.on(PIANO, 0, 64, 90);
  turn();
  assert.deepEqual(stream.sent(), ['noteOn 0 64 90']);
  order(ORDER.midiOutput, 0, 0, 1);
  turn();
  assert.deepEqual(stream.sent(), ['noteOff 0 64 0']);
  assert.deepEqual(synth.sounding(), ['0 60', '0 64'], 'here it sounds on');
});

test('who begins to listen is told of zone and bend range', (t) => {
  const { stream, order, turn } = sequencer(t);
  order(ORDER.midiOutput, sends(0, OUTPUT_WAYS.indexOf('mpe')), 0, 1);
  turn();
  stream.sent();
  stream.news(SEQUENCER.subscribed, OURS | (1 << 8), portAddress(130, 0));
  turn();
  assert.ok(stream.sent().includes('controller 0 6 15'));
});

test('our tempo goes out as a clock, with the metronome’s start and stop', (t) => {
  const { stream, order, turn, until } = sequencer(t);
  order(ORDER.midiOutput, sends(OUTPUT.clock), 0, 1);
  order(ORDER.tempo, 30_000);
  turn();
  stream.sent();
  order(ORDER.metronome, 1);
  turn();
  const sent: string[] = [];
  until(() => {
    sent.push(...stream.sent());
    return sent.filter((each) => each === 'clock').length >= 24;
  });
  assert.equal(sent[0], 'start');
  order(ORDER.metronome, 0);
  turn();
  // A pulse may be due in the same turn: the clock itself goes on.
  const last = stream.sent().filter((each) => each !== 'clock');
  assert.deepEqual(last, ['stop']);
});

test(`half a million records of junk do no harm and take no memory (seed ${SEED})`, (t) => {
  const { stream, turn, synth } = sequencer(t);
  const random = seededRandom(SEED);
  const records = new Int32Array(500 * SEQUENCER_WORDS);
  const bytes = new Uint8Array(records.buffer);
  assert.equal(bytes.length, 500 * SEQUENCER_BYTES);
  let heap = 0;
  for (let batch = 0; batch < 1000; batch++) {
    for (let at = 0; at < records.length; at++) records[at] = random() * 2 ** 32;
    // Half of it looks like events at first sight.
    for (let at = 0; at < records.length; at += 2 * SEQUENCER_WORDS) {
      records[at] = Math.floor(random() * 70);
    }
    stream.write(bytes);
    turn();
    synth.calls.length = 0;
    if (batch === 300) heap = process.memoryUsage().heapUsed;
  }
  assert.ok(process.memoryUsage().heapUsed - heap < 20e6);
  assert.deepEqual(synth.faults, []);
  stream.unplug();
  turn();
  assert.deepEqual(synth.sounding(), []);
});

test('a controller that is shown what to move is told of to the main thread', (t) => {
  const { stream, order, turn, loop } = sequencer(t);
  order(ORDER.learn, FIRST_PLACE + LEARNABLE.indexOf('volume'));
  turn();
  stream.control(SEQUENCER.controller, PIANO, 0, 21, 64);
  turn();
  const learnt = loop.board.fields[FIELD.learnt]! - 1;
  assert.equal(learnt >> 8, 21);
  assert.equal(learnt & 0xff, learnableAt(LEARNABLE.indexOf('volume')));
  assert.equal(loop.board.fields[FIELD.midiNews], 1);
  order(ORDER.learn, FORGET);
  turn();
  stream.control(SEQUENCER.controller, PIANO, 0, 22, 64);
  turn();
  assert.equal(loop.board.fields[FIELD.learnt], 0);
});
