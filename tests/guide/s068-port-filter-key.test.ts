import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT } from '../../src/core/problem.ts';
import { MidiRoom } from '../support/midi-room.ts';
import { problemWith, writeSystemFile } from './machine.ts';
import { configWith } from './midi.ts';
import { SAMPLE_CONFIG } from './sample-config.ts';

test('midi.port_filter "Framework|Piano|Keyboard" hears these and no others', async (t) => {
  const room = new MidiRoom(t);
  const [pads, board, piano] = ['Pads', 'Some keyboard', 'Digital Piano'].map((name) =>
    room.plugIn(name),
  );
  const midi = await room.listen(configWith());
  assert.deepEqual(midi.status().ports, ['Some keyboard:MIDI 1', 'Digital Piano:MIDI 1']);
  pads!.press(36);
  board!.press(60);
  piano!.press(64);
  await room.notesBegun(2);
});

test('a filter that could take for ever is refused, with its place', () => {
  writeSystemFile(SAMPLE_CONFIG.replace(/port_filter: .*/, 'port_filter: "(a+)+$"'));
  const problem = problemWith();
  assert.equal(problem.exit, EXIT.config);
  assert.match(`${problem}`, /config\.yaml:20:16 \(midi\.port_filter\): .*repeats/);
});
