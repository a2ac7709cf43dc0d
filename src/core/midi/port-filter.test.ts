import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitsFilter, refusedFilter } from './port-filter.ts';

test('a filter fits names of clients and of ports, whatever their case', () => {
  assert.ok(fitsFilter('Framework|Piano|Keyboard', 'Digital piano', 'MIDI 1'));
  assert.ok(fitsFilter('^nano.*:.*pad$', 'nanoKONTROL', 'Left Pad'));
  assert.ok(!fitsFilter('Framework|Piano|Keyboard', 'Launchpad', 'MIDI 1'));
  assert.ok(fitsFilter('', 'anything', 'at all'));
});

test('what serves is accepted', () => {
  const filters = [
    '',
    'Framework|Piano',
    '^(?:USB|usb) MIDI',
    '.*Pad',
    '[a-z]+ (MK[123])?',
    '\\(1\\)',
  ];
  for (const filter of filters) assert.equal(refusedFilter(filter), undefined, filter);
});

test('what is none, or could take for ever, is refused', () => {
  assert.match(refusedFilter('(') ?? '', /not a regular expression/);
  for (const filter of [
    '(a+)+$',
    '(a|aa)+$',
    '((a*)b?)*',
    '(?:(x+)y)+',
    '(a{1,9}){1,9}',
    '(.*a){9}',
  ]) {
    assert.match(refusedFilter(filter) ?? '', /repeats/, filter);
  }
  assert.match(refusedFilter('.*.*.*.*.*x') ?? '', /more than 3/);
  assert.match(refusedFilter('(a)\\1') ?? '', /looks back/);
  assert.match(refusedFilter('(?=a)b') ?? '', /ahead/);
});

test('no accepted filter is slow on the longest name', () => {
  const pieces = [
    'a',
    'b',
    '.',
    '.*',
    'a+',
    '[ab]*',
    '(a)',
    '(?:ab)+',
    '|',
    '{2,}',
    '(',
    ')',
    '?',
    '+',
  ];
  let seed = 1;
  const next = (count: number) => {
    seed = (seed * 48_271) % 0x7fffffff;
    return seed % count;
  };
  let accepted = 0;
  for (let round = 0; round < 20_000; round++) {
    const filter = Array.from({ length: 1 + next(9) }, () => pieces[next(pieces.length)]).join('');
    if (refusedFilter(filter) !== undefined) continue;
    accepted++;
    const began = process.cpuUsage().user;
    fitsFilter(filter, 'a'.repeat(64), `${'a'.repeat(63)}!`);
    assert.ok(process.cpuUsage().user - began < 500_000, `slow: ${filter}`);
  }
  assert.ok(accepted > 1000);
});
