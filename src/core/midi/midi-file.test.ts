import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../problem.ts';
import { seededRandom } from '../random.ts';
import {
  BEND,
  CHANNEL_PRESSURE,
  CONTROL,
  KEY_PRESSURE,
  message,
  NOTE_OFF,
  NOTE_ON,
  PROGRAM,
} from './message.ts';
import { looksLikeMidiFile, parseMidiFile } from './midi-file.ts';
import { TICKS_PER_BEAT, writeMidiFile } from './midi-file-writer.ts';

const on = (note: number, velocity = 100, channel = 0) => message(NOTE_ON, channel, note, velocity);
const off = (note: number, channel = 0) => message(NOTE_OFF, channel, note, 0);

/** A file of tracks of bytes. */
function file(format: number, division: number, ...tracks: readonly number[][]): Uint8Array {
  const head = [0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, format, 0, tracks.length];
  const chunks = tracks.map((track) => [
    ...[0x4d, 0x54, 0x72, 0x6b, 0, 0, track.length >> 8, track.length & 0xff],
    ...track,
  ]);
  return Uint8Array.from([...head, division >> 8, division & 0xff, ...chunks.flat()]);
}

function parsed(bytes: Uint8Array): [timeUs: number, message: number][] {
  const { timesUs, messages } = parseMidiFile(bytes, 'song.mid');
  return [...timesUs].map((timeUs, index) => [timeUs, messages[index]!]);
}

function problemOf(bytes: Uint8Array): Problem {
  try {
    parseMidiFile(bytes, 'song.mid');
  } catch (error) {
    assert.ok(error instanceof Problem);
    assert.equal(error.exit, 65);
    return error;
  }
  return assert.fail('it was taken for a song');
}

test('running status, and a note-on without velocity, are what they stand for', () => {
  const track = [0, 0x90, 60, 100, 10, 64, 90, 10, 60, 0, 10, 0x80, 64, 33];
  assert.deepEqual(parsed(file(0, 100, track)), [
    [0, on(60)],
    [50_000, on(64, 90)],
    [100_000, off(60)],
    [150_000, off(64)],
  ]);
});

test('every channel message is read', () => {
  const track = [
    ...[0, 0xa3, 60, 5, 0, 0xb3, 74, 99, 0, 0xd3, 44, 0, 0xe3, 1, 64],
    ...[0, 0xb3, 0, 8, 0, 0xb3, 32, 0, 0, 0xc3, 19],
  ];
  assert.deepEqual(
    parsed(file(0, 100, track)).map(([, each]) => each),
    [
      message(KEY_PRESSURE, 3, 60, 5),
      message(CONTROL, 3, 74, 99),
      message(CHANNEL_PRESSURE, 3, 0, 44),
      message(BEND, 3, 0, 8193),
      message(PROGRAM, 3, 19, 8),
    ],
  );
});

test('banks are those of Roland, of Yamaha, and of drums', () => {
  const bankOf = (channel: number, coarse: number, fine: number): number => {
    const c = 0xb0 | channel;
    const track = [0, c, 0, coarse, 0, c, 32, fine, 0, 0xc0 | channel, 1];
    return parsed(file(0, 100, track))[0]![1] >> 15;
  };
  assert.equal(bankOf(0, 8, 0), 8);
  assert.equal(bankOf(0, 0, 5), 5);
  assert.equal(bankOf(0, 127, 0), 128);
  assert.equal(bankOf(0, 120, 0), 128);
  assert.equal(bankOf(9, 0, 0), 128);
});

test('the tempo of one track is the tempo of all, from where it stands', () => {
  const tempos = [0, 0xff, 0x51, 3, 0x0f, 0x42, 0x40, 100, 0xff, 0x51, 3, 0x03, 0xd0, 0x90];
  const notes = [50, 0x90, 60, 100, 100, 60, 0, 50, 62, 100];
  assert.deepEqual(parsed(file(1, 100, [...tempos, 0, 0xff, 0x2f, 0], notes)), [
    [500_000, on(60)],
    [1_000_000 + 50 * 2500, off(60)],
    [1_000_000 + 100 * 2500, on(62)],
  ]);
});

test('frames of film are a time without a tempo', () => {
  const track = [0, 0xff, 0x51, 3, 1, 1, 1, 40, 0x90, 60, 100];
  assert.deepEqual(parsed(file(0, 0xe728, track)), [[40_000, on(60)]]);
});

test('lyrics, SysEx and chunks of other kinds are passed over', () => {
  const track = [
    ...[0, 0xff, 5, 2, 0x68, 0x69, 0, 0xf0, 3, 1, 2, 0xf7, 0, 0x90, 60, 100],
    ...[5, 0xff, 0x2f, 0, 1, 2, 3],
  ];
  const bytes = file(0, 100, track);
  const other = [0x58, 0x58, 0x58, 0x58, 0, 0, 0, 2, 9, 9];
  const withOther = Uint8Array.from([...bytes.subarray(0, 14), ...other, ...bytes.subarray(14), 7]);
  assert.deepEqual(parsed(withOther), [[0, on(60)]]);
});

test('what is wrong is told with its byte', () => {
  const good = file(0, 100, [0, 0x90, 60, 100]);
  for (const [bytes, what, at] of [
    [file(2, 100, [0]), /format 2/, 8],
    [file(0, 0, [0]), /no ticks to the beat/, 12],
    [file(0, 100), /no tracks/, 10],
    [file(0, 100, [0, 60, 100]), /a value without what it is of/, 23],
    [file(0, 100, [0, 0x90, 60]), /ends within an event/, 25],
    [file(0, 100, [0, 0x90, 60, 0x90]), /0x90 where a value/, 25],
    [file(0, 100, [0x80, 0x80, 0x80, 0x80, 0]), /more than four bytes/, 25],
    [file(0, 100, [0, 0xf5]), /0xf5, which no MIDI file has/, 23],
    [file(0, 100, [0, 0xff, 1, 9, 1]), /ends within an event/, 26],
    [good.subarray(0, 24), /ends within a chunk/, 24],
    [good.subarray(0, 16), /ends before track 1 of 1/, 16],
    [good.subarray(0, 9), /ends in its header/, 9],
  ] as const) {
    const { message: said, where } = problemOf(bytes);
    assert.match(said, what);
    assert.equal(where, `song.mid: byte ${at}`);
  }
  assert.match(problemOf(file(0, 100, [0, 0xff, 0x2f, 0])).message, /has nothing to play/);
  const long = [0xff, 0xff, 0xff, 0x7f, 0x90, 60, 100];
  assert.match(problemOf(file(0, 1, long)).message, /more than six hours/);
  assert.ok(!looksLikeMidiFile(Uint8Array.from([0x4d, 0x54])));
});

test('what is written is read again, each message within half a tick of its time', () => {
  const random = seededRandom(3);
  const pick = (count: number): number => Math.floor(random() * count);
  const kinds = [NOTE_ON, NOTE_OFF, KEY_PRESSURE, CONTROL, PROGRAM, CHANNEL_PRESSURE, BEND];
  const messages = Int32Array.from({ length: 5000 }, () => {
    const kind = kinds[pick(kinds.length)]!;
    const channel = pick(16);
    const about = kind === CHANNEL_PRESSURE || kind === BEND ? 0 : 1 + pick(31);
    if (kind === PROGRAM) return message(kind, channel, about, channel === 9 ? 128 : pick(129));
    if (kind === BEND) return message(kind, channel, about, pick(16_384));
    return message(kind, channel, about, kind === NOTE_OFF ? 0 : 1 + pick(127));
  });
  let nowUs = 0;
  const timesUs = Float64Array.from(messages, () => {
    nowUs += pick(300_000);
    return nowUs;
  });
  const read = parseMidiFile(writeMidiFile({ timesUs, messages }, 'A song'), 'song.mid');
  assert.deepEqual([...read.messages], [...messages]);
  const halfTickUs = 500_000 / TICKS_PER_BEAT / 2 + 1;
  read.timesUs.forEach((timeUs, index) => {
    assert.ok(Math.abs(timeUs - timesUs[index]!) <= halfTickUs, `message ${index}`);
  });
});
