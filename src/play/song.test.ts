import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PLAYER } from '../../tests/support/playing.ts';
import { scriptedSynth } from '../../tests/support/scripted-synth.ts';
import { moment } from '../core/event.ts';
import { createPlayer } from '../core/instrument/player.ts';
import { message, NOTE_OFF, NOTE_ON } from '../core/midi/message.ts';
import { monotonicUs } from '../ffi/libc.ts';
import { beginSong, playSongDue, songDueUs } from './song.ts';

test('each message is played when it is due', () => {
  const song = beginSong({
    timesUs: Float64Array.of(0, 10, 10, 500),
    messages: Int32Array.of(
      message(NOTE_ON, 4, 60, 90),
      message(NOTE_ON, 4, 64, 90),
      message(NOTE_OFF, 4, 60, 0),
      message(NOTE_ON, 4, 67, 90),
    ),
    leadUs: 1000,
  });
  const synth = scriptedSynth();
  const player = createPlayer(PLAYER, synth);
  const at = (us: number): boolean => playSongDue(song, player, moment(song.startUs + us));
  assert.equal(at(-1), false);
  assert.deepEqual(synth.taken(), []);
  assert.equal(songDueUs(song), song.startUs);
  assert.equal(at(0), false);
  assert.deepEqual(synth.taken(), ['on 4 60 90']);
  assert.equal(at(499), false);
  assert.deepEqual(synth.taken(), ['on 4 64 90', 'off 4 60']);
  assert.equal(at(10_000), true);
  assert.deepEqual(synth.taken(), ['on 4 67 90']);
  assert.equal(songDueUs(song), Number.POSITIVE_INFINITY);
});

test('a song goes on with the message that a thread before it came to', () => {
  const part = {
    timesUs: Float64Array.of(0, 1e6, 2e6),
    messages: Int32Array.of(
      message(NOTE_ON, 4, 60, 90),
      message(NOTE_OFF, 4, 60, 0),
      message(NOTE_ON, 4, 64, 90),
    ),
    leadUs: 1000,
  };
  const song = beginSong({ ...part, from: 2 });
  assert.ok(Math.abs(songDueUs(song) - (monotonicUs() + 1000)) < 1e6, 'no silence of its own');
  const synth = scriptedSynth();
  const player = createPlayer(PLAYER, synth);
  assert.equal(playSongDue(song, player, moment(songDueUs(song))), true);
  assert.deepEqual(synth.taken(), ['on 4 64 90']);
});
