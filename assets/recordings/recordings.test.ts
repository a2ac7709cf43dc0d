import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { RECORD_WORDS, recordTimeUs } from '../../src/core/event.ts';
import { playRecords } from '../../src/core/instrument/player.ts';
import { readRecording } from '../../src/devices/recording.ts';
import { projectFolder } from '../../src/ffi/libraries.ts';
import { playing } from '../../tests/support/playing.ts';

/** What the synth is told, with the millisecond; devices in one place are one keyboard. */
function play(file: string): string[] {
  const { devices, deviceOf, records } = readRecording(
    join(projectFolder(), 'assets/recordings', file),
    parse,
  );
  const { player, synth } = playing();
  const places = [...new Set(devices.map(({ phys }) => phys))];
  player.held.deviceOf.set(devices.map(({ phys }) => places.indexOf(phys)));
  const calls = Array.from(deviceOf, (node, index) => {
    playRecords(player, node, records, index, index + 1, 0);
    const ms = Math.round(recordTimeUs(records, index) / 1000);
    return synth.taken().map((call) => `${ms} ${call}`);
  });
  assert.equal(records.length, deviceOf.length * RECORD_WORDS);
  assert.deepEqual(synth.sounding(), []);
  assert.deepEqual(synth.faults, []);
  return calls.flat();
}

test('the scale is C major over two octaves, each note 400 ms long, 200 ms apart', () => {
  const notes = [48, 50, 52, 53, 55, 57, 59, 60, 62, 64, 65, 67, 69, 71, 72];
  const expected = notes.flatMap((note, index) => [
    `${500 + index * 600} on 0 ${note} 100`,
    `${900 + index * 600} off 0 ${note}`,
  ]);
  assert.deepEqual(play('scale.evemu'), expected);
});

test('the demo is a tune of ten seconds for two hands, and ends on C', () => {
  const calls = play('demo.evemu');
  const onsets = calls.filter((call) => call.includes(' on '));
  const notes = onsets.map((call) => Number(call.split(' ')[3]));
  assert.equal(onsets.length, 53);
  assert.ok(notes.some((note) => note < 60) && notes.some((note) => note > 67));
  assert.deepEqual(notes.slice(-4).sort(), [48, 52, 55, 72]);
  const end = Number(calls.at(-1)?.split(' ')[0]);
  assert.ok(end > 9_500 && end < 10_500, `${end}`);
});

test('two keyboards: the first key comes by the other node, and the pad moves the octave', () => {
  assert.deepEqual(play('two-keyboards.yml'), [
    '0 on 0 60 100',
    '350 off 0 60',
    '400 on 0 64 100',
    '750 off 0 64',
    '800 on 0 67 100',
    '1150 off 0 67',
    '1200 on 0 48 100',
    '1600 on 0 72 100',
    '1950 off 0 72',
    '2000 on 0 76 100',
    '2300 off 0 48',
    '2350 off 0 76',
    '2800 on 0 60 100',
    '2800 on 0 64 100',
    '2800 on 0 67 100',
    '3500 off 0 60',
    '3500 off 0 64',
    '3500 off 0 67',
  ]);
});
