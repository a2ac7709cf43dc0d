import assert from 'node:assert/strict';
import { test } from 'node:test';
import { theCheck } from '../../../tests/support/examined.ts';
import type { Standing } from '../../core/check.ts';
import type { HeardNote } from '../trial-note.ts';
import { delay, ends, inTune, keepsTime, panics, sounds } from './trial-sound.ts';

const HEARD: HeardNote = {
  begun: 1,
  leftSounding: 0,
  refused: 0,
  firstMs: 2,
  peakDb: -14,
  pitch: { hz: 440, clarity: 0.99 },
  releaseMs: 800,
  fallenDb: 90,
};
const LIMITS = { latencyWarnMs: 20, latencyFailMs: 200, lateWarnPercent: 1, lateFailPercent: 25 };

test('a note that sounds tells its peak; a silent, faint or clipped one what to do', () => {
  const of = (changes: Partial<HeardNote>, standing: Standing, clipped = 0) =>
    theCheck([sounds({ ...HEARD, ...changes }, 'C4', clipped)], 'note:sounds', standing);
  assert.deepEqual([of({}, 'pass').value, of({}, 'pass').unit], [-14, 'dBFS']);
  const silent = { firstMs: undefined, peakDb: Number.NEGATIVE_INFINITY };
  assert.match(of(silent, 'fail').says, /C4 is silent$/);
  assert.match(of({ ...silent, refused: 1 }, 'fail').says, /FluidSynth refused it/);
  of({ begun: 0 }, 'fail');
  assert.match(of({ peakDb: -75 }, 'warn').advice.join(), /gain_db/);
  assert.match(of({}, 'warn', 3).says, /beyond full scale/);
});

test('5 cents are in tune, in whichever octave', () => {
  const off = (cents: number): HeardNote => ({
    ...HEARD,
    pitch: { hz: 440 * 2 ** (cents / 1200), clarity: 0.99 },
  });
  const alone = () => ({ hz: 440, clarity: 1 });
  const of = (cents: number, standing: Standing, made = alone) =>
    theCheck([inTune(off(cents), 440, made)], 'note:pitch', standing);
  assert.equal(of(4.9, 'pass').value, 4.9);
  of(-1200, 'pass');
  // 44100 Hz taken for 48000.
  of(-147, 'fail');
  of(5.1, 'fail');
});

test('what the SoundFont itself has is a warning, or no pitch of the scale at all', () => {
  const of = (hz: number, standing: Standing) => {
    const note = { ...HEARD, pitch: { hz, clarity: 0.99 } };
    return theCheck([inTune(note, 440, () => ({ hz, clarity: 0.99 }))], 'note:pitch', standing);
  };
  assert.match(of(440 * 2 ** (9 / 1200), 'warn').says, /9 cents/);
  assert.match(of(440 * 2 ** (510 / 1200), 'pass').says, /as the SoundFont has/);
});

test('a drum has no pitch to be judged by', () => {
  const never = (): undefined => assert.fail('it is not measured again');
  for (const pitch of [undefined, { hz: 300, clarity: 0.6 }]) {
    theCheck([inTune({ ...HEARD, pitch }, 440, never)], 'note:pitch', 'pass');
  }
});

test('the delay is the key’s and the buffer’s, against the limits of the configuration', () => {
  const of = (firstMs: number, bufferMs: number, standing: Standing) => {
    const buffer = { stage: 'buffer', known: 'least', seconds: bufferMs / 1000 } as const;
    return theCheck([delay(firstMs, [buffer], LIMITS)], 'note:delay', standing);
  };
  const well = of(2, 5.3, 'pass');
  assert.equal(well.value, 7.3);
  assert.match(well.says, /2\.0 ms to the first sample, and at least 5\.3 ms of buffer/);
  of(10, 10, 'warn');
  of(180, 20, 'fail');
});

test('a note ends by its ledger, and by its sound or nearly', () => {
  const of = (changes: Partial<HeardNote>, standing: Standing) =>
    theCheck([ends({ ...HEARD, ...changes })], 'note:ends', standing);
  assert.equal(of({}, 'pass').value, 800);
  of({ leftSounding: 1 }, 'fail');
  of({ releaseMs: undefined, fallenDb: 60 }, 'pass');
  of({ releaseMs: undefined, fallenDb: 3 }, 'warn');
});

test('after panic nothing sounds, or it fails', () => {
  theCheck([panics({ silentMs: 8, leftSounding: 0 })], 'note:panic', 'pass');
  theCheck([panics({ silentMs: undefined, leftSounding: 0 })], 'note:panic', 'fail');
  theCheck([panics({ silentMs: 8, leftSounding: 1 })], 'note:panic', 'fail');
});

test('late periods and a wrong pace are judged in shares', () => {
  const course = { seconds: 2, callbacks: 1000, late: 0, framesPerSecond: 48_000 };
  const of = (changes: Partial<typeof course>) =>
    keepsTime({ ...course, ...changes }, 48_000, LIMITS);
  theCheck(of({}), 'audio:periods', 'pass');
  theCheck(of({ late: 9 }), 'audio:periods', 'pass');
  theCheck(of({ late: 10 }), 'audio:periods', 'warn');
  theCheck(of({ late: 250 }), 'audio:periods', 'fail');
  theCheck(of({ framesPerSecond: 47_700 }), 'audio:pace', 'pass');
  assert.equal(theCheck(of({ framesPerSecond: 44_100 }), 'audio:pace', 'warn').value, 44_100);
});
