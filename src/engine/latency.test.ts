import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RouteParts } from './latency.ts';
import { routeOf } from './latency.ts';

const SETTINGS = { sampleRate: 48_000, periods: 2 };

/** @param calls callbacks, frames of the last one and of a turn, how far ahead in ms */
function route(driver: string, calls: readonly number[], more: Partial<RouteParts> = {}) {
  const [callbacks = 0, frames = 0, turn = 0, aheadMs = 0] = calls;
  const words = BigUint64Array.of(
    ...[callbacks, frames, turn, aheadMs * 1e6].map((word) => BigInt(word)),
  );
  return routeOf({ driver, calls: words, settings: SETTINGS, destination: undefined, ...more });
}

test('what is asked for when it is due waits for one turn of the server, as measured', () => {
  const { periodFrames, periods, latency } = route('jack', [900, 64, 256]);
  assert.deepEqual([periodFrames, periods], [256, 1]);
  assert.deepEqual(latency, [{ stage: 'buffer', known: 'measured', seconds: 256 / 48_000 }]);
});

test('before a turn is known the last callback stands for it', () => {
  assert.equal(route('pipewire', [1, 128]).periodFrames, 128);
});

test('what is pushed waits for all that is in hand, at the least', () => {
  const [pulse] = route('pulseaudio', [900, 64, 64, 21]).latency;
  assert.deepEqual(pulse, { stage: 'buffer', known: 'least', seconds: 0.021 });
  const alsa = route('alsa', [900, 64, 64]);
  assert.equal(alsa.periods, 2);
  assert.equal(alsa.latency[0]?.seconds, 128 / 48_000);
});

test('a file takes a period as it is configured', () => {
  assert.equal(route('file', [10, 64, 64]).latency[0]?.known, 'configured');
});

test('what the server reports is a stage of its own, and nothing is made up', () => {
  const destination = { into: 'Speakers', delayFrames: 96 };
  const { into, latency } = route('jack', [900, 256, 256], { destination });
  assert.equal(into, 'Speakers');
  assert.deepEqual(latency[1], { stage: 'server', known: 'reported', seconds: 0.002 });
  const silent = route('jack', [900, 256, 256], { destination: { into: '', delayFrames: 0 } });
  assert.deepEqual([silent.into, silent.latency.length], ['', 1]);
});
