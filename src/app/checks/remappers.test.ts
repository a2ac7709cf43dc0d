import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../../../tests/support/examined.ts';
import { inputDevice } from '../../../tests/support/made-machine.ts';
import { grabChecks } from './grabs.ts';

const NAME = 'keyboard:other-programs';

test('a remapper is named with the nodes that it holds, as far as they can be seen', () => {
  const seen = {
    '/proc/700/comm': 'kanata\n',
    '/proc/700/fd/7': { link: '/dev/input/event3' },
    '/proc/700/fd/8': { link: '/dev/null' },
  };
  const { says } = theCheck(examined({ files: seen }), NAME, 'warn');
  assert.equal(says, 'kanata (process 700) takes event3: no key may reach us');
  const unseen = { '/proc/701/comm': 'keyd\n' };
  const { says: alone, advice } = theCheck(examined({ files: unseen }), NAME, 'warn');
  assert.match(alone, /keyd \(process 701\) takes keyboards/);
  assert.match(advice[0] ?? '', /services\.keyd/);
});

test('its own keyboard is played in their place', () => {
  const files = {
    '/proc/701/comm': 'keyd\n',
    '/proc/bus/input/devices': inputDevice('0fac:0ade', 'keyd virtual keyboard', '', 'event9'),
  };
  assert.match(
    theCheck(examined({ files }), NAME, 'warn').says,
    /"keyd virtual keyboard" is played/,
  );
});

test('programs that only read keyboards are no remappers', () => {
  const files = {
    '/proc/800/comm': 'gnome-shell\n',
    '/proc/800/fd/9': { link: '/dev/input/event3' },
  };
  theCheck(examined({ files }), NAME, 'pass');
});

test('taking a keyboard for an instant finds the one that another program holds', () => {
  const of = (answers: Parameters<typeof grabChecks>[0], isPlaying = false) =>
    theCheck(grabChecks(answers, isPlaying), 'keyboard:grab', standing);
  let standing: 'pass' | 'warn' | 'fail' = 'fail';
  const held = of(new Map([['/dev/input/event3', 'held by another program']]));
  assert.match(held.says, /event3/);
  standing = 'warn';
  of(new Map([['/dev/input/event3', 'keys are down']]));
  standing = 'pass';
  of(new Map([['/dev/input/event3', 'free']]));
  of(new Map([['/dev/input/event3', 'held by another program']]), true);
  of(new Map());
});
