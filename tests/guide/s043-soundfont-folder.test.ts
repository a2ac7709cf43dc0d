import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dockerfile } from './container.ts';

test('/opt/soundfonts is made, and FluidR3 is in it', () => {
  assert.match(dockerfile(), /mkdir -p \/opt\/soundfonts/);
  assert.match(dockerfile(), /\/opt\/soundfonts\/FluidR3_GM\.sf2/);
});
