import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SCALE_MODES } from '../core/music/scale.ts';
import { SCALES, scaleNumber } from '../core/music/scales.ts';
import { ORDER } from '../core/order.ts';
import { scaleOrder } from './scale-request.ts';

const number = (name: string) => scaleNumber(SCALES, name);

function numbers(words: string): readonly number[] {
  const order = scaleOrder(words, SCALES);
  assert.ok('code' in order, words);
  return [order.value, ...(order.more ?? [])];
}

test('a scale is asked for as a musician says it, and what is not said stays', () => {
  assert.deepEqual(numbers('C dorian'), [number('dorian'), 0, -1]);
  assert.deepEqual(numbers('  bb  Minor Pentatonic remap '), [
    number('minor pentatonic'),
    10,
    SCALE_MODES.indexOf('remap'),
  ]);
  assert.deepEqual(numbers('F#'), [-1, 6, -1]);
  assert.deepEqual(numbers('filter'), [-1, -1, SCALE_MODES.indexOf('filter')]);
  assert.deepEqual(numbers('hijaz'), [number('hijaz'), -1, -1]);
});

test('the lock is taken off and put on again', () => {
  assert.deepEqual(scaleOrder('off', SCALES), { code: ORDER.scaleLock, value: 0 });
  assert.deepEqual(scaleOrder('on', SCALES), { code: ORDER.scaleLock, value: 1 });
});

test('a scale that is none is refused with what was probably meant', () => {
  const refused = scaleOrder('C dorain', SCALES);
  assert.ok('why' in refused);
  assert.equal(refused.why, 'there is no scale "dorain"; did you mean dorian?');
  assert.match(refused.remedy, /hijaz/);
  assert.ok('why' in scaleOrder('', SCALES));
});

test("scales of the player's own are known by their names", () => {
  const own = [...SCALES, { name: 'mine', steps: [0, 6] }];
  assert.deepEqual(scaleOrder('E mine', own), {
    code: ORDER.scale,
    value: SCALES.length,
    more: [4, -1],
  });
});
