import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { moment } from '../event.ts';
import { TICKS_A_BEAT } from '../music/note-value.ts';
import { seededRandom } from '../random.ts';
import {
  createClock,
  originTick,
  PULSE_TICKS,
  pulseClock,
  setClockTempo,
  startClock,
  stopClock,
  tapClock,
  tempoOf,
  tickAt,
  usAt,
} from './clock.ts';

const HOUR_US = 3600e6;

test('after an hour every beat is still where it belongs', () => {
  const clock = createClock(137, true);
  for (let beat = 0; beat <= 137 * 60; beat++) {
    const wanted = (beat * 60e6) / 137;
    assert.ok(Math.abs(usAt(clock, beat * TICKS_A_BEAT) - wanted) < 0.01, `beat ${beat}`);
  }
});

test('another tempo goes on from where the beat is, and a tick and its moment are one', () => {
  const tempo = fc.integer({ min: 20, max: 300 });
  fc.assert(
    fc.property(
      tempo,
      fc.array(fc.tuple(tempo, fc.nat(10e6)), { maxLength: 50 }),
      (first, changes) => {
        const clock = createClock(first, true);
        let us = 5e9;
        for (const [next, gap] of changes) {
          us += gap;
          const before = tickAt(clock, us);
          setClockTempo(clock, next, moment(us));
          assert.ok(Math.abs(tickAt(clock, us) - before) < 1e-4);
          assert.ok(Math.abs(tempoOf(clock) - next) < 1e-6);
          assert.ok(Math.abs(usAt(clock, tickAt(clock, us + 1e6)) - us - 1e6) < 1e-2);
        }
      },
    ),
  );
});

test('a tempo beyond what there is comes to the nearest there is', () => {
  const clock = createClock(120, true);
  setClockTempo(clock, 1000, moment(0));
  assert.ok(Math.abs(tempoOf(clock) - 300) < 1e-6);
  setClockTempo(clock, 1, moment(0));
  assert.ok(Math.abs(tempoOf(clock) - 20) < 1e-6);
});

function tapped(...times: readonly number[]): number {
  const clock = createClock(120, true);
  for (const ms of times) tapClock(clock, moment(1e9 + ms * 1000));
  return Math.round(tempoOf(clock) * 10) / 10;
}

test('two taps tell a tempo, more of them tell it better, one alone nothing', () => {
  assert.equal(tapped(0), 120);
  assert.equal(tapped(0, 600), 100);
  assert.equal(tapped(0, 590, 1210, 1790, 2400), 100);
});

test('taps after a pause or at another pace begin anew', () => {
  assert.equal(tapped(0, 600, 10_000), 100);
  assert.equal(tapped(0, 600, 10_000, 10_500), 120);
  assert.equal(tapped(0, 600, 1200, 1500), 200);
});

/** Pulses at a tempo, each up to `jitterUs` early or late. */
function pulses(tempo: number, jitterUs: number, count: number) {
  const clock = createClock(120, true);
  const random = seededRandom(7);
  const everyUs = 60e6 / tempo / 24;
  let worstUs = 0;
  const first = Math.round(tickAt(clock, 1e9) / PULSE_TICKS) * PULSE_TICKS;
  for (let pulse = 0; pulse < count; pulse++) {
    const trueUs = 1e9 + pulse * everyUs;
    pulseClock(clock, moment(trueUs + (2 * random() - 1) * jitterUs));
    const offUs = Math.abs(usAt(clock, first + pulse * PULSE_TICKS) - trueUs);
    if (pulse > 480) worstUs = Math.max(worstUs, offUs);
  }
  return { clock, worstUs };
}

test('a MIDI clock is followed in tempo and phase, its jitter mostly left out', () => {
  const { clock, worstUs } = pulses(96, 1000, 5000);
  assert.ok(Math.abs(tempoOf(clock) - 96) < 0.5, `${tempoOf(clock)}`);
  assert.ok(worstUs < 600, `${worstUs} us off`);
  assert.equal(clock.following, true);
});

test('over an hour of a MIDI clock nothing drifts', () => {
  const { worstUs } = pulses(127.3, 200, Math.round((127.3 * 24 * HOUR_US) / 60e6));
  assert.ok(worstUs < 150, `${worstUs} us off`);
});

test('a song begins with the first pulse after its start, and the tempo stays when it stops', () => {
  const clock = createClock(120, true);
  startClock(clock);
  assert.equal(pulseClock(clock, moment(10e6)), true);
  const origin = originTick(clock);
  assert.ok(Math.abs(usAt(clock, origin) - 10e6) < 1);
  for (let pulse = 1; pulse <= 48; pulse++) {
    assert.equal(pulseClock(clock, moment(10e6 + pulse * 25_000)), false);
  }
  assert.ok(Math.abs(tickAt(clock, 10e6 + 48 * 25_000) - origin - 48 * PULSE_TICKS) < 1e-3);
  setClockTempo(clock, 60, moment(12e6));
  assert.ok(Math.abs(tempoOf(clock) - 100) < 1e-6);
  stopClock(clock);
  setClockTempo(clock, 60, moment(13e6));
  assert.ok(Math.abs(tempoOf(clock) - 60) < 1e-6);
});

test('a MIDI clock that is not wanted changes nothing', () => {
  const clock = createClock(120, false);
  startClock(clock);
  for (let pulse = 0; pulse < 100; pulse++) pulseClock(clock, moment(pulse * 10_000));
  assert.equal(Math.round(tempoOf(clock)), 120);
  assert.equal(clock.following, false);
});
