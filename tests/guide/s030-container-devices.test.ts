import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service } from './container.ts';

test('it has the sound and the input devices', () => {
  assert.deepEqual(service()['devices'], ['/dev/snd:/dev/snd', '/dev/input:/dev/input']);
});
