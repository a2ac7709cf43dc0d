import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { playing } from '../../../tests/support/playing.ts';
import { KEY } from '../keys/key-codes.ts';
import { chordName } from '../music/chord.ts';
import { NO_BEATS, setArpeggio } from './beats.ts';
import type { ChordSettings } from './chords.ts';
import {
  CHORD_NAMES,
  heldChord,
  learnChord,
  NO_CHORDS,
  setChordKind,
  setChords,
  setInversion,
  setStrum,
} from './chords.ts';
import { panic } from './instrument.ts';

const [Q, E, T, Z] = [KEY.KEY_Q, KEY.KEY_E, KEY.KEY_T, KEY.KEY_Z];

function chording(kind: string, changes: Partial<ChordSettings> = {}) {
  const chords = { ...NO_CHORDS, on: true, kind: CHORD_NAMES.indexOf(kind), ...changes };
  return playing({ chords });
}

test('a key is a chord over its note, and ends as one', () => {
  const { down, up, synth } = chording('m7');
  down(Q);
  assert.deepEqual(synth.sounding(), ['0 60', '0 63', '0 67', '0 70']);
  up(Q);
  assert.deepEqual(synth.sounding(), []);
});

test('an inversion lifts its lowest notes, and notes beyond MIDI are left out', () => {
  const { down, synth } = chording('maj', { inversion: 1 });
  down(Q);
  assert.deepEqual(synth.sounding(), ['0 64', '0 67', '0 72']);
  const high = playing({
    octave: 8,
    transpose: 12,
    chords: { ...NO_CHORDS, on: true, kind: CHORD_NAMES.indexOf('13') },
  });
  high.down(Q);
  assert.deepEqual(high.synth.sounding(), ['0 120', '0 124', '0 127']);
});

test('two chords that share notes hold them together', () => {
  const { down, up, synth } = chording('maj');
  down(Q);
  down(T);
  up(Q);
  assert.deepEqual(synth.sounding(), ['0 67', '0 71', '0 74']);
  up(T);
  assert.deepEqual(synth.sounding(), []);
  assert.deepEqual(synth.faults, []);
});

test('a strum strikes string after string, and no more of them once the key is up', () => {
  const { down, up, wakeTo, synth } = chording('maj7', { strumMs: 20 });
  down(Q, 1e6);
  assert.deepEqual(synth.taken(), ['on 0 60 100']);
  assert.deepEqual(wakeTo(1_050_000), ['1020 on 0 64 100', '1040 on 0 67 100']);
  up(Q, 1_050_000);
  assert.deepEqual(synth.taken(), ['off 0 60', 'off 0 64', 'off 0 67']);
  assert.deepEqual(wakeTo(2e6), []);
});

test('strums of two keys run beside each other, and alternate goes each way in turn', () => {
  const { down, wakeTo, synth } = chording('maj', { strumMs: 30, strum: 2 });
  down(Z, 0);
  down(Q, 10_000);
  assert.deepEqual(synth.taken(), ['on 0 48 100', 'on 0 67 100']);
  assert.deepEqual(wakeTo(1e6), [
    ...['30 on 0 52 100', '40 on 0 64 100', '60 on 0 55 100', '70 on 0 60 100'],
  ]);
});

test('panic ends a strum that is under way', () => {
  const { player, down, wakeTo, synth } = chording('maj', { strumMs: 30 });
  down(Q, 0);
  panic(player.instrument, synth);
  assert.deepEqual(wakeTo(1e6), []);
  assert.deepEqual(synth.sounding(), []);
});

test('what a hand shows is the chord of every key, until it shows another', () => {
  const { player, down, up, synth } = playing();
  for (const key of [Q, E, KEY.KEY_U]) down(key);
  down(KEY.KEY_TAB);
  down(KEY.KEY_V);
  up(KEY.KEY_V);
  up(KEY.KEY_TAB);
  for (const key of [Q, E, KEY.KEY_U]) up(key);
  down(Z);
  assert.deepEqual(synth.sounding(), ['0 48', '0 52', '0 59']);
  up(Z);
  learnChord(player.instrument);
  down(Z);
  assert.equal(synth.sounding().length, 3, 'one hand in the air shows nothing');
});

test('under the shift, C switches chords and X takes the next kind', () => {
  const { player, down } = playing();
  const { chords } = player.instrument;
  down(KEY.KEY_TAB);
  down(KEY.KEY_C);
  assert.equal(chords.on, true);
  down(KEY.KEY_X);
  assert.equal(CHORD_NAMES[chords.kind], 'min');
});

test('the chord that is held is recognised, under an arpeggio too', () => {
  const { player, down } = playing();
  const held = () => chordName(heldChord(player.instrument));
  assert.equal(held(), '');
  for (const key of [Q, E, T]) down(key);
  assert.equal(held(), 'C');
  down(KEY.KEY_COMMA);
  const arpeggio = playing({
    beats: { ...NO_BEATS, arpeggio: { ...NO_BEATS.arpeggio, on: true } },
  });
  for (const key of [E, T, KEY.KEY_I]) arpeggio.down(key);
  assert.equal(chordName(heldChord(arpeggio.player.instrument)), 'C/E');
});

test('an arpeggio goes through the notes of the chord', () => {
  const { player, down, wakeTo } = chording('maj');
  setArpeggio(player.instrument, true);
  down(Q, 0);
  assert.deepEqual(
    wakeTo(600_000).filter((call) => call.includes('on')),
    ['0 on 0 60 100', '250 on 0 64 100', '500 on 0 67 100'],
  );
});

test('whatever is pressed and set, every string ends', () => {
  const keys = [Q, E, T, Z];
  const action = fc.tuple(
    fc.constantFrom('down', 'up', 'kind', 'strum', 'inversion', 'off', 'learn'),
    fc.nat(40),
    fc.nat(50_000),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 100 }), (actions) => {
      const { player, down, up, wakeTo, synth } = chording('maj');
      const { instrument } = player;
      let us = 0;
      for (const [what, number, gap] of actions) {
        us += gap;
        wakeTo(us);
        const key = keys[number % keys.length]!;
        if (what === 'down') down(key, us);
        else if (what === 'up') up(key, us);
        else if (what === 'kind') setChordKind(instrument, number);
        else if (what === 'strum') setStrum(instrument, number);
        else if (what === 'inversion') setInversion(instrument, number);
        else if (what === 'off') setChords(instrument, false);
        else learnChord(instrument);
      }
      for (const key of keys) up(key, us);
      assert.deepEqual(wakeTo(1e9), []);
      assert.deepEqual(synth.sounding(), []);
      assert.deepEqual(synth.faults, []);
    }),
  );
});
