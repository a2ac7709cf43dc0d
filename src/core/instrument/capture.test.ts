import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptedSynth } from '../../../tests/support/scripted-synth.ts';
import { moment } from '../event.ts';
import { sendMessage } from '../midi/message.ts';
import { seededRandom } from '../random.ts';
import type { Synth } from '../synth.ts';
import { captured, capturing, createCapture, joined, songOf } from './capture.ts';

/** A synth whose calls are captured, with a clock that is set by hand. */
function played(slots: number) {
  const capture = createCapture(slots);
  const synth = scriptedSynth(false);
  const clock = { us: 0 };
  const now = moment(0);
  const readClock = (): void => {
    now[0] = clock.us;
  };
  return { capture, synth, clock, on: capturing(synth, capture, readClock, now) };
}

type Piece = ReturnType<typeof songOf>;

function callsOf(song: Piece): string[] {
  const heard = scriptedSynth();
  for (const each of song?.messages ?? []) sendMessage(heard, each);
  return heard.calls;
}

test('what was played comes back, call by call and at its time', () => {
  const { capture, clock, on } = played(64);
  clock.us = 1_000_000;
  on.program(2, 8, 40);
  clock.us = 3_000_000;
  on.noteOn(2, 60, 90);
  on.bend(2, 9000);
  clock.us = 3_500_000;
  on.noteOff(2, 60);
  const song = songOf(captured(capture), 0, 9e6, 'with its first note');
  assert.deepEqual(callsOf(song), ['program 2 8 40', 'on 2 60 90', 'bend 2 9000', 'off 2 60']);
  assert.deepEqual([...song!.timesUs], [0, 0, 0, 500_000]);
  const atOnce = songOf(captured(capture), 500_000, 9e6, 'at once');
  assert.deepEqual([...atOnce!.timesUs], [500_000, 2_500_000, 2_500_000, 3_000_000]);
});

test('the sound that was set long before is the sound of what is kept', () => {
  const { capture, clock, on } = played(16);
  on.program(0, 0, 19);
  on.control(0, 7, 90);
  on.control(0, 1, 50);
  on.control(1, 10, 20);
  on.control(0, 121, 0);
  for (let second = 0; second < 100; second++) {
    clock.us = second * 1e6;
    on.noteOn(0, 60, 1 + second);
    on.noteOff(0, 60);
  }
  const song = songOf(captured(capture), 98e6, 100e6, 'with its first note');
  assert.deepEqual(callsOf(song), [
    ...['program 0 0 19', 'control 0 7 90', 'control 1 10 20'],
    ...['on 0 60 99', 'off 0 60', 'on 0 60 100', 'off 0 60'],
  ]);
});

test('a note held into it is left out, and one held out of it ends with it', () => {
  const { capture, clock, on } = played(64);
  on.noteOn(0, 60, 90);
  clock.us = 2e6;
  on.noteOff(0, 60);
  on.noteOn(0, 64, 90);
  clock.us = 3e6;
  on.noteOn(0, 67, 90);
  clock.us = 9e6;
  on.noteOff(0, 67);
  const song = songOf(captured(capture), 1e6, 5e6, 'with its first note');
  assert.deepEqual(callsOf(song), ['on 0 64 90', 'on 0 67 90', 'off 0 64', 'off 0 67']);
  assert.deepEqual([...song!.timesUs], [0, 1e6, 3e6, 3e6]);
});

test('without a note there is no song', () => {
  const { capture, on } = played(64);
  on.program(0, 0, 5);
  assert.equal(songOf(captured(capture), 0, 1e6, 'at once'), undefined);
});

test('pieces taken now and then are the whole, and what was written over is counted', () => {
  const { capture, clock, on } = played(32);
  const pieces = [captured(capture)];
  for (let note = 0; note < 100; note++) {
    clock.us = note;
    on.noteOn(0, note, 90);
    if (note % 20 === 19) pieces.push(captured(capture, pieces.at(-1)!.next));
  }
  const all = joined(pieces);
  assert.equal(all.lost, 0);
  assert.deepEqual(
    [...all.timesUs],
    Array.from({ length: 100 }, (_, note) => note),
  );
  assert.equal(captured(capture, 0).lost, 68);
});

test('whatever was played, what is kept begins and ends each of its notes once', () => {
  const random = seededRandom(11);
  const pick = (count: number): number => Math.floor(random() * count);
  const { capture, synth, clock, on } = played(256);
  const sounding = new Set<number>();
  for (let call = 0; call < 5000; call++) {
    clock.us += pick(1000);
    const [channel, note] = [pick(3), pick(20)];
    const key = channel * 128 + note;
    strike(on, sounding, key, channel, note);
    if (call % 50 !== 49) continue;
    const song = songOf(captured(capture), clock.us - pick(100_000), clock.us, 'at once');
    const heard = scriptedSynth(false);
    for (const each of song?.messages ?? []) sendMessage(heard, each);
    assert.deepEqual(heard.faults, []);
    assert.deepEqual(heard.sounding(), []);
  }
  assert.deepEqual(synth.faults, []);
});

function strike(
  on: Synth,
  sounding: Set<number>,
  key: number,
  channel: number,
  note: number,
): void {
  if (sounding.delete(key)) on.noteOff(channel, note);
  else {
    sounding.add(key);
    on.noteOn(channel, note, 90);
  }
}
