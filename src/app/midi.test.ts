import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MidiRoom } from '../../tests/support/midi-room.ts';
import { until } from '../../tests/support/until.ts';
import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { openFluidSynth } from '../ffi/libfluidsynth.ts';
import { openMidi, PlayedMidi } from './midi.ts';
import { Tally } from './tally.ts';

const loaded = openFluidSynth();
const skip = loaded.ok ? false : `needs libfluidsynth: ${loaded.remedy}`;

function configured(midi: Partial<Config['midi']> = {}): Config {
  const nowhere = '/dev/null/home';
  const { config } = loadConfig({
    flags: {},
    env: {},
    home: nowhere,
    systemFile: `${nowhere}/config.yaml`,
  });
  // A machine may have more controllers than those of the test.
  return { ...config, midi: { ...config.midi, portFilter: 'Piano|Pads', ...midi } };
}

test('a controller plays, comes back, and what it held has ended meanwhile', {
  skip,
}, async (t) => {
  const room = new MidiRoom(t);
  const piano = room.plugIn('Piano');
  const midi = await room.listen(configured());
  assert.deepEqual(midi.status().ports, ['Piano:MIDI 1']);
  piano.press(60);
  await room.notesBegun(1);
  piano.unplug();
  await room.notesEnded(1);
  await until('it is gone', () => midi.status().ports.length === 0);
  const again = room.plugIn('Piano');
  await until('it is back', () => midi.status().ports.length === 1);
  assert.deepEqual(room.reconnects.counts(), { midi: 1 });
  assert.match(room.logged.join('\n'), /plays\.\n.* is gone; .*\n.* is back\.$/);
  again.press(62);
  await room.notesBegun(2);
});

test('the settings change while it plays, and no note is left over', { skip }, async (t) => {
  const room = new MidiRoom(t);
  const [piano, pads] = [room.plugIn('Piano'), room.plugIn('Pads')];
  const midi = await room.listen(configured());
  piano.press(60);
  pads.press(36);
  await room.notesBegun(2);
  await midi.follow(configured({ portFilter: 'Piano' }));
  await room.notesEnded(1);
  assert.deepEqual(midi.status().ports, ['Piano:MIDI 1']);
  await midi.follow(configured({ inputEnabled: false, outputEnabled: false }));
  await room.notesEnded(2);
  assert.deepEqual(midi.status(), { isOpen: false, isSending: false, ports: [], why: '' });
  await midi.follow(configured({ autoConnect: false }));
  assert.deepEqual(midi.status(), { isOpen: true, isSending: true, ports: [], why: '' });
  room.connectByHand(piano);
  piano.press(64);
  await room.notesBegun(3);
});

test('what is played goes out by our port, where the settings say, and ends there', {
  skip,
}, async (t) => {
  const room = new MidiRoom(t);
  const piano = room.plugIn('Piano');
  const midi = await room.listen(configured({ thru: true, outputChannel: 5 }));
  room.sent();
  piano.press(60);
  const sent: string[] = [];
  const hears = async (word: string): Promise<void> =>
    await until(word, () => sent.push(...room.sent()) > 0 && sent.includes(word));
  await hears('noteOn 4 60 100');
  await midi.follow(configured({ thru: true, outputChannel: 'mpe' }));
  await hears('noteOff 4 60 0');
  piano.press(64);
  await hears('noteOn 1 64 100');
  piano.unplug();
  await hears('noteOff 1 64 0');
});

test('without a sequencer it says so once, with what to do, and plays on', async () => {
  const said: string[] = [];
  const midi = new PlayedMidi(configured(), {
    thread: { addNode: () => undefined, removeNode: async () => {}, order: () => true },
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    say: (line) => said.push(line),
    reconnects: new Tally(),
    open: () => ({ ok: false, why: 'this machine has none', remedy: 'Get one.' }),
  });
  midi.look();
  assert.deepEqual(midi.status(), {
    isOpen: false,
    isSending: false,
    ports: [],
    why: 'this machine has none',
  });
  assert.equal(said.length, 1);
  assert.match(said[0] ?? '', /this machine has none\. Get one\. Without MIDI/);
  await midi.close();
});

test('libasound is asked for a sequencer without a word on standard error', (t) => {
  const opened = openMidi({ input: false, output: false });
  t.diagnostic(opened.ok ? 'there is one' : opened.why);
  if (opened.ok) opened.ports.close();
  else assert.match(opened.remedy, /modprobe|usermod|apt/);
});
