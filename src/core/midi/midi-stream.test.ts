import assert from 'node:assert/strict';
import { test } from 'node:test';
import { midi } from '../../../tests/support/controllers.ts';
import { INSTRUMENT } from '../../../tests/support/playing.ts';
import { scriptedSynth } from '../../../tests/support/scripted-synth.ts';
import { OURS } from '../../../tests/support/sequencer-stream.ts';
import { moment } from '../event.ts';
import { tempoOf } from '../instrument/clock.ts';
import { createInstrument, letGo, PLAIN_LAYER, panic } from '../instrument/instrument.ts';
import { SOUNDING } from '../instrument/ledger.ts';
import { plainRoute } from '../instrument/pad-routes.ts';
import { BEND, PITCH } from '../instrument/routes.ts';
import { NO_ROUTES } from '../instrument/routing.ts';
import { seededRandom } from '../random.ts';
import { LOSSES, NEWS } from './midi-input.ts';
import { endSilentPorts, letGoOfMidi, messagesLost, playMidi, sourceGone } from './midi-stream.ts';
import {
  portAddress,
  SEQUENCER,
  SEQUENCER_BYTES,
  SEQUENCER_WORDS,
  writeControl,
  writeNews,
  writeNote,
} from './sequencer-event.ts';

const PIANO = portAddress(20, 0);
const PADS = portAddress(24, 1);
const NOW = moment(0);

test('a controller plays the instrument, whatever channel it sends on', () => {
  const { synth, note, off } = midi('auto', { channel: 3 });
  note(PIANO, 0, 60, 90);
  note(PIANO, 7, 64, 91);
  off(PIANO, 0, 60);
  note(PIANO, 7, 64, 0);
  assert.deepEqual(synth.calls, ['on 3 60 90', 'on 3 64 91', 'off 3 60', 'off 3 64']);
});

test('channel 10 is the drums', () => {
  const { synth, note, off } = midi();
  note(PADS, 9, 38, 100);
  off(PADS, 9, 38);
  assert.deepEqual(synth.calls, ['on 9 38 100', 'off 9 38']);
});

test('with channels of their own, notes and controllers stay on them', () => {
  const { synth, note, control } = midi('own');
  note(PIANO, 2, 60, 90);
  control(SEQUENCER.bend, PIANO, 2, 0, 100);
  control(SEQUENCER.controller, PIANO, 2, 74, 30);
  assert.deepEqual(synth.calls, ['on 2 60 90', 'bend 2 8292', 'control 2 74 30']);
});

test('two controllers on one pitch sound once and end once', () => {
  const { synth, note, off } = midi();
  note(PIANO, 0, 60, 90);
  note(PADS, 0, 60, 40);
  off(PIANO, 0, 60);
  assert.deepEqual(synth.sounding(), ['0 60']);
  off(PADS, 0, 60);
  assert.deepEqual(synth.calls, ['on 0 60 90', 'off 0 60']);
});

test('a cable pulled out ends its notes, lifts its pedal, and leaves the others alone', () => {
  const { input, instrument, synth, note, control } = midi();
  note(PIANO, 0, 60, 90);
  note(PADS, 0, 64, 90);
  control(SEQUENCER.controller, PIANO, 0, 64, 127);
  synth.taken();
  sourceGone(input, instrument, synth, portAddress(99, 0), NOW);
  assert.deepEqual(synth.taken(), [], 'a port that never played');
  sourceGone(input, instrument, synth, PIANO, NOW);
  assert.deepEqual(synth.calls, ['off 0 60', 'control 0 64 0']);
  assert.deepEqual(synth.sounding(), ['0 64']);
});

test('the kernel tells of a cable pulled out, a port and a client that go; it is news each time', () => {
  for (const [kind, subject] of [
    [SEQUENCER.unsubscribed, PIANO],
    [SEQUENCER.portExit, PIANO],
    [SEQUENCER.clientExit, portAddress(20, 0)],
  ] as const) {
    const { input, synth, note, news } = midi();
    note(PIANO, 0, 60, 90);
    note(PADS, 0, 64, 90);
    news(kind, subject);
    assert.deepEqual(synth.sounding(), ['0 64'], `${kind}`);
    assert.equal(input.counts[NEWS], 1);
  }
});

test('what others connect and pull out is not ours', () => {
  const { input, synth, note } = midi();
  note(PIANO, 0, 60, 90);
  const words = new Int32Array(SEQUENCER_WORDS);
  writeNews(words, 0, SEQUENCER.unsubscribed, PIANO, portAddress(131, 0));
  words[3] = OURS << 16;
  playMidi(input, createInstrument(INSTRUMENT), synth, words, 0, 1, NOW);
  assert.deepEqual(synth.sounding(), ['0 60']);
  assert.equal(input.counts[NEWS], 0);
});

test('a port that says it is there, and then no more, has lost its cable', () => {
  const { input, instrument, synth, now, note, control } = midi();
  note(PIANO, 0, 60, 90);
  assert.equal(input.dueUs[0], Number.POSITIVE_INFINITY);
  control(SEQUENCER.sensing, PIANO, 0, 0, 0);
  now[0] = 400_000;
  note(PIANO, 0, 64, 90);
  assert.equal(input.dueUs[0], 900_000);
  now[0] = 899_999;
  endSilentPorts(input, instrument, synth, now);
  assert.equal(synth.sounding().length, 2);
  now[0] = 900_000;
  endSilentPorts(input, instrument, synth, now);
  assert.deepEqual(synth.sounding(), []);
  assert.equal(input.dueUs[0], Number.POSITIVE_INFINITY);
});

test('a program plays channel by channel, and the first of them the instrument', () => {
  const sequencer = portAddress(129, 0);
  const { synth, instrument, note, control } = midi();
  note(sequencer, 0, 60, 90);
  control(SEQUENCER.controller, sequencer, 4, 0, 120);
  control(SEQUENCER.program, sequencer, 4, 0, 8);
  note(sequencer, 4, 61, 90);
  control(SEQUENCER.program, sequencer, 0, 0, 19);
  assert.deepEqual(synth.calls, ['on 0 60 90', 'program 4 128 8', 'on 4 61 90', 'program 0 0 19']);
  assert.equal(instrument.program, 19);
});

test('notes go through transposition, scale, velocity curve, split and layers', () => {
  const layer = { ...PLAIN_LAYER, program: 1 };
  const { synth, note, off, control } = midi('auto', {
    transpose: 1,
    scale: { ...INSTRUMENT.scale, on: true },
    velocity: { ...INSTRUMENT.velocity, max: 64 },
    layers: [
      { ...layer, low: 60 },
      { ...layer, channel: 1, transpose: -12 },
    ],
  });
  note(PIANO, 0, 62, 127);
  note(PIANO, 0, 50, 127);
  control(SEQUENCER.controller, PIANO, 0, 64, 127);
  control(SEQUENCER.bend, PIANO, 0, 0, 10);
  off(PIANO, 0, 62);
  off(PIANO, 0, 50);
  assert.deepEqual(synth.calls, [
    ...['on 0 62 64', 'on 1 50 64', 'on 1 38 64'],
    ...['control 0 64 127', 'control 1 64 127', 'bend 0 8202', 'bend 1 8202'],
    ...['off 0 62', 'off 1 50', 'off 1 38'],
  ]);
});

test('a reset brings pedals, wheels and what touch had made to rest, and the notes go on', () => {
  const { synth, note, control } = midi();
  note(PIANO, 0, 60, 90);
  control(SEQUENCER.controller, PIANO, 0, 66, 127);
  control(SEQUENCER.bend, PIANO, 0, 0, 10);
  synth.taken();
  control(SEQUENCER.controller, PIANO, 0, 121, 0);
  assert.deepEqual(synth.taken(), ['control 0 66 0', 'bend 0 8192', 'control 0 121 0']);
  assert.deepEqual(synth.sounding(), ['0 60']);
});

test('a pedal that a thumb holds too stays down, and the soft pedal softens', () => {
  const { instrument, synth, note, control } = midi();
  instrument.pedals.down = true;
  control(SEQUENCER.controller, PIANO, 0, 64, 127);
  control(SEQUENCER.controller, PIANO, 0, 64, 0);
  assert.deepEqual(synth.taken(), ['control 0 64 127']);
  control(SEQUENCER.controller, PIANO, 0, 67, 127);
  note(PIANO, 0, 60, 90);
  control(SEQUENCER.controller, PIANO, 0, 67, 0);
  note(PIANO, 0, 62, 90);
  const [down, soft, up, loud] = synth.taken();
  assert.deepEqual([down, up, loud], ['control 0 67 127', 'control 0 67 0', 'on 0 62 90']);
  assert.ok(Number(soft?.split(' ')[3]) < 90, soft);
});

test('a wheel reaches as far as the controller says, where the touchpad bends further', () => {
  const bendRange = 12;
  const routing = { ...NO_ROUTES, bendRange, routes: [plainRoute(PITCH, BEND, 0)] };
  const { synth, control } = midi('auto', { routing });
  control(SEQUENCER.bend, PIANO, 0, 0, 8191);
  for (const [controller, value] of [
    [101, 0],
    [100, 0],
    [6, 12],
    [38, 0],
  ] as const) {
    control(SEQUENCER.controller, PIANO, 0, controller, value);
  }
  control(SEQUENCER.bend, PIANO, 0, 0, 8191);
  assert.deepEqual(
    synth.calls.filter((call) => !/ 10[01] /.test(call)),
    ['bend 0 9557', 'bend 0 16383'],
  );
});

test('panic silences the channels that only MIDI has played on', () => {
  const { instrument, synth, note, control } = midi('own');
  note(PIANO, 5, 60, 90);
  control(SEQUENCER.controller, PIANO, 5, 64, 127);
  synth.taken();
  panic(instrument, synth);
  assert.ok(synth.calls.includes('control 5 64 0') && synth.calls.includes('sound-off 5'));
});

test('of two clocks the first is followed, until it goes', () => {
  const { instrument, now, control, news } = midi();
  const beat = (source: number, everyUs: number): void => {
    for (let pulse = 0; pulse < 30; pulse++) {
      now[0] = now[0]! + everyUs;
      control(SEQUENCER.clock, source, 0, 0, 0);
    }
  };
  beat(PIANO, 20_000);
  assert.equal(Math.round(tempoOf(instrument.clock)), 125);
  beat(PADS, 10_000);
  assert.equal(Math.round(tempoOf(instrument.clock)), 125);
  news(SEQUENCER.portExit, PIANO);
  assert.equal(instrument.clock.following, false);
  beat(PADS, 10_000);
  assert.equal(Math.round(tempoOf(instrument.clock)), 250);
});

test('after messages were lost nothing that a controller held sounds on', () => {
  const { input, instrument, synth, note } = midi();
  note(PIANO, 0, 60, 90);
  note(PADS, 9, 38, 90);
  messagesLost(input, instrument, synth, NOW);
  assert.deepEqual(synth.sounding(), []);
  assert.equal(input.counts[LOSSES], 1);
});

test('a bank comes with the program that follows it', () => {
  const { synth, instrument, control } = midi();
  control(SEQUENCER.controller, PIANO, 0, 0, 1);
  control(SEQUENCER.controller, PIANO, 0, 32, 2);
  control(SEQUENCER.program, PIANO, 0, 0, 5);
  control(SEQUENCER.controller, PIANO, 0, 0, 0);
  control(SEQUENCER.program, PIANO, 0, 0, 6);
  assert.deepEqual(synth.calls, ['program 0 1 5', 'program 0 2 6']);
  assert.equal(instrument.bank, 2);
});

test('all notes off ends those of that port and channel', () => {
  const { synth, note, control } = midi();
  note(PIANO, 0, 60, 90);
  note(PIANO, 1, 62, 90);
  note(PADS, 0, 64, 90);
  control(SEQUENCER.controller, PIANO, 0, 123, 0);
  assert.deepEqual(synth.sounding(), ['0 62', '0 64']);
});

test('a bend, and a pressure, reach the synthesiser', () => {
  const { synth, control } = midi();
  control(SEQUENCER.bend, PIANO, 0, 0, -8192);
  control(SEQUENCER.bend, PIANO, 0, 0, 8191);
  control(SEQUENCER.channelPressure, PIANO, 0, 0, 99);
  assert.deepEqual(synth.calls, ['bend 0 0', 'bend 0 16383', 'channel-pressure 0 99']);
});

test('data that follows a record, as SysEx has, is passed over', () => {
  const { input, instrument, synth } = midi();
  const words = new Int32Array(3 * SEQUENCER_WORDS);
  words[0] = 130 | (1 << 10);
  words[4] = SEQUENCER_BYTES;
  words.fill(0x06060606, SEQUENCER_WORDS, 2 * SEQUENCER_WORDS);
  writeNote(words, 2, SEQUENCER.noteOn, PIANO, 0, 72, 1);
  playMidi(input, instrument, synth, words, 0, 3, NOW);
  assert.deepEqual(synth.calls, ['on 0 72 1']);
});

test('whatever controllers send, nothing sounds once they are let go of', () => {
  const random = seededRandom(7);
  const pick = (count: number) => Math.floor(random() * count);
  const words = new Int32Array(SEQUENCER_WORDS);
  for (const channels of ['instrument', 'own'] as const) {
    const { input, instrument } = midi(channels);
    const synth = scriptedSynth(false);
    for (let message = 0; message < 50_000; message++) {
      const source = portAddress(20 + pick(12), pick(2));
      const kind = pick(4) === 0 ? pick(70) : SEQUENCER.noteOn + pick(2);
      if (kind <= SEQUENCER.keyPressure) {
        writeNote(words, 0, kind, source, pick(16), pick(128), pick(128));
      } else writeControl(words, 0, kind, source, pick(16), pick(128), pick(16_384) - 8192);
      playMidi(input, instrument, synth, words, 0, 1, NOW);
      if (pick(2000) === 0) letGo(instrument, synth);
    }
    letGoOfMidi(input, instrument, synth, NOW);
    assert.deepEqual(synth.faults, []);
    assert.deepEqual(synth.sounding(), []);
    assert.equal(instrument.ledger.counts[SOUNDING], 0);
  }
});
