import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RUNNERS } from './commands.ts';
import { COMMANDS } from './options.ts';

test('every command that is offered is run by someone', () => {
  const offered = COMMANDS.map(({ name }) => name).filter((name) => name !== 'play');
  assert.deepEqual(Object.keys(RUNNERS).sort(), offered.sort());
});
