import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MidiRoom } from '../support/midi-room.ts';
import { until } from '../support/until.ts';
import { configWith } from './midi.ts';

const OFF = (yaml: string): string => yaml.replace('auto_connect: true', 'auto_connect: false');

test('midi.auto_connect: true connects what is plugged in later, within a second', async (t) => {
  const room = new MidiRoom(t);
  const midi = await room.listen(configWith());
  const beganMs = performance.now();
  const piano = room.plugIn('Digital Piano');
  await until('the piano is connected', () => midi.status().ports.length === 1);
  t.diagnostic(`connected after ${Math.round(performance.now() - beganMs)} ms`);
  piano.press(60);
  await room.notesBegun(1);
});

test('midi.auto_connect: false waits for somebody to connect it', async (t) => {
  const room = new MidiRoom(t);
  const piano = room.plugIn('Digital Piano');
  const midi = await room.listen(configWith(OFF));
  assert.deepEqual(midi.status().ports, []);
  piano.press(60);
  room.connectByHand(piano);
  piano.press(62);
  await room.notesBegun(1);
  piano.unplug();
  await room.notesEnded(1);
});
