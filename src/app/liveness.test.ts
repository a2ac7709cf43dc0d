import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Liveness, type Pulse } from './liveness.ts';

test('an instrument lives while both its play thread and its sound move on', () => {
  const pulses: Pulse[] = [
    { turns: 0, sound: 0 },
    { turns: 1, sound: 100 },
    { turns: 1, sound: 200 },
    { turns: 2, sound: 200 },
    { turns: 3, sound: 7 },
  ];
  const liveness = new Liveness(() => pulses.shift() ?? assert.fail());
  assert.deepEqual(
    [1, 2, 3, 4].map(() => liveness.isAlive()),
    [true, false, false, true],
  );
});
