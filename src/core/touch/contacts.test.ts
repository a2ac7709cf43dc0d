import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FingerEvents, FW16_PAD } from '../../../tests/support/fingers.ts';
import { EV_ABS } from '../event.ts';
import {
  axisMoved,
  type Contacts,
  createContacts,
  fingerIn,
  fitContacts,
  liftAll,
  SLOTS_MAX,
  setAxis,
} from './contacts.ts';
import {
  ABS_MT_POSITION_X,
  ABS_MT_POSITION_Y,
  ABS_MT_PRESSURE,
  ABS_MT_SLOT,
  ABS_MT_TOOL_TYPE,
  ABS_MT_TRACKING_ID,
} from './pad.ts';

function pad(): Contacts {
  const contacts = createContacts();
  assert.ok(fitContacts(contacts, FW16_PAD));
  return contacts;
}

function play(contacts: Contacts, events: readonly (readonly [number, number, number])[]): void {
  for (const [type, code, value] of events) {
    if (type === EV_ABS) axisMoved(contacts, code, value);
  }
}

test('a finger is where it is in millimetres, from the left and from the player', () => {
  const contacts = pad();
  play(contacts, new FingerEvents().frame([[100, 20]]));
  assert.ok(fingerIn(contacts, 0) >= 0);
  assert.ok(Math.abs(contacts.xMm[0]! - 100) < 0.02, `${contacts.xMm[0]}`);
  assert.ok(Math.abs(contacts.yMm[0]! - 20) < 0.02, `${contacts.yMm[0]}`);
  assert.ok(Math.abs(contacts.widthMm - 123.9) < 0.1);
});

test('what an event leaves out stays as it was, slot by slot', () => {
  const contacts = pad();
  const fingers = new FingerEvents();
  play(contacts, fingers.frame([[10, 10]]));
  play(
    contacts,
    fingers.frame([
      [10, 10],
      [90, 50],
    ]),
  );
  play(contacts, fingers.frame([null, [90, 50]]));
  assert.equal(fingerIn(contacts, 0), -1);
  assert.ok(fingerIn(contacts, 1) >= 0);
  axisMoved(contacts, ABS_MT_SLOT, 0);
  axisMoved(contacts, ABS_MT_TRACKING_ID, 77);
  assert.ok(Math.abs(contacts.xMm[0]! - 10) < 0.02, 'the kernel does not repeat a position');
});

test('a palm is no finger until it is told to be one', () => {
  const contacts = pad();
  play(contacts, new FingerEvents().frame([[10, 10]]));
  axisMoved(contacts, ABS_MT_TOOL_TYPE, 2);
  assert.equal(fingerIn(contacts, 0), -1);
  axisMoved(contacts, ABS_MT_TOOL_TYPE, 0);
  assert.ok(fingerIn(contacts, 0) >= 0);
});

test('a pad that does not say how large it is has a usual size, one without a range is refused', () => {
  const contacts = createContacts();
  const axis = { min: 0, max: 1000, resolution: 0 };
  assert.ok(fitContacts(contacts, { x: axis, y: axis, pressure: undefined }));
  axisMoved(contacts, ABS_MT_POSITION_X, 500);
  assert.equal(contacts.xMm[0], 50);
  const broken = { min: 5, max: 5, resolution: 31 };
  assert.equal(fitContacts(contacts, { x: broken, y: axis, pressure: undefined }), false);
});

test('whatever a device sends, fingers stay on the pad and within its slots', () => {
  const axes = [
    ABS_MT_SLOT,
    ABS_MT_TRACKING_ID,
    ABS_MT_POSITION_X,
    ABS_MT_POSITION_Y,
    ABS_MT_TOOL_TYPE,
    ABS_MT_PRESSURE,
    0,
    1,
  ];
  const event = fc.tuple(
    fc.constantFrom(...axes),
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  );
  const small = fc.tuple(fc.constantFrom(...axes), fc.integer({ min: -2, max: 20 }));
  fc.assert(
    fc.property(fc.array(fc.oneof(event, small), { maxLength: 200 }), (events) => {
      const contacts = createContacts();
      fitContacts(contacts, { ...FW16_PAD, pressure: { min: 0, max: 255, resolution: 0 } });
      for (const [code, value] of events) axisMoved(contacts, code, value);
      for (let slot = 0; slot < SLOTS_MAX; slot++) {
        assert.ok(contacts.xMm[slot]! >= 0 && contacts.xMm[slot]! <= contacts.widthMm);
        assert.ok(contacts.yMm[slot]! >= 0 && contacts.yMm[slot]! <= contacts.heightMm);
        assert.ok(contacts.pressure[slot]! >= 0 && contacts.pressure[slot]! <= 1);
        assert.ok(fingerIn(contacts, slot) >= -1);
      }
      liftAll(contacts);
      for (let slot = 0; slot < SLOTS_MAX; slot++) assert.equal(fingerIn(contacts, slot), -1);
    }),
  );
});

test('asked slot by slot after a gap, it knows what it would have known without one', () => {
  const place = fc.tuple(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 75 }));
  const frame = fc.array(fc.option(place, { nil: null }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(frame, { minLength: 1, maxLength: 20 }), (frames) => {
      const followed = pad();
      const asked = pad();
      const fingers = new FingerEvents();
      for (const each of frames) play(followed, fingers.frame(each));
      // The kernel answers with what it would have sent.
      const { scale } = followed;
      for (let slot = 0; slot < 5; slot++) {
        setAxis(asked, slot, ABS_MT_TRACKING_ID, followed.tracking[slot]!);
        setAxis(asked, slot, ABS_MT_POSITION_X, followed.xMm[slot]! / scale[1]!);
        setAxis(asked, slot, ABS_MT_POSITION_Y, FW16_PAD.y.max - followed.yMm[slot]! / scale[3]!);
      }
      for (let slot = 0; slot < 5; slot++) {
        assert.equal(fingerIn(asked, slot), fingerIn(followed, slot));
        assert.ok(Math.abs(asked.xMm[slot]! - followed.xMm[slot]!) < 1e-6);
        if (fingerIn(asked, slot) >= 0) {
          assert.ok(Math.abs(asked.yMm[slot]! - followed.yMm[slot]!) < 1e-6);
        }
      }
    }),
  );
});
