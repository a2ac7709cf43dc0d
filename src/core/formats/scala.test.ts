import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../problem.ts';
import { parseMapping, parseScale } from './scala.ts';

const JUST = `! just.scl
!
A just pentatonic
 5
!
 9/8      a whole tone
 5/4
 701.955 cents or so
 5/3
 2
`;

function refused(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    assert.ok(error instanceof Problem && error.exit === 65, String(error));
    return `${error.where} ${error.message}`;
  }
  return assert.fail('it was taken');
}

test('a scale has its degrees in cents, written as ratios or as cents', () => {
  const { description, degrees } = parseScale(JUST, 'just.scl');
  assert.equal(description, 'A just pentatonic');
  const rounded = degrees.map((cents) => Math.round(cents * 100) / 100);
  assert.deepEqual(rounded, [203.91, 386.31, 701.96, 884.36, 1200]);
});

test('its lines may end as anybody’s do, and its name be empty', () => {
  assert.deepEqual(parseScale('\r\n1\r\n3/1', 'bp').degrees, [1200 * Math.log2(3)]);
  assert.deepEqual(
    parseScale('\ufeffname\r2\r100.\r-50.0\r'.replace('-50.0', '1200.'), 'a').degrees,
    [100, 1200],
  );
});

test('a mapping has its numbers, and no degree where it says x or nothing', () => {
  const text = '! a\n3\n0\n127\n60\n69\n442.5\n7\n0\nx\n';
  assert.deepEqual(parseMapping(text, 'a.kbm'), {
    first: 0,
    last: 127,
    middle: 60,
    referenceKey: 69,
    referenceHz: 442.5,
    octaveDegree: 7,
    degrees: [0, undefined, undefined],
  });
});

test('what is wrong is told with its line', () => {
  const cases: [string, string][] = [
    ['', 'f:1 the file ends before the description of the scale'],
    ['a\n', 'f:1 the file ends before the number of its notes'],
    ['a\nmany\n', 'f:2 the number of its notes is "many"; it takes a whole number, 1 to 1024'],
    ['! c\na\n2\n3/2\n', 'f:4 the file ends before note 2 of 2'],
    ['a\n1\n2/0\n', 'f:3 note 1 of 1 is "2/0"; it takes cents such as 701.955, or 3/2'],
    ['a\n1\n1e3.\n', 'f:3 note 1 of 1 is "1e3."; it takes cents such as 701.955, or 3/2'],
    ['a\n1\n1/1\n', 'f:3 the last note has to be above the first'],
    ['a\n1\n99999.0\n', 'f:3 note 1 of 1 is "99999.0": beyond ten octaves'],
  ];
  for (const [text, said] of cases)
    assert.equal(
      refused(() => parseScale(text, 'f')),
      said,
    );
  assert.equal(
    refused(() => parseMapping('0\n0\n127\n60\n69\n0\n0\n', 'f')),
    'f:6 the frequency of the reference is "0"; it takes a number, 1 to 20000',
  );
  assert.equal(
    refused(() => parseMapping('1\n0\n200\n', 'f')),
    'f:3 the last key is "200"; it takes a whole number, 0 to 127',
  );
});
