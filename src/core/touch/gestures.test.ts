import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Finger, FingerEvents, FW16_PAD } from '../../../tests/support/fingers.ts';
import { EV_ABS } from '../event.ts';
import { axisMoved, createContacts, fitContacts } from './contacts.ts';
import {
  createGesture,
  forgetFingers,
  LIFTED,
  PAD_SOURCES,
  PAD_X,
  PAD_Y,
  PRESSURE,
  readFrame,
  SECOND,
  SECOND_X,
  SLIDE_X,
  SLIDE_Y,
  SPREAD,
  TOUCHED,
} from './gestures.ts';
import { ABS_MT_PRESSURE } from './pad.ts';

/** A pad, fingers for it, and what they come to. */
function hand(threshold = 0.1, pressure = false) {
  const contacts = createContacts();
  const felt = { min: 0, max: 255, resolution: 0 };
  fitContacts(contacts, pressure ? { ...FW16_PAD, pressure: felt } : FW16_PAD);
  const gesture = createGesture(threshold, new Float64Array(PAD_SOURCES));
  const fingers = new FingerEvents();
  const put = (places: readonly Finger[]): number => {
    for (const [type, code, value] of fingers.frame(places)) {
      if (type === EV_ABS) axisMoved(contacts, code, value);
    }
    return readFrame(gesture, contacts);
  };
  const press = (value: number): number => {
    axisMoved(contacts, ABS_MT_PRESSURE, value);
    return readFrame(gesture, contacts);
  };
  const value = (source: number) => gesture.values[source]!;
  return { gesture, put, press, value };
}

function near(actual: number, expected: number, by = 0.05): void {
  assert.ok(Math.abs(actual - expected) < by, `${actual} is not ${expected}`);
}

test('a touch begins a slide of nothing wherever it lands, and a lift ends it', () => {
  const { put, value } = hand();
  assert.equal(put([[80, 40]]), TOUCHED);
  assert.equal(value(SLIDE_X), 0);
  assert.equal(put([[92, 35]]), 0);
  near(value(SLIDE_X), 12);
  near(value(SLIDE_Y), -5);
  assert.equal(put([null]), LIFTED);
  assert.equal(put([null]), 0);
  assert.equal(put([[10, 10]]), TOUCHED);
  assert.equal(value(SLIDE_X), 0);
});

test('the whole way of the pad ends before its edges', () => {
  const { put, value } = hand();
  put([[4, 4]]);
  near(value(PAD_X), 0);
  near(value(PAD_Y), 0);
  put([[62, 38.6]]);
  near(value(PAD_X), 0.5);
  near(value(PAD_Y), 0.5);
  put([[123, 77]]);
  assert.equal(value(PAD_X), 1);
  assert.equal(value(PAD_Y), 1);
});

test('a second finger tells of itself, and the first goes on', () => {
  const { put, value } = hand();
  put([[30, 40]]);
  put([[40, 40]]);
  assert.equal(
    put([
      [40, 40],
      [80, 40],
    ]),
    0,
  );
  assert.equal(value(SECOND), 1);
  assert.equal(value(SPREAD), 0);
  put([
    [40, 40],
    [100, 40],
  ]);
  near(value(SECOND_X), 20);
  near(value(SPREAD), 20);
  near(value(SLIDE_X), 10);
  put([[40, 40], null]);
  assert.equal(value(SECOND), 0);
});

test('when the first finger lifts, the second leads and the slide goes on from where it was', () => {
  const { put, value } = hand();
  put([[30, 40]]);
  put([
    [45, 40],
    [90, 20],
  ]);
  assert.equal(put([null, [90, 20]]), 0);
  near(value(SLIDE_X), 15);
  put([null, [95, 20]]);
  near(value(SLIDE_X), 20);
  assert.equal(put([null, null]), LIFTED);
});

test('another finger in the same slot is a touch of its own', () => {
  const { gesture, put } = hand();
  put([[30, 40]]);
  gesture.leadFinger = 999;
  assert.equal(put([[70, 40]]), TOUCHED | LIFTED);
});

test('what was forgotten touches anew', () => {
  const { gesture, put, value } = hand();
  put([[30, 40]]);
  put([[60, 40]]);
  forgetFingers(gesture);
  assert.equal(put([[61, 40]]), TOUCHED);
  assert.equal(value(SLIDE_X), 0);
});

test('on a pad with pressure a touch counts from the threshold on, and flutters not', () => {
  const { put, press, value } = hand(0.5, true);
  assert.equal(put([[30, 40]]), 0, 'it hovers');
  // The hardest is taken for a quarter of what the pad claims: 64, so that half of it is 32.
  assert.equal(press(30), 0);
  assert.equal(press(34), TOUCHED);
  assert.equal(press(28), 0);
  near(value(PRESSURE), 28 / 63.75);
  assert.equal(press(20), LIFTED);
});

test('the hardest touch so far is the whole of the pressure', () => {
  const { put, press, value } = hand(0.1, true);
  put([[30, 40]]);
  press(200);
  assert.equal(value(PRESSURE), 1);
  press(100);
  near(value(PRESSURE), 0.5);
});

test('touches and lifts take turns, whatever the fingers do', () => {
  const place = fc.tuple(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 75 }));
  const frame = fc.array(fc.option(place, { nil: null }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 60 }), (frames) => {
      const { gesture, put, value } = hand();
      let touching = false;
      for (const each of [...frames, Array<Finger>(5).fill(null)]) {
        const what = put(each);
        if ((what & LIFTED) !== 0) {
          assert.ok(touching);
          touching = false;
        }
        if ((what & TOUCHED) !== 0) {
          assert.ok(!touching);
          assert.equal(value(SLIDE_X), 0);
          touching = true;
        }
        assert.equal(gesture.lead >= 0, touching);
      }
      assert.equal(touching, false);
    }),
  );
});
