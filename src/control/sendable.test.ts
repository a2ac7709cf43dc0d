import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PATTERNS } from '../core/instrument/arpeggio.ts';
import { CHORD_NAMES } from '../core/instrument/chords.ts';
import { valueNumber } from '../core/music/note-value.ts';
import { ORDER } from '../core/order.ts';
import { orderOf, PROTOCOL_VERSION } from './control-protocol.ts';

function ask(what: string, value?: number | string) {
  return orderOf({
    version: PROTOCOL_VERSION,
    do: what,
    ...(value === undefined ? {} : { value }),
  });
}

test('words and numbers become the numbers of an order', () => {
  const { arpeggio, pattern, rate, chord } = ORDER;
  assert.deepEqual(ask('arpeggiator', 'on'), { code: arpeggio, value: 1 });
  assert.deepEqual(ask('pattern', 'random'), { code: pattern, value: PATTERNS.indexOf('random') });
  assert.deepEqual(ask('rate', '1/8T'), { code: rate, value: valueNumber('1/8T') });
  assert.deepEqual(ask('chord', 7), { code: chord, value: 2 + CHORD_NAMES.indexOf('7') });
  assert.deepEqual(ask('tempo', '132.5'), { code: ORDER.tempo, value: 13_250 });
  assert.deepEqual(ask('tap'), { code: ORDER.tapTempo, value: 0 });
  assert.deepEqual(ask('layer', '2 on'), { code: ORDER.layer, value: 1, more: [1, 0] });
  assert.deepEqual(ask('preset', 12), { code: ORDER.preset, value: 11 });
});

test('what is none is refused with what would be one', () => {
  const refused = (what: string, value?: number | string) => {
    const answer = ask(what, value);
    assert.ok('ok' in answer && !answer.ok);
    return `${answer.why}. ${answer.remedy}`;
  };
  assert.equal(refused('latch', 'maybe'), 'latch cannot be maybe. Choose one of: off, on.');
  assert.match(refused('layer', '2'), /^layer cannot be 2\. Choose one of: off, on/);
  assert.match(refused('layer', '5 on'), /^layer cannot be 5\. Give a whole number from 1 to 4/);
  assert.match(refused('tempo', 'fast'), /^tempo cannot be fast\. Give a number from 20 to 300/);
  assert.match(refused('gate'), /^gate cannot be nothing\. Give a whole number from 1 to 100/);
  assert.match(refused('swing', 60.5), /whole number/);
});

test('a preset is meant by its number or its name', () => {
  assert.deepEqual(ask('preset', 'tenor sax'), { code: ORDER.preset, value: 7 });
  assert.deepEqual(ask('preset', '8'), { code: ORDER.preset, value: 7 });
  for (const wanted of ['13', 'Kazoo', '0']) {
    const answer = ask('preset', wanted);
    assert.ok('ok' in answer && !answer.ok && answer.why === `there is no preset ${wanted}`);
  }
});

test('a program that is next or previous is a step', () => {
  assert.deepEqual(ask('program-step', 'next'), { code: ORDER.programStep, value: 1 });
  assert.deepEqual(ask('program-step', 'previous'), { code: ORDER.programStep, value: -1 });
});
