import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INSTRUMENT } from '../../../tests/support/playing.ts';
import { scriptedSynth } from '../../../tests/support/scripted-synth.ts';
import { moment } from '../event.ts';
import { createInstrument, letGo } from '../instrument/instrument.ts';
import { SOUNDING } from '../instrument/ledger.ts';
import { seededRandom } from '../random.ts';
import {
  createMidiInput,
  LOSSES,
  letGoOfMidi,
  messagesLost,
  playMidi,
  sourceGone,
} from './midi-input.ts';
import {
  portAddress,
  SEQUENCER,
  SEQUENCER_BYTES,
  SEQUENCER_WORDS,
  writeControl,
  writeNote,
} from './sequencer-event.ts';

const PIANO = portAddress(20, 0);
const PADS = portAddress(24, 1);
const NOW = moment(0);

function midi({ ownChannels = false, channel = 0 } = {}) {
  const instrument = createInstrument({ ...INSTRUMENT, channel });
  const input = createMidiInput(ownChannels);
  const synth = scriptedSynth();
  const words = new Int32Array(SEQUENCER_WORDS);
  const play = () => playMidi(input, instrument, synth, words, 0, 1, NOW);
  return {
    instrument,
    input,
    synth,
    note: (source: number, from: number, note: number, velocity: number) => {
      writeNote(words, 0, SEQUENCER.noteOn, source, from, note, velocity);
      play();
    },
    off: (source: number, from: number, note: number) => {
      writeNote(words, 0, SEQUENCER.noteOff, source, from, note, 64);
      play();
    },
    control: (kind: number, source: number, from: number, parameter: number, value: number) => {
      writeControl(words, 0, kind, source, from, parameter, value);
      play();
    },
  };
}

test('a controller plays the instrument, whatever channel it sends on', () => {
  const { synth, note, off } = midi({ channel: 3 });
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
  const { synth, note, control } = midi({ ownChannels: true });
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
  control(SEQUENCER.unsubscribed, 0, 0, 0, 0);
  assert.deepEqual(synth.taken(), [], 'a port that never played');
  sourceGone(input, instrument, synth, PIANO, NOW);
  assert.deepEqual(synth.calls, ['off 0 60', 'control 0 64 0', 'bend 0 8192']);
  assert.deepEqual(synth.sounding(), ['0 64']);
});

test('the kernel tells of a cable pulled out', () => {
  const { synth, note } = midi();
  note(PIANO, 0, 60, 90);
  const words = new Int32Array(SEQUENCER_WORDS);
  writeControl(words, 0, SEQUENCER.unsubscribed, 0, PIANO, 0, 0);
  const gone = midi();
  gone.note(PIANO, 0, 60, 90);
  playMidi(gone.input, gone.instrument, gone.synth, words, 0, 1, NOW);
  assert.deepEqual(gone.synth.sounding(), []);
  assert.deepEqual(synth.sounding(), ['0 60']);
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
  assert.deepEqual(synth.calls, ['program 0 130 5']);
  assert.equal(instrument.bank, 130);
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
  for (const ownChannels of [false, true]) {
    const { input, instrument } = midi({ ownChannels });
    const synth = scriptedSynth(false);
    for (let message = 0; message < 50_000; message++) {
      const source = portAddress(20 + pick(7), pick(2));
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
