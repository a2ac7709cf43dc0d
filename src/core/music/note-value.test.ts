import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOTE_VALUES, stepTicks, TICKS_A_BEAT, VALUE_TICKS, valueNumber } from './note-value.ts';

const ticks = (name: string) => VALUE_TICKS[valueNumber(name)];

test('a quarter is a beat, three of a triplet are two, a dot adds half', () => {
  assert.equal(ticks('1/4'), TICKS_A_BEAT);
  assert.equal(3 * ticks('1/8T')!, 2 * ticks('1/8')!);
  assert.equal(ticks('1/16.'), ticks('1/16')! + ticks('1/32')!);
});

test('the values fall from long to short, each a whole number of ticks', () => {
  assert.equal(VALUE_TICKS.length, NOTE_VALUES.length);
  for (const [index, value] of VALUE_TICKS.entries()) {
    const [, part = 0, more] = /^1\/(\d+)([T.]?)$/.exec(NOTE_VALUES[index]!) ?? [];
    const factor = more === 'T' ? 2 / 3 : more === '.' ? 1.5 : 1;
    assert.equal(value, (4 * TICKS_A_BEAT * factor) / Number(part));
  }
  assert.equal(valueNumber('1/5'), -1);
});

test('swing moves every second step, and no other', () => {
  const eighth = valueNumber('1/8');
  const at = (swing: number) => [0, 1, 2, 3, 4].map((step) => stepTicks(eighth, swing, step));
  assert.deepEqual(at(50), [0, 480, 960, 1440, 1920]);
  assert.deepEqual(at(75), [0, 720, 960, 1680, 1920]);
});
