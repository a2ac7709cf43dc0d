/** What becomes of notes on their way, heard: layers, one voice, a pitch held twice. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEY } from '../../src/core/keys/key-codes.ts';
import { peakDb } from '../support/pitch.ts';
import { pitchAt, rendered, toldNotes } from '../support/rendered.ts';

const [Q, Z] = [KEY.KEY_Q, KEY.KEY_Z];
// An octave above Q.
const I = KEY.KEY_I;

test('legato glides from key to key in the time it is given, and back', () => {
  const heard = rendered('keyboard: {mode: legato, glide: 200}', [
    [Q, 0.1, 1.8],
    [I, 0.6, 1.2],
  ]);
  const pitches = [0.4, 0.68, 1, 1.28, 1.6].map((seconds) => pitchAt(heard, seconds));
  const [before, rising, above, falling, after] = pitches as [number, ...number[]];
  assert.ok(Math.abs(before - 60) < 0.1 && Math.abs(above! - 72) < 0.1, `${pitches}`);
  assert.ok(Math.abs(after! - 60) < 0.1, `${pitches}`);
  for (const between of [rising!, falling!]) assert.ok(between > 63 && between < 69, `${pitches}`);
  assert.ok(peakDb(heard.samples, 2.2 * heard.rate) < -90);
});

test('a legato voice is not struck anew: it is as loud as it was all the way', () => {
  const heard = rendered('keyboard: {mode: legato}', [
    [Q, 0.1, 1.2],
    [I, 0.6, 1.2],
  ]);
  for (let ms = 300; ms < 1100; ms += 20) {
    const frame = (ms * heard.rate) / 1000;
    assert.ok(peakDb(heard.samples, frame, frame + heard.rate * 0.02) > -30, `silent at ${ms} ms`);
  }
});

test('two layers are heard an octave apart, and the one that is split off is not', () => {
  const config = `
layers:
  - {name: low, notes: [0, 59]}
  - {name: high, notes: [60, 127], transpose: -12, level: 127}
`;
  const heard = rendered(config, [
    [Z, 0.1, 0.5],
    [Q, 1, 1.5],
  ]);
  assert.deepEqual(
    heard.notes.map(({ channel, note }) => [channel, note]),
    [
      [0, 48],
      [1, 48],
    ],
  );
  assert.ok(Math.abs(pitchAt(heard, 0.3) - 48) < 0.1);
  assert.ok(Math.abs(pitchAt(heard, 1.2) - 48) < 0.1);
  const loudness = [0.2, 1.1].map((at) =>
    peakDb(heard.samples, Math.round(at * heard.rate), Math.round((at + 0.2) * heard.rate)),
  ) as [number, number];
  // CC7 is 40 log10(value / 127) dB (General MIDI).
  assert.ok(Math.abs(loudness[1] - loudness[0] - 40 * Math.log10(127 / 100)) < 0.5, `${loudness}`);
});

test('interrupt: the second key takes the note, retrigger: both keep it', () => {
  const strokes = [
    [KEY.KEY_COMMA, 0.1, 0.6],
    [Q, 0.3, 0.5],
  ] as const;
  const told = (collision: string) =>
    toldNotes(rendered(`keyboard: {collision: ${collision}}`, strokes));
  assert.deepEqual(told('count'), ['60 at 0.1 for 0.5']);
  assert.deepEqual(told('ignore'), ['60 at 0.1 for 0.5']);
  assert.deepEqual(told('retrigger'), ['60 at 0.1 for 0.2', '60 at 0.3 for 0.3']);
  assert.deepEqual(told('interrupt'), ['60 at 0.1 for 0.2', '60 at 0.3 for 0.2']);
});

test('a drum layer that only another keyboard plays is silent on this one', () => {
  const config = `
layers:
  - {name: piano}
  - {name: kit, drums: true, from: [macropad]}
`;
  const { notes } = rendered(config, [[Q, 0.1, 0.2]]);
  assert.deepEqual(
    notes.map(({ channel }) => channel),
    [0],
  );
  const all = rendered(config.replace('macropad', 'keyboard'), [[Q, 0.1, 0.2]]).notes;
  assert.deepEqual(
    all.map(({ channel }) => channel),
    [0, 9],
  );
});

test('a strummed chord is heard string by string, each in its time', () => {
  const heard = rendered('chords: {on: true, kind: 7, strum: 100, direction: down}', [[Q, 0.1, 1]]);
  assert.deepEqual(toldNotes(heard), [
    ...['70 at 0.1 for 0.9', '67 at 0.2 for 0.8', '64 at 0.3 for 0.7', '60 at 0.4 for 0.6'],
  ]);
  assert.ok(Math.abs(pitchAt(heard, 0.12) - 70) < 0.1);
  assert.ok(peakDb(heard.samples, Math.round(1.2 * heard.rate)) < -90);
});
