import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordTimeUs, WORD_TYPE_CODE } from '../event.ts';
import { KEY } from '../keys/key-codes.ts';
import { Problem } from '../problem.ts';
import { looksLikeLibinputRecord, readLibinputRecord } from './libinput-record.ts';

type Event = readonly [number, number, number, number, number];

function device(frames: readonly (readonly Event[])[], more: object = {}) {
  return {
    node: '/dev/input/event3',
    evdev: {
      name: 'Framework Laptop 16 Keyboard Module - ANSI Keyboard',
      id: [3, 0x32ac, 0x12, 0x111],
      codes: { 0: [0], 1: [16, 17, 30], 4: [4] },
      properties: [],
    },
    udev: {
      properties: ['ID_INPUT=1', 'LIBINPUT_DEVICE_GROUP=3/32ac/12:usb-0000:c1:00.3-4.2'],
    },
    events: frames.map((evdev) => ({ evdev })),
    ...more,
  };
}

function document(...devices: readonly object[]) {
  return { version: 1, ndevices: devices.length, libinput: { version: '1.22.1' }, devices };
}

function key(timeUs: number, code: number, value: number, scan = 458756): Event[] {
  const [seconds, us] = [Math.floor(timeUs / 1e6), timeUs % 1e6];
  return [
    [seconds, us, 4, 4, scan],
    [seconds, us, 1, code, value],
    [seconds, us, 0, 0, 0],
  ];
}

function wrongWith(content: unknown): Problem {
  try {
    readLibinputRecord(content, 'jam.yml');
  } catch (error) {
    assert.ok(error instanceof Problem);
    assert.equal(error.exit, 65);
    return error;
  }
  return assert.fail('this was taken for a recording');
}

test('two devices become one recording in order of time', () => {
  const recording = readLibinputRecord(
    document(
      device([key(0, KEY.KEY_Q, 1), key(500_000, KEY.KEY_Q, 0)]),
      device([key(250_000, KEY.KEY_W, 1), key(500_000, KEY.KEY_W, 0)]),
    ),
    'jam.yml',
  );
  assert.deepEqual([...recording.deviceOf], [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1]);
  const times = Array.from(recording.deviceOf, (_, index) =>
    recordTimeUs(recording.records, index),
  );
  assert.deepEqual(times, [0, 0, 0, 25e4, 25e4, 25e4, 5e5, 5e5, 5e5, 5e5, 5e5, 5e5]);
  assert.equal(recording.records[7 * 6 + WORD_TYPE_CODE], 1 | (KEY.KEY_Q << 16));
  assert.deepEqual(recording.devices[0], {
    name: 'Framework Laptop 16 Keyboard Module - ANSI Keyboard',
    vendor: 0x32ac,
    product: 0x12,
    phys: 'usb-0000:c1:00.3-4.2',
    keys: [16, 17, 30],
  });
});

test("libinput's own account of the events is passed over", () => {
  const told = device([key(0, KEY.KEY_Q, 1)]);
  const account = { libinput: [{ time: 0, type: 'KEYBOARD_KEY', key: 16, state: 'pressed' }] };
  const recording = readLibinputRecord(
    document({ ...told, events: [account, ...told.events, account] }),
    'jam.yml',
  );
  assert.equal(recording.deviceOf.length, 3);
});

test('a device that sent nothing is kept, a recording without an event is refused', () => {
  const quiet = device([]);
  const recording = readLibinputRecord(document(quiet, device([key(0, 16, 1)])), 'jam.yml');
  assert.equal(recording.devices.length, 2);
  assert.deepEqual([...recording.deviceOf], [1, 1, 1]);
  assert.match(wrongWith(document(quiet)).message, /no event/);
  assert.match(wrongWith(document({ ...quiet, events: null })).message, /no event/);
});

test('hidden keys are noticed, and the remedy is said', () => {
  const hidden: readonly [string, object][] = [
    ['A on USB with the scan code of PS/2', device([key(0, KEY.KEY_A, 1, 30)])],
    [
      'Enter with the scan code of A',
      device([key(0, KEY.KEY_ENTER, 0, 30)], { evdev: { id: [0x11, 1, 1, 0] } }),
    ],
    ['A twice without coming up', device([key(0, KEY.KEY_A, 1), key(1, KEY.KEY_A, 1)])],
    [
      'a key without a number',
      device([], { events: [{ libinput: [{ time: 0, type: 'KEYBOARD_KEY', key: -1 }] }] }),
    ],
  ];
  for (const [what, content] of hidden) {
    const problem = wrongWith(document(content));
    assert.match(problem.message, /hidden/, what);
    assert.match(problem.remedy ?? '', /--show-keycodes/, what);
  }
});

test('A on a PS/2 keyboard is A', () => {
  const ps2 = device(
    [
      key(0, KEY.KEY_A, 1, 30),
      key(1, KEY.KEY_A, 2, 30),
      key(2, KEY.KEY_A, 0, 30),
      key(3, 30, 1, 30),
    ],
    { evdev: { id: [0x11, 1, 1, 0] } },
  );
  assert.equal(readLibinputRecord(document(ps2), 'jam.yml').deviceOf.length, 12);
});

test('what is wrong is named with its place', () => {
  const first = 'jam.yml (devices[0].';
  for (const [content, where, why] of [
    [[1, 2], 'jam.yml', /not a recording/],
    [{ version: 2, devices: [] }, 'jam.yml (version)', /version 2/],
    [{ version: 1 }, 'jam.yml (devices)', /no device/],
    [document(...Array(17).fill(device([]))), 'jam.yml (devices)', /17 devices/],
    [document({}), `${first}evdev)`, /not described/],
    [document({ evdev: { id: 'x' } }), `${first}evdev.id)`, /vendor/],
    [document(device([], { events: 3 })), `${first}events)`, /not a list/],
    [document(device([], { events: [3] })), `${first}events[0])`, /not an event/],
    [document(device([[[0, 0, 1, 16, 1.5]]])), `${first}events[0].evdev[0])`, /five whole/],
    [document(device([[[0, 1e6, 1, 16, 1]]])), `${first}events[0].evdev[0])`, /999999/],
    [document(device([[[-1, 0, 1, 16, 1]]])), `${first}events[0].evdev[0])`, /no time/],
  ] as const) {
    const problem = wrongWith(content);
    assert.equal(problem.where, where);
    assert.match(problem.message, why);
  }
  const apart = document(device([key(0, 16, 1)]), device([key(4e10, 16, 1)]));
  assert.match(wrongWith(apart).message, /six hours apart/);
});

test('its kind is told by content', () => {
  assert.ok(looksLikeLibinputRecord('# libinput record\nversion: 1\nndevices: 1\nlibinput:\n'));
  assert.ok(!looksLikeLibinputRecord('version: 1\nservices:\n'));
  assert.ok(!looksLikeLibinputRecord('N: x\n'));
});
