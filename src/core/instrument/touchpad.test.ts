import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Finger, FingerEvents, FW16_PAD } from '../../../tests/support/fingers.ts';
import { playing } from '../../../tests/support/playing.ts';
import { EV_SYN, RECORD_WORDS, SYN_DROPPED } from '../event.ts';
import { ACTION } from '../keys/bindings.ts';
import { KEY } from '../keys/key-codes.ts';
import { SCALES, scaleNumber } from '../music/scales.ts';
import { BTN_LEFT } from '../touch/pad.ts';
import { setScale } from './adjust.ts';
import { SOUNDING } from './ledger.ts';
import {
  KEY_BITMAP_BYTES,
  nodeGone,
  padCame,
  playRecords,
  resync,
  setArmed,
  setPadOn,
  tick,
  wakeUs,
} from './player.ts';
import { BEND, destinationOf, PITCH, type RouteSettings } from './routes.ts';
import { NO_ROUTES, type RoutingSettings } from './routing.ts';
import { PAD_OFF, type TouchpadSettings } from './touchpad.ts';

const PAD = 1;
const PITCH_ROUTE: RouteSettings = {
  from: PITCH,
  to: BEND,
  amount: 1,
  centre: 0.5,
  invert: false,
  curve: 'linear',
  smoothingUs: 0,
  by: -1,
};
const BEND_RANGE = 12;

/** A keyboard on node 0 and a pad on node 1. */
function stage(pad: Partial<TouchpadSettings> = {}, routing: Partial<RoutingSettings> = {}) {
  const hands = playing({
    touchpad: { ...PAD_OFF, on: true, ...pad },
    routing: { ...NO_ROUTES, routes: [PITCH_ROUTE], bendRange: BEND_RANGE, ...routing },
  });
  const { player, synth } = hands;
  player.held.deviceOf[PAD] = 1;
  assert.ok(padCame(player, PAD, FW16_PAD));
  const fingers = new FingerEvents();
  const touch = (ms: number, places: readonly Finger[]): string[] => {
    while (wakeUs(player) < ms * 1000) tick(player, wakeUs(player));
    const records = fingers.records(ms * 1000, places);
    playRecords(player, PAD, records, 0, records.length / RECORD_WORDS, 0);
    return synth.taken();
  };
  const rest = (ms: number): string[] => {
    while (wakeUs(player) <= ms * 1000) tick(player, wakeUs(player));
    return synth.taken();
  };
  let last = 0;
  /** Semitones that the wheel is off rest once the calls have been made. */
  const semitones = (calls: readonly string[]): number => {
    const bend = calls.findLast((call) => call.startsWith('bend'));
    if (bend !== undefined) last = ((Number(bend.split(' ')[2]) - 8192) / 8192) * BEND_RANGE;
    return last;
  };
  return { ...hands, touch, rest, semitones };
}

function near(actual: number, expected: number, by = 0.01): void {
  assert.ok(Math.abs(actual - expected) < by, `${actual} is not ${expected}`);
}

test('a touch bends nothing, and a slide bends by its length', () => {
  const { touch, down, semitones } = stage();
  down(KEY.KEY_Q, 0);
  assert.deepEqual(
    touch(10, [[90, 40]]).filter((call) => call.startsWith('bend')),
    [],
  );
  near(semitones(touch(17, [[110, 40]])), 2);
  near(semitones(touch(24, [[60, 40]])), -3);
});

test('a lift leads back to the note, and the note sounds on', () => {
  const { touch, rest, down, synth } = stage();
  down(KEY.KEY_Q, 0);
  touch(10, [[60, 40]]);
  touch(17, [[80, 40]]);
  touch(24, [null]);
  const calls = rest(1000);
  assert.ok(calls.length > 20, 'in small steps');
  assert.equal(calls.at(-1), 'bend 0 8192');
  assert.deepEqual(synth.sounding(), ['0 60']);
});

test('the magnet draws to the scale that is set, seen from the note that sounds', () => {
  const { touch, down, player, semitones } = stage({ magnet: 0.5 });
  setScale(player.instrument, scaleNumber(SCALES, 'major'), 0, 'snap');
  down(KEY.KEY_Q, 0);
  touch(10, [[60, 40]]);
  near(semitones(touch(17, [[64, 40]])), 0);
  near(semitones(touch(24, [[76, 40]])), 2);
  // From C a step of ten millimetres is halfway to D; from E it is F.
  near(semitones(touch(31, [[70, 40]])), 1);
  down(KEY.KEY_E, 35);
  near(semitones(touch(38, [[70, 40]])), 1);
  near(semitones(touch(45, [[71.5, 40]])), 1);
});

test('absolute, the middle of the pad is in tune and the way to it is as long', () => {
  const { touch, down, semitones } = stage({ mode: 'absolute' }, { pitchIsAbsolute: true });
  down(KEY.KEY_Q, 0);
  near(semitones(touch(10, [[61.95 + 30, 40]])), 3);
  near(semitones(touch(17, [[61.95, 40]])), 0);
});

test('a theremin begins its note in tune where it is touched, and ends it with the lift', () => {
  const { touch, player, synth, semitones } = stage(
    { mode: 'theremin', magnet: 0.5 },
    { pitchIsAbsolute: true, returnUs: Number.POSITIVE_INFINITY },
  );
  assert.deepEqual(touch(10, [[61.95 + 41, 40]]), ['on 0 64 100']);
  near(semitones(touch(17, [[61.95 + 51, 40]])), 1);
  assert.deepEqual(touch(24, [null]), ['off 0 64']);
  assert.deepEqual(touch(100, [[61.95 - 20, 40]]), ['bend 0 8192', 'on 0 58 100']);
  setArmed(player, false);
  assert.deepEqual(synth.sounding(), []);
});

test('a click is a key that commands, and comes up with the pad', () => {
  const { send, player, synth } = stage({ click: ACTION.sustain });
  send(1, BTN_LEFT, 1, 0, PAD);
  assert.deepEqual(synth.taken(), ['control 0 64 127']);
  nodeGone(player, PAD);
  assert.deepEqual(synth.taken(), ['control 0 64 0']);
});

test('the other buttons of a pad are no keys', () => {
  const { send, player } = stage();
  send(1, 0x14a, 1, 0, PAD);
  send(1, KEY.KEY_Q, 1, 0, PAD);
  assert.equal(player.instrument.ledger.counts[SOUNDING], 0);
});

test('switched off while a finger and the click are down, both come up', () => {
  const { touch, rest, send, down, player, synth, semitones } = stage({ click: ACTION.sustain });
  down(KEY.KEY_Q, 0);
  touch(10, [[60, 40]]);
  touch(17, [[90, 40]]);
  send(1, BTN_LEFT, 1, 18_000, PAD);
  synth.taken();
  down(KEY.KEY_TAB, 20_000);
  down(KEY.KEY_P, 21_000);
  const calls = rest(1000);
  assert.ok(calls.includes('control 0 64 0'));
  assert.ok(calls.includes('bend 0 8192'));
  assert.deepEqual(touch(1010, [[20, 40]]), []);
  touch(1015, [null]);
  setPadOn(player, true);
  touch(1020, [[30, 40]]);
  near(semitones(touch(1027, [[40, 40]])), 1);
});

test('after a gap without an answer no finger is on the pad', () => {
  const { touch, rest, send, player } = stage();
  touch(10, [[60, 40]]);
  touch(17, [[90, 40]]);
  assert.equal(send(EV_SYN, SYN_DROPPED, 0, 20_000, PAD), true);
  player.instrument.touchpad.contacts.tracking.fill(-1);
  resync(player, PAD, new Uint8Array(KEY_BITMAP_BYTES), 20_000);
  assert.equal(rest(1000).at(-1), 'bend 0 8192');
});

test('disarmed, a finger is not looked at, and what it held goes back', () => {
  const { touch, rest, player } = stage();
  touch(10, [[60, 40]]);
  touch(17, [[90, 40]]);
  setArmed(player, false);
  assert.equal(rest(1000).at(-1), 'bend 0 8192');
  assert.deepEqual(touch(1010, [[20, 40]]), []);
});

test('panic is rest at once, and a finger that stays touches anew', () => {
  const { touch, down, synth, semitones } = stage();
  touch(10, [[60, 40]]);
  touch(17, [[90, 40]]);
  down(KEY.KEY_ESC, 20_000);
  assert.ok(synth.taken().includes('bend 0 8192'));
  assert.equal(semitones(touch(24, [[91, 40]])), 0);
  near(semitones(touch(31, [[101, 40]])), 1);
});

test('pressure is a velocity where the pad feels any, and none where it does not', () => {
  const { touch, down, player, synth } = stage();
  player.instrument.velocity.source = 'pressure';
  touch(10, [[60, 40]]);
  down(KEY.KEY_Q, 11_000);
  assert.deepEqual(synth.taken(), ['on 0 60 100']);
});

test('only one pad plays, and another may once it is gone', () => {
  const { player } = stage();
  assert.equal(padCame(player, 2, FW16_PAD), false);
  nodeGone(player, PAD);
  assert.equal(padCame(player, 2, FW16_PAD), true);
});

test('loudness can open the filter before its note begins', () => {
  const velocity = { ...PITCH_ROUTE, from: PITCH + 1, to: destinationOf('cc74')!, centre: 0 };
  const { down, synth } = stage({}, { routes: [velocity] });
  down(KEY.KEY_Q, 0);
  assert.deepEqual(synth.taken(), ['control 0 74 114', 'on 0 60 100']);
});
