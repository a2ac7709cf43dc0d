/**
 * Damaged MIDI files: each is played for what is left of it or refused with a reason and its byte,
 * and none crashes, hangs, or leaves a note sounding.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LENGTH_MAX_US } from '../../src/core/formats/take.ts';
import { createInstrument } from '../../src/core/instrument/instrument.ts';
import { SOUNDING } from '../../src/core/instrument/ledger.ts';
import { message, NOTE_OFF, NOTE_ON, PROGRAM } from '../../src/core/midi/message.ts';
import { parseMidiFile } from '../../src/core/midi/midi-file.ts';
import { writeMidiFile } from '../../src/core/midi/midi-file-writer.ts';
import { endSong, playSongMessage, type Song } from '../../src/core/midi/song.ts';
import { EXIT, Problem } from '../../src/core/problem.ts';
import { seededRandom } from '../../src/core/random.ts';
import { INSTRUMENT } from '../support/playing.ts';
import { scriptedSynth } from '../support/scripted-synth.ts';

const SEED = Number(process.env['SEED'] ?? 29);
const MUTATIONS = 2000;
// Ends, lengths and statuses that parsers have stumbled over.
const NASTY = [0x00, 0x2f, 0x51, 0x7f, 0x80, 0x90, 0xc0, 0xe0, 0xf0, 0xf7, 0xfe, 0xff];

type Pick = (count: number) => number;

const DAMAGES: readonly ((bytes: Uint8Array, pick: Pick) => Uint8Array)[] = [
  (bytes, pick) => {
    const damaged = Uint8Array.from(bytes);
    for (let flips = 1 + pick(8); flips > 0; flips--) damaged[pick(damaged.length)] = pick(256);
    return damaged;
  },
  (bytes, pick) => {
    const damaged = Uint8Array.from(bytes);
    for (let flips = 1 + pick(8); flips > 0; flips--) {
      damaged[pick(damaged.length)] = NASTY[pick(NASTY.length)]!;
    }
    return damaged;
  },
  (bytes, pick) => bytes.subarray(0, pick(bytes.length)),
  (bytes, pick) => {
    const at = pick(bytes.length);
    return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + pick(40))]);
  },
  (bytes, pick) => {
    const at = pick(bytes.length);
    const from = pick(bytes.length);
    const piece = bytes.subarray(from, from + pick(100));
    return Uint8Array.from([...bytes.subarray(0, at), ...piece, ...bytes.subarray(at)]);
  },
  // The header alone, where every number counts.
  (bytes, pick) => {
    const damaged = Uint8Array.from(bytes);
    damaged[pick(22)] = NASTY[pick(NASTY.length)]!;
    return damaged;
  },
];

test(`${MUTATIONS} damaged MIDI files are played or refused (SEED=${SEED})`, () => {
  const random = seededRandom(SEED);
  const pick = (count: number): number => Math.floor(random() * count);
  const whole = wholeFile(pick);
  let refused = 0;
  for (let mutation = 0; mutation < MUTATIONS; mutation++) {
    const bytes = DAMAGES[mutation % DAMAGES.length]!(whole, pick);
    const song = songOrProblem(bytes);
    if (song instanceof Problem) {
      refused++;
      assert.equal(song.exit, EXIT.badData);
      assert.match(`${song}`, /^damaged\.mid.*: .{8}/);
    } else assertPlayable(song);
  }
  // Were they all refused, or all played, this would try less than it seems.
  assert.ok(refused > MUTATIONS / 10 && refused < MUTATIONS * 0.9, `${refused} were refused`);
});

function wholeFile(pick: Pick): Uint8Array {
  const messages = Int32Array.from({ length: 300 }, (_, index) => {
    if (index < 4) return message(PROGRAM, index, pick(128), pick(129));
    const note = 40 + pick(40);
    return index % 2 === 0
      ? message(NOTE_ON, pick(4), note, 1 + pick(127))
      : message(NOTE_OFF, pick(4), note, 0);
  });
  return writeMidiFile(
    { timesUs: Float64Array.from(messages.keys(), (at) => at * 50_000), messages },
    'A',
  );
}

function songOrProblem(bytes: Uint8Array): Song | Problem {
  try {
    return parseMidiFile(bytes, 'damaged.mid');
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function assertPlayable(song: Song): void {
  const instrument = createInstrument(INSTRUMENT);
  const synth = scriptedSynth(false);
  let lastUs = 0;
  song.timesUs.forEach((timeUs, index) => {
    assert.ok(timeUs >= lastUs && timeUs <= LENGTH_MAX_US);
    lastUs = timeUs;
    playSongMessage(song, index, instrument, synth);
  });
  endSong(instrument, synth);
  assert.deepEqual(synth.faults, []);
  assert.deepEqual(synth.sounding(), []);
  assert.equal(instrument.ledger.counts[SOUNDING], 0);
}
