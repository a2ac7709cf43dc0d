import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { PLAYER } from '../../tests/support/playing.ts';
import { openFluidSynth } from '../ffi/libfluidsynth.ts';
import { warmUp } from './warm-up.ts';

const loaded = openFluidSynth();
const skip = loaded.ok ? false : `needs libfluidsynth: ${loaded.remedy}`;

test('warming up leaves nothing behind', { skip }, () => {
  assert.ok(loaded.ok);
  assert.ok(warmUp(PLAYER, loaded.fluidsynth, () => true));
  const before = readdirSync('/proc/self/fd');
  const { rss } = process.memoryUsage();
  for (let start = 0; start < 5; start++) warmUp(PLAYER, loaded.fluidsynth, () => true);
  assert.deepEqual(readdirSync('/proc/self/fd'), before);
  assert.ok(process.memoryUsage().rss - rss < 20e6, 'nor memory');
});

test('a rehearsal attends to what goes on, and is broken off when that ends', { skip }, () => {
  assert.ok(loaded.ok);
  let attended = 0;
  assert.equal(
    warmUp(PLAYER, loaded.fluidsynth, () => ++attended < 10),
    false,
  );
  assert.equal(attended, 10);
});
