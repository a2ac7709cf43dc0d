import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alsa, SequencerPort, SequencerPtr } from '../ffi/libasound.ts';
import { PORT } from '../ffi/libasound.ts';
import { chosenPorts, MidiPorts } from './midi-ports.ts';

const SENDS = PORT.read | PORT.subscribeRead;
const OWN = 128;
const BOTH = { input: true, output: true };

function port(client: number, clientName: string, can: number = SENDS, number = 0): SequencerPort {
  return { client, port: number, clientName, portName: `${clientName} MIDI 1`, can };
}

const SYSTEM = port(0, 'System');
const THROUGH = port(14, 'Midi Through');
const PIANO = port(20, 'Digital Piano');
const PADS = port(24, 'Launchpad');

/** A sequencer whose ports come and go as the test says. */
function fakeAlsa(there: () => readonly SequencerPort[]) {
  const calls: string[] = [];
  const alsa: Alsa = {
    open: () => 1n as SequencerPtr,
    close: () => 0,
    clientId: () => OWN,
    createPort: (_, name) => ['Input', 'Output', 'Announcements'].indexOf(name),
    connectFrom: (_, own, client, from) => {
      calls.push(`connect ${client}:${from} to ${own}`);
      return 0;
    },
    connectTo: () => 0,
    disconnectFrom: (_, own, client, from) => {
      calls.push(`disconnect ${client}:${from} from ${own}`);
      return 0;
    },
    setInputPool: () => 0,
    descriptor: () => 9,
    ports: () => [...there()],
    message: () => 'No such file or directory',
  };
  return { alsa, calls };
}

test('controllers are chosen, and neither the kernel, ourselves, nor a loop', () => {
  const all = [SYSTEM, THROUGH, PIANO, PADS, port(OWN, 'FW16 Synth'), port(30, 'Speaker', 2)];
  assert.deepEqual(chosenPorts(all, OWN, ''), [PIANO, PADS]);
  assert.deepEqual(chosenPorts(all, OWN, 'Framework|Piano|Keyboard'), [PIANO]);
  assert.deepEqual(chosenPorts(all, OWN, 'through'), [THROUGH]);
  assert.deepEqual(chosenPorts([port(20, 'Private', SENDS | PORT.noExport)], OWN, ''), []);
});

test('what comes is connected once, and what is pulled out is told', () => {
  let there = [PIANO];
  const { alsa, calls } = fakeAlsa(() => there);
  const opened = MidiPorts.open(alsa, BOTH);
  assert.ok(opened.ok);
  const { ports } = opened;
  assert.deepEqual(calls.splice(0), ['connect 0:1 to 2'], 'the announcements');
  const choice = { autoConnect: true, portFilter: '' };
  assert.deepEqual(ports.look(choice), { come: ['Digital Piano:Digital Piano MIDI 1'], gone: [] });
  assert.deepEqual(ports.look(choice), { come: [], gone: [] });
  there = [PADS];
  const { come, gone } = ports.look(choice);
  assert.deepEqual([come.length, gone.length], [1, 1]);
  assert.deepEqual(calls, ['connect 20:0 to 0', 'connect 24:0 to 0']);
  assert.deepEqual(ports.names, ['Launchpad:Launchpad MIDI 1']);
});

test('a filter that changed, and no wish to connect, let go of what is there', () => {
  const { alsa, calls } = fakeAlsa(() => [PIANO, PADS]);
  const opened = MidiPorts.open(alsa, BOTH);
  assert.ok(opened.ok);
  opened.ports.look({ autoConnect: true, portFilter: '' });
  calls.length = 0;
  opened.ports.look({ autoConnect: true, portFilter: 'pad' });
  opened.ports.look({ autoConnect: false, portFilter: '' });
  assert.deepEqual(calls, ['disconnect 20:0 from 0', 'disconnect 24:0 from 0']);
});

test('without a sequencer it says why, and what brings one', () => {
  const { alsa } = fakeAlsa(() => []);
  const opened = MidiPorts.open({ ...alsa, open: () => -2 }, BOTH);
  assert.ok(!opened.ok);
  assert.match(opened.why, /no ALSA sequencer/);
  assert.match(opened.remedy, /modprobe snd-seq/);
  const closed = MidiPorts.open(
    { ...alsa, open: () => -13, message: () => 'Permission denied' },
    BOTH,
  );
  assert.ok(!closed.ok);
  assert.match(closed.why, /can't be opened: Permission denied/);
  assert.match(closed.remedy, /usermod -aG audio/);
});
