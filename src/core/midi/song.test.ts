import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INSTRUMENT } from '../../../tests/support/playing.ts';
import { scriptedSynth } from '../../../tests/support/scripted-synth.ts';
import { moment } from '../event.ts';
import { keyHolder } from '../instrument/holders.ts';
import { createInstrument } from '../instrument/instrument.ts';
import { SOUNDING } from '../instrument/ledger.ts';
import { beginNote, endNote } from '../instrument/notes.ts';
import { seededRandom } from '../random.ts';
import {
  BEND,
  CONTROL,
  message,
  NOTE_OFF,
  NOTE_ON,
  overheard,
  PROGRAM,
  sendMessage,
} from './message.ts';
import { endSong, playSongMessage, silenceSong } from './song.ts';

function song(...messages: number[]) {
  const instrument = createInstrument(INSTRUMENT);
  const synth = scriptedSynth();
  const played = { messages: Int32Array.from(messages) };
  messages.forEach((_, index) => {
    playSongMessage(played, index, instrument, synth);
  });
  return { instrument, synth };
}

test('each message plays on its own channel', () => {
  const { synth, instrument } = song(
    message(PROGRAM, 2, 40, 8),
    message(NOTE_ON, 2, 60, 90),
    message(CONTROL, 2, 74, 30),
    message(BEND, 2, 0, 9000),
    message(NOTE_OFF, 2, 60, 0),
    message(PROGRAM, 0, 19, 0),
  );
  assert.deepEqual(synth.calls, [
    'program 2 8 40',
    'on 2 60 90',
    'control 2 74 30',
    'bend 2 9000',
    'off 2 60',
    'program 0 0 19',
  ]);
  assert.equal(instrument.program, 19, 'what the keys play is known');
});

test('a key on the pitch of the song keeps it sounding, and the other way round', () => {
  const { instrument, synth } = song(message(NOTE_ON, 0, 60, 90));
  const now = moment(0);
  beginNote(instrument, synth, keyHolder(0, 30), 60, 100, now);
  const offs = { messages: Int32Array.of(message(NOTE_OFF, 0, 60, 0)) };
  playSongMessage(offs, 0, instrument, synth);
  assert.deepEqual(synth.sounding(), ['0 60']);
  endNote(instrument, synth, keyHolder(0, 30), now);
  assert.deepEqual(synth.calls, ['on 0 60 90', 'off 0 60']);
});

test('a note struck twice sounds twice and ends; all notes off ends its channel alone', () => {
  const { synth } = song(
    message(NOTE_ON, 1, 60, 90),
    message(NOTE_ON, 1, 60, 80),
    message(NOTE_ON, 2, 60, 90),
    message(CONTROL, 1, 123, 0),
  );
  assert.deepEqual(synth.calls, ['on 1 60 90', 'off 1 60', 'on 1 60 80', 'on 2 60 90', 'off 1 60']);
});

test('its end, and panic, leave nothing behind', () => {
  for (const end of [endSong, silenceSong]) {
    const { instrument, synth } = song(
      message(NOTE_ON, 1, 60, 90),
      message(CONTROL, 1, 64, 127),
      message(BEND, 15, 0, 0),
    );
    end(instrument, synth);
    assert.deepEqual(synth.sounding(), []);
    assert.ok(synth.calls.includes('control 1 64 0') && synth.calls.includes('bend 15 8192'));
    assert.equal(synth.calls.includes('sound-off 15'), end === silenceSong);
    assert.equal(instrument.ledger.counts[SOUNDING], 0);
  }
});

test('what is overheard and sent again is the same call', () => {
  const random = seededRandom(5);
  const pick = (count: number): number => Math.floor(random() * count);
  const first = scriptedSynth(false);
  const second = scriptedSynth(false);
  const heard: number[] = [];
  const synth = overheard(first, (each) => heard.push(each));
  for (let call = 0; call < 2000; call++) {
    const [channel, seven] = [pick(16), pick(128)];
    [
      () => synth.noteOn(channel, seven, 1 + pick(127)),
      () => synth.noteOff(channel, seven),
      () => synth.control(channel, pick(119), seven),
      () => synth.program(channel, pick(16_384), seven),
      () => synth.bend(channel, pick(16_384)),
      () => synth.channelPressure(channel, seven),
      () => synth.keyPressure(channel, seven, pick(128)),
      () => synth.soundOff(channel),
    ][pick(8)]!();
  }
  for (const each of heard) sendMessage(second, each);
  assert.deepEqual(second.calls, first.calls);
  assert.equal(heard.length, 2000);
});
