import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ScalaMapping } from '../formats/scala.ts';
import { parseMapping, parseScale } from '../formats/scala.ts';
import { equalTemperament, hzOfCents, tunedNotes } from './tuning.ts';

const scaleOf = (...pitches: string[]) =>
  parseScale(`\n${pitches.length}\n${pitches.join('\n')}\n`, 'test.scl');
const JUST = scaleOf(
  '16/15',
  '9/8',
  '6/5',
  '5/4',
  '4/3',
  '45/32',
  '3/2',
  '8/5',
  '5/3',
  '9/5',
  '15/8',
  '2/1',
);

const about = (actual: number | undefined, expected: number) =>
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) < 1e-6, `${actual}, not ${expected}`);

test('equal temperament is a hundred cents a semitone, from the A that it is given', () => {
  about(equalTemperament(440)[60], 6000);
  about(hzOfCents(equalTemperament(415)[69]!), 415);
});

test('twelve equal steps from a file are equal temperament', () => {
  const twelve = scaleOf(...Array.from({ length: 12 }, (_, step) => `${100 * (step + 1)}.0`));
  const cents = tunedNotes(twelve, undefined, 442);
  equalTemperament(442).forEach((equal, note) => {
    about(cents[note], equal);
  });
});

test('without a mapping the scale begins on middle C, each key its next note', () => {
  const cents = tunedNotes(JUST, undefined, 440);
  about(cents[60], 6000);
  about(cents[67], 6000 + 1200 * Math.log2(3 / 2));
  about(cents[72], 7200);
  about(cents[59], 6000 + 1200 * Math.log2(15 / 16));
  const bohlen = tunedNotes(scaleOf('27/25', '5/3', '3/1'), undefined, 440);
  about(bohlen[63], 6000 + 1200 * Math.log2(3));
  about(bohlen[57], 6000 - 1200 * Math.log2(3));
});

test('a mapping chooses keys, degrees and the pitch that all stand on', () => {
  const whites = parseMapping(
    '12\n0\n127\n60\n69\n430\n7\n0\nx\n1\nx\n2\n3\nx\n4\nx\n5\nx\n6\n',
    'whites.kbm',
  );
  const major = scaleOf('9/8', '5/4', '4/3', '3/2', '5/3', '15/8', '2/1');
  const cents = tunedNotes(major, whites, 440);
  about(hzOfCents(cents[69]!), 430);
  about(hzOfCents(cents[60]!), (430 * 3) / 5);
  about(hzOfCents(cents[76]!), ((430 * 3) / 5) * 2 * (5 / 4));
  about(cents[61], 6100);
});

test('keys outside the range of a mapping stay in equal temperament', () => {
  const middle = parseMapping('0\n60\n71\n60\n60\n250\n12\n', 'middle.kbm');
  const cents = tunedNotes(JUST, middle, 440);
  about(hzOfCents(cents[60]!), 250);
  about(cents[59], 5900);
  about(cents[72], 7200);
});

test('whatever the files say, every note has a pitch that can be heard', () => {
  const key = fc.integer({ min: 0, max: 127 });
  const mapping: fc.Arbitrary<ScalaMapping> = fc.record({
    first: key,
    last: key,
    middle: key,
    referenceKey: key,
    referenceHz: fc.double({ min: 1, max: 20_000, noNaN: true }),
    octaveDegree: fc.integer({ min: 0, max: 40 }),
    degrees: fc.array(fc.option(fc.integer({ min: -40, max: 40 }), { nil: undefined })),
  });
  const degrees = fc.array(fc.double({ min: -12_800, max: 12_800, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(degrees, fc.option(mapping, { nil: undefined }), (cents, map) => {
      const tuned = tunedNotes({ description: '', degrees: cents }, map, 440);
      assert.ok(tuned.every((each) => each >= 0 && each <= 13_500));
    }),
  );
});
