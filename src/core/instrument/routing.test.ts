import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptedSynth } from '../../../tests/support/scripted-synth.ts';
import { moment } from '../event.ts';
import { PAD_Y, PRESSURE, SLIDE_X } from '../touch/gestures.ts';
import type { RouteSettings } from './routes.ts';
import {
  BEND,
  CONTROLLERS,
  destinationOf,
  FILTER,
  LFO,
  SOURCES,
  sourceOf,
  VELOCITY,
} from './routes.ts';
import type { RoutingSettings } from './routing.ts';
import {
  createRouting,
  DUE_US,
  introduceRouting,
  moveRoutes,
  NO_ROUTES,
  restRoutes,
  runLfo,
  sourceMoved,
} from './routing.ts';

const EXPRESSION = destinationOf('expression')!;
const MODULATION = destinationOf('modulation')!;
const ROUTE: RouteSettings = {
  from: PAD_Y,
  to: EXPRESSION,
  amount: 1,
  centre: 1,
  invert: false,
  curve: 'linear',
  smoothingUs: 0,
  by: -1,
};

/** Routes on a scripted synth; `set` moves a source, `at` works out where all is then. */
function routes(changes: readonly Partial<RouteSettings>[], more: Partial<RoutingSettings> = {}) {
  const synth = scriptedSynth();
  const settings = {
    ...NO_ROUTES,
    ...more,
    routes: changes.map((each) => ({ ...ROUTE, ...each })),
  };
  const routing = createRouting(settings);
  const channels = Uint8Array.of(0);
  const at = (ms: number) => {
    moveRoutes(routing, synth, channels, moment(ms * 1000));
    return synth.taken();
  };
  const set = (source: number, value: number) => {
    routing.sources[source] = value;
    routing.present[source] = 1;
  };
  const drop = (source: number) => {
    routing.present[source] = 0;
  };
  /** Works out all that is due up to `ms`. */
  const until = (ms: number) => {
    const calls: string[] = [];
    while (routing.times[DUE_US]! <= ms * 1000) calls.push(...at(routing.times[DUE_US]! / 1000));
    return calls;
  };
  return { routing, synth, channels, at, set, drop, until };
}

test('a source that tells nothing moves nothing', () => {
  const { routing, at } = routes([{}, { from: PRESSURE, to: MODULATION, centre: 0 }]);
  assert.deepEqual(at(0), []);
  assert.equal(routing.times[DUE_US], Number.POSITIVE_INFINITY);
});

test('the centre changes nothing, and the far end the whole amount', () => {
  const { at, set } = routes([{}]);
  set(PAD_Y, 1);
  assert.deepEqual(at(0), []);
  set(PAD_Y, 0.5);
  assert.deepEqual(at(1), ['control 0 11 64']);
  set(PAD_Y, 0);
  assert.deepEqual(at(2), ['control 0 11 0']);
});

test('inverted, bent and in part', () => {
  const { at, set } = routes([
    { to: MODULATION, centre: 0, invert: true, amount: -1 },
    { to: destinationOf('cc20')!, centre: 0, curve: 'hard' },
    { to: destinationOf('cc21')!, centre: 0, curve: 'soft', amount: 0.5 },
    { to: destinationOf('cc22')!, centre: 0.5 },
  ]);
  set(PAD_Y, 0.25);
  assert.deepEqual(at(0), [
    'control 0 1 32',
    'control 0 20 8',
    'control 0 21 32',
    // Below a rest of 0 there is nothing.
  ]);
});

test('two routes to one destination add up, and no sum leaves its range', () => {
  const { at, set } = routes([
    { to: MODULATION, centre: 0 },
    { from: PRESSURE, to: MODULATION, centre: 0 },
  ]);
  set(PAD_Y, 0.5);
  set(PRESSURE, 0.25);
  assert.deepEqual(at(0), ['control 0 1 95']);
  set(PRESSURE, 1);
  assert.deepEqual(at(1), ['control 0 1 127']);
});

test('one source may say how much there is of another', () => {
  const { at, set } = routes([{ to: MODULATION, centre: 0, by: PRESSURE }]);
  set(PAD_Y, 1);
  assert.deepEqual(at(0), []);
  set(PRESSURE, 0.5);
  assert.deepEqual(at(1), ['control 0 1 64']);
});

test('smoothed, it is on its way for a while and then comes to rest', () => {
  const { routing, at, set, until } = routes([
    { to: BEND, from: SLIDE_X, centre: 0.5, smoothingUs: 6153 },
  ]);
  set(SLIDE_X, 50);
  assert.deepEqual(at(0), []);
  const calls = until(100);
  const values = calls.map((call) => Number(call.split(' ')[2]));
  assert.ok(
    values.length > 10 && values.every((value, index) => value > (values[index - 1] ?? 8192)),
  );
  assert.equal(values.at(-1), 16_383);
  assert.equal(routing.times[DUE_US], Number.POSITIVE_INFINITY);
});

test('a lift leads back to rest without a step, and a slide that begins meanwhile does not jump', () => {
  const { at, set, drop, until } = routes([{ to: BEND, from: SLIDE_X, centre: 0.5 }]);
  set(SLIDE_X, 50);
  at(0);
  drop(SLIDE_X);
  assert.deepEqual(at(1), []);
  const values = [16_383, ...until(40).map((call) => Number(call.split(' ')[2]))];
  set(SLIDE_X, 0);
  values.push(...at(40).map((call) => Number(call.split(' ')[2])));
  values.push(...until(200).map((call) => Number(call.split(' ')[2])));
  values.forEach((value, index) => {
    const step = (values[index - 1] ?? value) - value;
    assert.ok(step >= 0 && step < 400, `${step} from ${values[index - 1]} to ${value}`);
  });
  assert.equal(values.at(-1), 8192);
});

test('what is absolute goes to where the next touch is, and not by way of what was held', () => {
  const { at, set, drop, until } = routes([{}]);
  set(PAD_Y, 0);
  at(0);
  drop(PAD_Y);
  at(1);
  until(20);
  set(PAD_Y, 0.5);
  assert.deepEqual(at(21), ['control 0 11 64']);
});

test('held for ever, what a finger left stays', () => {
  const { routing, at, set, drop } = routes([{}], { returnUs: Number.POSITIVE_INFINITY });
  set(PAD_Y, 0);
  at(0);
  drop(PAD_Y);
  assert.deepEqual(at(10), []);
  assert.equal(routing.times[DUE_US], Number.POSITIVE_INFINITY);
  assert.deepEqual(at(100_000), []);
});

test('the filter is the cutoff of the SoundFont standard, and its parameter is closed again', () => {
  const { at, set } = routes([{ to: FILTER }]);
  set(PAD_Y, 0);
  assert.deepEqual(at(0), [
    'control 0 99 120',
    'control 0 98 8',
    // 8192 - 3600 steps of two cents.
    `control 0 38 ${4592 & 127}`,
    `control 0 6 ${4592 >> 7}`,
    'control 0 101 127',
    'control 0 100 127',
  ]);
});

test('the range of the bend is told where something bends', () => {
  const { routing, synth, channels } = routes([{ to: BEND }], { bendRange: 12 });
  introduceRouting(routing, synth, channels);
  assert.ok(synth.taken().includes('control 0 6 12'));
  const still = routes([{}]);
  introduceRouting(still.routing, still.synth, still.channels);
  assert.deepEqual(still.synth.taken(), []);
});

test('controllers and velocities are sources of 0 to 127', () => {
  const { routing, at } = routes([
    { from: CONTROLLERS + 4, to: MODULATION, centre: 0 },
    { from: VELOCITY, to: EXPRESSION, centre: 1 },
  ]);
  sourceMoved(routing, CONTROLLERS + 4, 64);
  sourceMoved(routing, VELOCITY, 0);
  assert.deepEqual(at(0), ['control 0 1 64', 'control 0 11 0']);
});

test('the oscillator swings at its rate while it runs, and stops at rest', () => {
  const { routing, at, until } = routes([{ from: LFO, to: BEND, centre: 0.5, amount: 0.5 }], {
    lfoHz: 5,
  });
  runLfo(routing, true);
  at(0);
  const values = until(450).map((call) => Number(call.split(' ')[2]));
  assert.ok(Math.max(...values) > 12_200 && Math.min(...values) < 4200);
  const rising = values.filter((value, index) => value > 8192 && (values[index - 1] ?? 0) <= 8192);
  assert.equal(rising.length, 3);
  runLfo(routing, false);
  assert.match(until(1000).at(-1) ?? '', /bend 0 8192/);
});

test('at rest at once, the synthesiser is told so', () => {
  const { routing, synth, channels, at, set } = routes([{}, { to: BEND, centre: 0 }]);
  set(PAD_Y, 0.5);
  at(0);
  restRoutes(routing, synth, channels);
  assert.deepEqual(synth.taken(), ['control 0 11 127', 'bend 0 8192']);
  assert.deepEqual(at(1), []);
});

test('sources and destinations go by names, controllers by their numbers', () => {
  assert.equal(sourceOf('slide_x'), SLIDE_X);
  assert.equal(sourceOf('cc127'), SOURCES - 1);
  assert.equal(sourceOf('cc128'), undefined);
  assert.equal(sourceOf('toString'), undefined);
  assert.equal(destinationOf('expression'), destinationOf('cc11'));
  assert.equal(destinationOf('nothing'), undefined);
});
