import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck, WELL } from '../../../tests/support/examined.ts';

const NO_MIDI = { ...WELL.wanted, midi: false };
const NAME = 'midi:sequencer';
const CLIENTS = `Client info
  cur  clients : 3

Client   0 : "System" [Kernel Legacy]
  Port   0 : "Timer" (Rwe-) [In/Out]
  Port   1 : "Announce" (R-e-) [In/Out]
Client  14 : "Midi Through" [Kernel Legacy]
  Port   0 : "Midi Through Port-0" (RWe-) [In/Out]
Client  20 : "Digital Piano" [Kernel Legacy]
  Port   0 : "Digital Piano MIDI 1" (RWeX) [In/Out]
Client  24 : "Lights" [Kernel Legacy]
  Port   0 : "Lights MIDI 1" (-We-) [In/Out]
Client 128 : "FW16 Synth" [User Legacy]
  Port   1 : "Output" (R-e-) [Out]
`;

test('controllers are named, and neither loops nor programs are any', () => {
  const there = { '/dev/snd/seq': { mode: 0o666 }, '/proc/asound/seq/clients': CLIENTS };
  const { says, value } = theCheck(examined({ files: there }), NAME, 'pass');
  assert.deepEqual([says, value], ['Digital Piano', 1]);
  const none = { ...there, '/proc/asound/seq/clients': '' };
  assert.match(theCheck(examined({ files: none }), NAME, 'pass').says, /no controller/);
});

test('a sequencer that is missing, or closed to this user, is a warning with what to do', () => {
  const { advice } = theCheck(examined({ files: { '/dev/snd/seq': null } }), NAME, 'warn');
  assert.match(advice.join(), /snd-seq.*--device \/dev\/snd/);
  const closed = { '/dev/snd/seq': { mode: 0o660, group: 17 } };
  assert.match(
    theCheck(examined({ files: closed }), NAME, 'warn').advice.join(),
    /usermod -aG audio/,
  );
});

test('who wants no MIDI is not warned', () => {
  theCheck(examined({ files: { '/dev/snd/seq': null } }, { wanted: NO_MIDI }), NAME, 'pass');
});
