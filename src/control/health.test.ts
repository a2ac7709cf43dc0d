import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Standing } from '../core/check.ts';
import { Health, unwatched } from './health.ts';

function looks(...seen: readonly Standing[]): Standing[] {
  const health = new Health();
  return seen.map((standing, at) => {
    health.look([{ name: 'audio:progress', standing, says: '', advice: [] }], at);
    return health.report().status;
  });
}

test('the first look counts at once', () => {
  assert.deepEqual(looks('fail'), ['fail']);
});

test('one odd look changes nothing, two do', () => {
  assert.deepEqual(looks('pass', 'fail', 'pass', 'fail', 'fail', 'fail'), [
    ...(['pass', 'pass', 'pass', 'pass', 'fail', 'fail'] as const),
  ]);
  assert.deepEqual(looks('fail', 'pass', 'fail', 'pass', 'pass'), [
    ...(['fail', 'fail', 'fail', 'fail', 'pass'] as const),
  ]);
});

test('two bad looks of different kinds count as the milder', () => {
  assert.deepEqual(looks('pass', 'warn', 'fail', 'fail'), ['pass', 'pass', 'warn', 'fail']);
  assert.deepEqual(looks('fail', 'warn', 'pass', 'pass'), ['fail', 'fail', 'warn', 'pass']);
});

test('the worst of all is the status, and each check has its own past', () => {
  const health = new Health();
  const look = (audio: Standing, disk: Standing, at: number): void => {
    health.look(
      [
        { name: 'audio', standing: audio, says: '', advice: [] },
        { name: 'disk', standing: disk, says: '', advice: [] },
      ],
      at,
    );
  };
  look('pass', 'pass', 10);
  look('fail', 'warn', 20);
  look('pass', 'warn', 30);
  const { status, checks } = health.report();
  assert.equal(status, 'warn');
  const told = checks.map(({ name, standing, seen, at, since }) => [
    ...[name, standing, seen, at, since],
  ]);
  assert.deepEqual(told, [
    ['audio', 'pass', 'pass', 30, 10],
    ['disk', 'warn', 'warn', 30, 30],
  ]);
});

test('a check that is looked at no more is told of no more', () => {
  const health = new Health();
  health.look([{ name: 'gone', standing: 'fail', says: '', advice: [] }], 1);
  health.look([], 2);
  assert.deepEqual(health.report(), { status: 'pass', watched: true, checks: [] });
});

test('when nobody looks, being ready is all there is to tell', () => {
  assert.equal(unwatched(true).status, 'pass');
  assert.equal(unwatched(false).status, 'fail');
});
