import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playing } from '../../../tests/support/playing.ts';
import { scriptedSynth } from '../../../tests/support/scripted-synth.ts';
import { toldAt } from '../../../tests/support/sequencer-stream.ts';
import { PLAIN_LAYER } from '../instrument/instrument.ts';
import { KEY } from '../keys/key-codes.ts';
import { seededRandom } from '../random.ts';
import { message, NOTE_OFF, NOTE_ON, overheard } from './message.ts';
import type { MidiOutput } from './midi-output.ts';
import {
  createMidiOutput,
  endOutput,
  hearPlayed,
  introduceOutput,
  OUTPUT_WAYS,
} from './midi-output.ts';
import type { Outgoing } from './outgoing.ts';
import { SEQUENCER, SEQUENCER_WORDS } from './sequencer-event.ts';

function told({ words, count }: Outgoing): string[] {
  return Array.from({ length: count }, (_, index) => toldAt(words, index));
}

function output(changes: Partial<MidiOutput> = {}) {
  const all: string[] = [];
  const made = createMidiOutput((out) => {
    all.push(...told(out));
    out.count = 0;
  });
  Object.assign(made, { isOn: true, layers: 1, ...changes });
  const taken = (): string[] => {
    made.out.send(made.out);
    return all.splice(0);
  };
  const hear = (kind: number, channel: number, about: number, value: number): void =>
    hearPlayed(made, message(kind, channel, about, value));
  return { output: made, taken, hear };
}

test('what is played goes out as it is told, from our port to all who listen', () => {
  const { output: made, taken } = output();
  made.out.port = 1;
  const synth = scriptedSynth();
  const through = overheard(synth, (heard) => hearPlayed(made, heard));
  const { down, up } = playing({}, synth, through);
  down(KEY.KEY_Q);
  assert.deepEqual(
    [...made.out.words.subarray(0, SEQUENCER_WORDS)],
    [
      SEQUENCER.noteOn | (253 << 24),
      0,
      0,
      (1 << 8) | (254 << 16) | (253 << 24),
      (60 << 8) | (100 << 16),
      0,
      0,
    ],
  );
  up(KEY.KEY_Q);
  down(KEY.KEY_SPACE);
  through.program(0, 128, 5);
  through.bend(0, 0);
  through.channelPressure(0, 9);
  assert.deepEqual(taken(), [
    ...['noteOn 0 60 100', 'noteOff 0 60 0', 'controller 0 64 127'],
    ...['controller 0 0 127', 'controller 0 32 0', 'program 0 0 5'],
    ...['bend 0 0 -8192', 'channelPressure 0 0 9'],
  ]);
});

test('our filter goes out as brightness, and a bend range as it is', () => {
  const { taken, hear } = output();
  const control = (controller: number, value: number): void => hear(0xb0, 0, controller, value);
  for (const [controller, value] of [
    [99, 120],
    [98, 8],
    [38, 3],
    [6, 40],
    [101, 127],
    [100, 127],
    [101, 0],
    [100, 0],
    [6, 12],
  ] as const) {
    control(controller, value);
  }
  assert.deepEqual(taken(), [
    'controller 0 74 40',
    ...['controller 0 101 0', 'controller 0 100 0', 'controller 0 6 12'],
  ]);
});

test('the metronome stays here, and so does what came in, but for its note-offs', () => {
  const { output: made, taken, hear } = output();
  hear(NOTE_ON, 9, 76, 100);
  hear(NOTE_OFF, 9, 76, 0);
  hear(NOTE_ON, 0, 60, 100);
  made.isIncoming = true;
  hear(NOTE_ON, 0, 64, 100);
  hear(NOTE_OFF, 0, 64, 0);
  hear(NOTE_OFF, 0, 60, 0);
  assert.deepEqual(taken(), ['noteOn 0 60 100', 'noteOff 0 60 0']);
  made.isThru = true;
  hear(NOTE_ON, 0, 64, 100);
  made.isIncoming = false;
  hear(NOTE_OFF, 0, 64, 0);
  assert.deepEqual(taken(), ['noteOn 0 64 100', 'noteOff 0 64 0']);
});

test('all on one channel, a note of two layers begins once and ends once; the first layer leads', () => {
  const { taken, hear } = output({ way: 1, channel: 4, layers: 0b11, lead: 0 });
  hear(NOTE_ON, 0, 60, 100);
  hear(NOTE_ON, 1, 60, 100);
  hear(NOTE_OFF, 0, 60, 0);
  hear(0xb0, 0, 64, 127);
  hear(0xb0, 1, 64, 127);
  hear(NOTE_OFF, 1, 60, 0);
  assert.deepEqual(taken(), ['noteOn 4 60 100', 'controller 4 64 127', 'noteOff 4 60 0']);
});

test('MPE has a zone of fifteen, a channel for each voice, and the master for all else', () => {
  const { output: made, taken, hear } = output({ way: 2, bendRange: 12 });
  introduceOutput(made);
  assert.deepEqual(
    taken().filter((each) => /controller \d+ (100|6) /.test(each)),
    [
      ...['controller 0 100 6', 'controller 0 6 15', 'controller 0 100 127'],
      ...['controller 1 100 0', 'controller 1 6 48', 'controller 1 100 127'],
      ...['controller 0 100 0', 'controller 0 6 12', 'controller 0 100 127'],
    ],
  );
  hear(NOTE_ON, 0, 60, 100);
  hear(NOTE_ON, 0, 64, 100);
  hear(0xe0, 0, 0, 9000);
  hear(0xa0, 0, 64, 33);
  hear(NOTE_OFF, 0, 60, 0);
  hear(NOTE_ON, 0, 67, 100);
  assert.deepEqual(taken(), [
    ...['noteOn 1 60 100', 'noteOn 2 64 100', 'bend 0 0 808', 'channelPressure 2 0 33'],
    ...['noteOff 1 60 0', 'noteOn 3 67 100'],
  ]);
  endOutput(made);
  assert.deepEqual(taken().slice(0, 2), ['noteOff 2 64 0', 'noteOff 3 67 0']);
});

test('more voices than channels share them, and each ends', () => {
  const { taken, hear } = output({ way: 2 });
  for (let note = 40; note < 60; note++) hear(NOTE_ON, 0, note, 100);
  for (let note = 40; note < 60; note++) hear(NOTE_OFF, 0, note, 0);
  const all = taken();
  const on = all
    .filter((each) => each.startsWith('noteOn'))
    .map((each) => each.split(' ').slice(1, 3).join());
  const off = all
    .filter((each) => each.startsWith('noteOff'))
    .map((each) => each.split(' ').slice(1, 3).join());
  assert.deepEqual(on, off);
  assert.equal(new Set(on.map((each) => each.split(',')[0])).size, 15);
});

test('whatever is played and switched, everything that went out ends once (seed 5)', () => {
  for (let way = 0; way < OUTPUT_WAYS.length; way++) {
    const { output: made, taken, hear } = output({ way, layers: 0b101 });
    const random = seededRandom(5);
    const pick = (count: number): number => Math.floor(random() * count);
    for (let turn = 0; turn < 20_000; turn++) {
      made.isIncoming = pick(4) === 0;
      hear(pick(2) === 0 ? NOTE_ON : NOTE_OFF, pick(4), 50 + pick(12), 1 + pick(127));
    }
    endOutput(made);
    const sounding = new Map<string, number>();
    for (const each of taken()) {
      const [name, ...place] = each.split(' ');
      const at = place.slice(0, 2).join();
      if (name === 'noteOn') sounding.set(at, (sounding.get(at) ?? 0) + 1);
      if (name === 'noteOff') sounding.set(at, (sounding.get(at) ?? 0) - 1);
    }
    assert.deepEqual(
      [...sounding.values()].filter((count) => count !== 0),
      [],
    );
  }
});

test('a layer of another channel goes out on it', () => {
  const { output: made, taken } = output({ layers: 0b11 });
  const synth = scriptedSynth();
  const { down } = playing(
    { layers: [PLAIN_LAYER, { ...PLAIN_LAYER, channel: 1, transpose: 12 }] },
    synth,
    overheard(synth, (heard) => hearPlayed(made, heard)),
  );
  down(KEY.KEY_Q);
  assert.deepEqual(taken(), ['noteOn 0 60 100', 'noteOn 1 72 100']);
});
