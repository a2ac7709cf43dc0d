/** What goes by the beat, heard: each step in time and in tune, and silence after the last. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEY } from '../../src/core/keys/key-codes.ts';
import { onsetFrame, peakDb } from '../support/pitch.ts';
import { pitchAt, rendered, toldNotes } from '../support/rendered.ts';

const [Q, E, T] = [KEY.KEY_Q, KEY.KEY_E, KEY.KEY_T];
const AUDIBLE = 10 ** (-60 / 20);

test('an arpeggio is heard step by step, in time and in tune, and its last note ends', () => {
  const heard = rendered(
    'clock: {tempo: 100}\narpeggiator: {on: true, pattern: up-down, rate: 1/4, gate: 50}',
    [Q, E, T].map((key) => [key, 0.5, 3.0]),
  );
  const wanted = [60, 64, 67, 64, 60];
  assert.deepEqual(
    toldNotes(heard),
    wanted.map((note, step) => `${note} at ${Number((0.5 + 0.6 * step).toFixed(4))} for 0.3`),
  );
  wanted.forEach((note, step) => {
    const begins = 0.5 + 0.6 * step;
    const onset = onsetFrame(heard.samples, AUDIBLE, Math.round((begins - 0.05) * heard.rate));
    assert.ok(Math.abs(onset / heard.rate - begins) < 0.002, `step ${step}`);
    assert.ok(Math.abs(pitchAt(heard, begins + 0.1) - note) < 0.1, `step ${step}`);
  });
  // The keys are up at 3.0 s, and the note that began at 2.9 s sounds until 3.2 s.
  const at = (seconds: number) => Math.round(seconds * heard.rate);
  assert.ok(peakDb(heard.samples, at(3.1), at(3.15)) > -30);
  assert.ok(peakDb(heard.samples, at(3.35)) < -90);
});

test('a key that is held is struck again and again', () => {
  const heard = rendered('note_repeat: {on: true, rate: 1/8T, gate: 30}', [[Q, 0.1, 0.9]]);
  assert.equal(heard.notes.length, 5);
  for (let step = 0; step < 5; step++) {
    const at = (share: number) => Math.round((0.1 + (step + share) / 6) * heard.rate);
    assert.ok(peakDb(heard.samples, at(0.1), at(0.25)) > -30, `stroke ${step}`);
  }
});

test('the metronome is heard on every beat, and ends with the recording', () => {
  const heard = rendered('metronome: {on: true, beats: 2}\nclock: {tempo: 120}', [[Q, 0.7, 2.2]]);
  const clicks = heard.notes.filter(({ channel }) => channel === 9);
  assert.deepEqual(
    clicks.map(({ note, on }) => [note, on]),
    [0, 0.5, 1, 1.5, 2].map((on, beat) => [beat % 2 === 0 ? 76 : 77, on]),
  );
  assert.ok(onsetFrame(heard.samples, AUDIBLE) < 0.01 * heard.rate);
});

test('what is latched ends with the recording, and two renders are alike', () => {
  const config = 'arpeggiator: {on: true, latch: true, pattern: random, octaves: 3, rate: 1/16}';
  const render = () =>
    rendered(config, [
      [Q, 0.1, 0.2],
      [E, 0.15, 0.3],
      [T, 2.5, 2.6],
    ]);
  const one = render();
  assert.ok(one.notes.length > 15);
  assert.deepEqual(render().notes, one.notes);
  assert.ok(one.samples.length < 4 * one.rate);
});
