import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';

// Each command of the chapter "Input Device Not Detected", and the check that asks the same.
const CLOSED = {
  '/dev/input/event3': { mode: 0o660, group: 174 },
  '/dev/input/event4': { mode: 0o660, group: 174 },
};

test('evtest: which keyboards there are, by name, even where they may not be read', () => {
  const checks = examined({ files: CLOSED });
  assert.match(theCheck(checks, 'keyboard:found', 'pass').says, /Framework Laptop 16/);
  assert.match(theCheck(checks, 'keyboard:framework-modules', 'pass').says, /keyboard \(ANSI\)/);
});

test('ls -la /dev/input/event*: who may read them, and by what right', () => {
  const { advice } = theCheck(examined({ files: CLOSED }), 'keyboard:access', 'fail');
  assert.match(advice.join('\n'), /programs\.fw16-synth[\s\S]*usermod -aG input/);
  assert.match(theCheck(examined(), 'keyboard:access', 'pass').says, /uaccess/);
});

test('groups | grep input: whether the group is needed, and what it opens', () => {
  assert.match(theCheck(examined(), 'keyboard:group', 'pass').says, /nor has to be/);
  const member = examined({ files: CLOSED, user: { groups: [174] } });
  assert.match(theCheck(member, 'keyboard:group', 'pass').says, /every key/);
});

test('sudo evtest: whether another program takes the keys', () => {
  const files = { '/proc/700/comm': 'keyd\n' };
  assert.match(theCheck(examined({ files }), 'keyboard:other-programs', 'warn').says, /^keyd/);
});
