import assert from 'node:assert/strict';
import { test } from 'node:test';
import { midi } from '../../../tests/support/controllers.ts';
import { SOUNDING } from '../instrument/ledger.ts';
import { seededRandom } from '../random.ts';
import { letGoOfMidi } from './midi-stream.ts';
import { portAddress, SEQUENCER } from './sequencer-event.ts';
import { MPE_USES } from './zones.ts';

const BOARD = portAddress(20, 0);

/** A controller that has asked for a lower zone of so many members. */
function zoned(members = 15) {
  const made = midi('auto', { program: 7 });
  const control = (channel: number, controller: number, value: number): void =>
    made.control(SEQUENCER.controller, BOARD, channel, controller, value);
  const ask = (channel: number, parameter: number, value: number): void => {
    control(channel, 101, 0);
    control(channel, 100, parameter);
    control(channel, 6, value);
  };
  const bend = (channel: number, value: number): void =>
    made.control(SEQUENCER.bend, BOARD, channel, 0, value);
  ask(0, 6, members);
  made.synth.taken();
  return { ...made, cc: control, ask, bend };
}

const PREPARED = [
  ...['program 3 0 7', 'control 3 101 0', 'control 3 100 0', 'control 3 38 0', 'control 3 6 48'],
  ...['control 3 101 127', 'control 3 100 127'],
];

test('a note of a zone has a channel of its own, with the sound of the instrument', () => {
  const { synth, note, off, bend, cc } = zoned();
  note(BOARD, 3, 60, 90);
  assert.deepEqual(synth.taken(), [...PREPARED, 'on 3 60 90']);
  bend(3, 100);
  cc(3, 74, 50);
  off(BOARD, 3, 60);
  note(BOARD, 3, 62, 90);
  assert.deepEqual(synth.taken(), ['bend 3 8292', 'control 3 74 50', 'off 3 60', 'on 3 62 90']);
});

test('the master speaks for all members, and its wheel adds to theirs', () => {
  const { synth, bend, cc } = zoned(2);
  bend(1, 1000);
  synth.taken();
  bend(0, 4800);
  // Two semitones of its own are a 24th of their forty-eight.
  assert.deepEqual(synth.taken(), ['bend 1 9392', 'bend 2 8392', 'bend 0 12992']);
  cc(0, 64, 127);
  assert.deepEqual(synth.taken(), ['control 0 64 127', 'control 1 64 127', 'control 2 64 127']);
});

test('one member says how far all of them bend', () => {
  const { synth, ask, bend } = zoned(2);
  ask(2, 0, 24);
  const ranges = synth.taken().filter((call) => / 6 24$/.test(call));
  assert.deepEqual(ranges, ['control 1 6 24', 'control 2 6 24']);
  bend(0, 1200);
  assert.deepEqual(synth.taken().slice(0, 2), ['bend 1 8292', 'bend 2 8292']);
});

test('what is beyond the zone plays the instrument, and so does all once the zone ends', () => {
  const { synth, note, ask } = zoned(4);
  note(BOARD, 5, 60, 90);
  assert.deepEqual(synth.taken(), ['on 0 60 90']);
  ask(0, 6, 0);
  synth.taken();
  note(BOARD, 2, 62, 90);
  assert.deepEqual(synth.taken(), ['on 0 62 90']);
});

test('an upper zone counts down from channel 15, and shortens the lower one', () => {
  const { input, ask } = zoned(15);
  ask(15, 6, 7);
  assert.deepEqual([input.zones.lower[0], input.zones.upper[0]], [7, 7]);
});

test('a controller that is unplugged takes its zone along, and drums are drums again', () => {
  const { synth, note, bend, news } = zoned();
  note(BOARD, 9, 60, 90);
  bend(9, 500);
  synth.taken();
  news(SEQUENCER.portExit, BOARD);
  const calls = synth.taken();
  assert.deepEqual(calls[0], 'off 9 60');
  assert.ok(calls.includes('bend 9 8192'));
  assert.equal(calls.at(-1), 'program 9 128 0');
});

test('zones are for every controller, or for none, if that is wished', () => {
  for (const [use, channel] of [
    ['on', 4],
    ['off', 0],
  ] as const) {
    const { input, synth, note, control } = midi();
    input.zones.use = MPE_USES.indexOf(use);
    if (use === 'off') {
      for (const [controller, value] of [
        [101, 0],
        [100, 6],
        [6, 15],
      ] as const) {
        control(SEQUENCER.controller, BOARD, 0, controller, value);
      }
    }
    note(BOARD, 4, 60, 90);
    assert.equal(synth.calls.at(-1), `on ${channel} 60 90`);
  }
});

test('whatever a controller with zones sends, nothing sounds once it is let go of (seed 3)', () => {
  const { input, instrument, synth, note, off, control, now } = midi();
  const random = seededRandom(3);
  const pick = (count: number): number => Math.floor(random() * count);
  const controllers = [101, 100, 6, 38, 64, 74, 121, 123];
  for (let message = 0; message < 40_000; message++) {
    const channel = pick(16);
    if (pick(3) > 0) (pick(2) > 0 ? note : off)(BOARD, channel, 40 + pick(30), pick(128));
    else if (pick(4) > 0) {
      const controller = controllers[pick(controllers.length)]!;
      control(SEQUENCER.controller, BOARD, channel, controller, pick(2) > 0 ? pick(16) : 0);
    } else control(SEQUENCER.bend, BOARD, channel, 0, pick(16_384) - 8192);
    synth.calls.length = 0;
  }
  letGoOfMidi(input, instrument, synth, now);
  assert.deepEqual(synth.sounding(), []);
  assert.deepEqual(synth.faults, []);
  assert.equal(instrument.ledger.counts[SOUNDING], 0);
});
