import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { VELOCITY } from '../../../tests/support/playing.ts';
import { moment } from '../event.ts';
import type { VelocitySettings } from './velocity.ts';
import { createVelocity, strike, VELOCITY_SOURCES } from './velocity.ts';

/** The velocities of strikes in the middle row, that many milliseconds after each other. */
function pace(changes: Partial<VelocitySettings>, ...gapsMs: readonly number[]): number[] {
  const velocity = createVelocity({ ...VELOCITY, ...changes });
  let timeUs = 5e6;
  return gapsMs.map((gap) => {
    timeUs += gap * 1000;
    return strike(velocity, 1, moment(timeUs));
  });
}

test('fixed is the same whatever is played', () => {
  assert.deepEqual(pace({ fixed: 73 }, 0, 10, 500), [73, 73, 73]);
});

test('position goes by the row', () => {
  const velocity = createVelocity({ ...VELOCITY, source: 'position' });
  assert.deepEqual(
    [0, 1, 2].map((row) => strike(velocity, row, moment(0))),
    [40, 80, 110],
  );
});

test('timing: the faster the louder, from a second or more to 60 ms or less', () => {
  const timing = { source: 'timing' } as const;
  assert.deepEqual(pace(timing, 0, 1000, 5000), [48, 48, 48]);
  assert.deepEqual(pace(timing, 0, 60, 60, 45), [48, 120, 120, 120]);
  const [, slow, middle, fast] = pace(timing, 0, 700, 250, 100) as [number, number, number, number];
  assert.ok(48 < slow && slow < middle && middle < fast && fast < 120);
});

test('timing: a chord spread by up to 30 ms is one gesture and one velocity', () => {
  assert.deepEqual(pace({ source: 'timing' }, 0, 1000, 8, 8, 8, 1000), [48, 48, 48, 48, 48, 48]);
  const [, first, ...others] = pace({ source: 'timing' }, 0, 200, 5, 12, 12);
  assert.deepEqual(others, [first, first, first]);
});

test('timing keeps the pace while another source plays', () => {
  const velocity = createVelocity({ ...VELOCITY, source: 'fixed' });
  strike(velocity, 1, moment(1e6));
  velocity.source = 'timing';
  assert.equal(strike(velocity, 1, moment(1.06e6)), 120);
});

test('combined is the mean of pace and row, or the pressure where there is one', () => {
  const velocity = createVelocity({ ...VELOCITY, source: 'combined' });
  assert.equal(strike(velocity, 2, moment(0)), (48 + 110) >> 1);
  velocity.pressure = 17;
  assert.equal(strike(velocity, 2, moment(1e6)), 17);
});

test('pressure without a device that has it is fixed', () => {
  const velocity = createVelocity({ ...VELOCITY, source: 'pressure' });
  assert.equal(strike(velocity, 1, moment(0)), 100);
  velocity.pressure = 64;
  assert.equal(strike(velocity, 1, moment(0)), 64);
});

test('accent adds, soft takes off, and neither leaves 1 to 127', () => {
  const velocity = createVelocity({ ...VELOCITY, fixed: 60 });
  velocity.accented = true;
  assert.equal(strike(velocity, 1, moment(0)), 80);
  velocity.softened = true;
  assert.equal(strike(velocity, 1, moment(0)), 50);
  velocity.accented = false;
  velocity.fixed = 5;
  assert.equal(strike(velocity, 1, moment(0)), 1);
});

test('min and max hold for every source, row, pace and step of the velocity keys', () => {
  const byte = fc.integer({ min: 1, max: 127 });
  const settings = fc.record({
    source: fc.constantFrom(...VELOCITY_SOURCES),
    range: fc.tuple(byte, byte),
    fixed: byte,
    curve: fc.constantFrom('linear' as const, 'soft' as const, 'hard' as const),
    offset: fc.integer({ min: -120, max: 120 }),
    strikes: fc.array(fc.tuple(fc.nat(2), fc.nat(2_000_000)), { maxLength: 20 }),
  });
  fc.assert(
    fc.property(settings, ({ source, range, fixed, curve, offset, strikes }) => {
      const [min, max] = [Math.min(...range), Math.max(...range)];
      const velocity = createVelocity({ ...VELOCITY, source, fixed, curve, min, max });
      velocity.offset = offset;
      let timeUs = 0;
      for (const [row, gapUs] of strikes) {
        timeUs += gapUs;
        const struck = strike(velocity, row, moment(timeUs));
        assert.ok(Number.isInteger(struck) && struck >= min && struck <= max, `${struck}`);
      }
    }),
  );
});
