/** Damaged tunings: each is taken or refused with its line, and none crashes, hangs or mistunes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMapping, parseScale } from '../../src/core/formats/scala.ts';
import { tunedNotes } from '../../src/core/music/tuning.ts';
import { EXIT, Problem } from '../../src/core/problem.ts';
import { seededRandom } from '../../src/core/random.ts';

const SEED = Number(process.env['SEED'] ?? 16);
const MUTATIONS = 4000;
const SCALE = '! a.scl\nA scale\n 5\n!\n 9/8\n 5/4 third\n 701.955\n 884.359 cents\n 2/1\n';
const MAPPING = '! a.kbm\n7\n0\n127\n60\n69\n440.0\n7\n0\n1\nx\n2\n3\n4\n';
const NASTY = [
  '999999999999999999999',
  '-1',
  '1e400',
  'NaN',
  '0/0',
  '/',
  '.',
  '-.',
  '1/0',
  '\0',
  '\r',
  '!',
  'x',
  '\n\n\n',
  '0x7f',
  '1'.repeat(400),
  `1/${'9'.repeat(400)}`,
  ' '.repeat(9000),
];

test(`thousands of damaged tunings do no harm (seed ${SEED})`, () => {
  const random = seededRandom(SEED);
  const pick = (count: number) => Math.floor(random() * count);
  const damaged = (text: string): string => {
    let out = text;
    for (let times = 1 + pick(4); times > 0; times--) {
      const at = pick(out.length);
      const kind = pick(4);
      if (kind === 0) out = out.slice(0, at);
      else if (kind === 1)
        out = out.slice(0, at) + NASTY[pick(NASTY.length)] + out.slice(at + pick(3));
      else if (kind === 2)
        out = out.slice(0, at) + String.fromCharCode(pick(256)) + out.slice(at + 1);
      else out = out.slice(0, at) + out.slice(at + pick(20));
    }
    return out;
  };
  const tried = <Parsed>(parse: () => Parsed): Parsed | undefined => {
    try {
      return parse();
    } catch (error) {
      assert.ok(error instanceof Problem && error.exit === EXIT.badData, String(error));
      assert.match(error.where ?? '', /^fuzz:\d+$/);
      assert.ok(error.message.length < 200, error.message);
      return undefined;
    }
  };
  let taken = 0;
  for (let nth = 0; nth < MUTATIONS; nth++) {
    const scale = tried(() => parseScale(nth % 2 === 0 ? damaged(SCALE) : SCALE, 'fuzz'));
    const mapping = tried(() => parseMapping(nth % 2 === 1 ? damaged(MAPPING) : MAPPING, 'fuzz'));
    if (scale === undefined || mapping === undefined) continue;
    taken++;
    const cents = tunedNotes(scale, mapping, 440);
    assert.ok(cents.every((each) => each >= 0 && each <= 13_500));
  }
  assert.ok(taken > MUTATIONS / 20 && taken < MUTATIONS, `${taken} were taken`);
});
