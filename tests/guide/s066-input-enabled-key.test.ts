import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MidiRoom } from '../support/midi-room.ts';
import { configWith } from './midi.ts';

test('midi.input_enabled: true hears a piano', async (t) => {
  const room = new MidiRoom(t);
  const piano = room.plugIn('Digital Piano');
  const midi = await room.listen(configWith());
  assert.deepEqual(midi.status().ports, ['Digital Piano:MIDI 1']);
  assert.deepEqual(room.ourPorts(), ['Input', 'Output']);
  piano.press(60);
  await room.notesBegun(1);
  piano.release(60);
  await room.notesEnded(1);
});

test('midi.input_enabled: false does not, and has no port that could be connected', async (t) => {
  const room = new MidiRoom(t);
  room.plugIn('Digital Piano');
  const midi = await room.listen(
    configWith((yaml) => yaml.replace('input_enabled: true', 'input_enabled: false')),
  );
  assert.deepEqual([midi.status().isOpen, midi.status().ports], [false, []]);
  assert.deepEqual(room.ourPorts(), ['Output']);
});
