import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { recordTimeUs, WORD_TYPE_CODE } from '../event.ts';
import { KEY } from '../keys/key-codes.ts';
import { Problem } from '../problem.ts';
import { looksLikeLibinputRecord, parseLibinputRecord } from './libinput-record.ts';

const SCAN_OF_Q = 458772;
const PS2 = '[17, 1, 1, 43841]';

/** A device as `libinput record` describes it, and its lines under `events:`. */
function device(events: string, id = '[3, 12972, 18, 273]'): string {
  return `- node: /dev/input/event3
  evdev:
    # Name: Framework Laptop 16 Keyboard Module - ANSI Keyboard
    #   Event code 16 (KEY_Q)
    name: "Framework Laptop 16 Keyboard Module - ANSI Keyboard"
    id: ${id}
    codes:
      0: [0, 1] # EV_SYN
      1: [16, 17, 30] # EV_KEY
    properties: []
  udev:
    properties:
    - ID_INPUT=1
    - LIBINPUT_DEVICE_GROUP=3/32ac/12:usb-0000:c1:00.3-4.2
  quirks:
  events:
${events}`;
}

function recording(...devices: readonly string[]): string {
  return `# libinput record
version: 1
ndevices: ${devices.length}
libinput:
  version: "1.22.1"
devices:
${devices.join('')}`;
}

/** The report of one key as `libinput record` writes it. */
function key(timeUs: number, code: number, value: number, scan = SCAN_OF_Q): string {
  const time = `${Math.floor(timeUs / 1e6)}, ${timeUs % 1e6}`.padStart(12);
  return `  - evdev:
    - [${time},   4,   4, ${scan}] # EV_MSC / MSC_SCAN
    - [${time},   1, ${code}, ${value}] # EV_KEY / (obfuscated or not)
    - [${time},   0,   0,       0] # ------------ SYN_REPORT (0) ---------- +0ms
`;
}

function wrongWith(text: string): Problem {
  try {
    parseLibinputRecord(text, 'jam.yml', parse);
  } catch (error) {
    assert.ok(error instanceof Problem);
    assert.equal(error.exit, 65);
    return error;
  }
  return assert.fail('this was taken for a recording');
}

const Q_DOWN = key(0, KEY.KEY_Q, 1);

test('two devices become one recording in order of time', () => {
  const read = parseLibinputRecord(
    recording(
      device(Q_DOWN + key(500_000, KEY.KEY_Q, 0)),
      device(key(250_000, KEY.KEY_W, 1) + key(500_000, KEY.KEY_W, 0)),
    ),
    'jam.yml',
    parse,
  );
  assert.deepEqual([...read.deviceOf], [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1]);
  const times = Array.from(read.deviceOf, (_, index) => recordTimeUs(read.records, index));
  assert.deepEqual(times, [0, 0, 0, 25e4, 25e4, 25e4, 5e5, 5e5, 5e5, 5e5, 5e5, 5e5]);
  assert.equal(read.records[7 * 6 + WORD_TYPE_CODE], 1 | (KEY.KEY_Q << 16));
  assert.deepEqual(read.devices[0], {
    name: 'Framework Laptop 16 Keyboard Module - ANSI Keyboard',
    vendor: 0x32ac,
    product: 0x12,
    phys: 'usb-0000:c1:00.3-4.2',
    keys: [16, 17, 30],
    pad: undefined,
  });
});

test('what libinput made of the events, and raw reports, are passed over', () => {
  const others = `  - libinput:
    - {time: 0.000000, type: KEYBOARD_KEY, key: 16, state: pressed}
  - hid:
      time: [0, 0]
      hidraw0: [0x01, 0x00, 0x14]
  # Current time is 14:30:00
`;
  const text = recording(device(others + Q_DOWN + others));
  assert.equal(parseLibinputRecord(text, 'jam.yml', parse).deviceOf.length, 3);
  const windows = text.replaceAll('\n', '\r\n');
  assert.equal(parseLibinputRecord(windows, 'jam.yml', parse).deviceOf.length, 3);
});

test('a formatter of YAML may have set it anew', () => {
  const text = recording(device(Q_DOWN), device(Q_DOWN, PS2));
  const [head = '', devices = ''] = text.split(/(?<=devices:\n)/);
  const deeper = devices
    .replace(/^( {2}- evdev)/gm, '    $1')
    .replace(/^ {4}- \[/gm, '          - [');
  const formatted = head + deeper.replace(/^/gm, '  ');
  assert.deepEqual(
    parseLibinputRecord(formatted, 'jam.yml', parse),
    parseLibinputRecord(text, 'jam.yml', parse),
  );
});

test('what follows the events describes the device', () => {
  const text = recording(`${device(Q_DOWN)}  later: 1\n`);
  assert.deepEqual([...parseLibinputRecord(text, 'jam.yml', parse).deviceOf], [0, 0, 0]);
});

test('the YAML parser never sees the events', () => {
  const seen: string[] = [];
  parseLibinputRecord(recording(device(Q_DOWN)), 'jam.yml', (text) => {
    seen.push(text);
    return parse(text);
  });
  assert.doesNotMatch(seen.join(), /evdev:\n {4}- \[/);
});

test('a device that sent nothing is kept, a recording without an event is refused', () => {
  const { devices, deviceOf } = parseLibinputRecord(
    recording(device(''), device(Q_DOWN)),
    'jam.yml',
    parse,
  );
  assert.equal(devices.length, 2);
  assert.deepEqual([...deviceOf], [1, 1, 1]);
  assert.match(wrongWith(recording(device(''))).message, /no event/);
  assert.match(wrongWith(recording('- evdev: {}\n  events: []\n')).message, /no event/);
});

test('hidden keys are noticed, and the remedy is said', () => {
  const account = '  - libinput:\n    - {time: 0.0, type: KEYBOARD_KEY, key: -1, state: pressed}\n';
  for (const [what, hidden] of [
    ['A on USB with the scan code of PS/2', device(key(0, KEY.KEY_A, 1, 30))],
    ['Enter with the scan code of A', device(key(0, KEY.KEY_ENTER, 0, 30), PS2)],
    ['A twice without coming up', device(key(0, KEY.KEY_A, 1) + key(1, KEY.KEY_A, 1))],
    ['a key without a number', device(Q_DOWN + account)],
  ] as const) {
    const problem = wrongWith(recording(device(Q_DOWN), hidden));
    assert.match(problem.message, /hidden/, what);
    assert.match(problem.remedy ?? '', /--show-keycodes/, what);
    assert.equal(problem.where, 'jam.yml (devices[1])');
  }
});

test('A on a PS/2 keyboard is A', () => {
  const values = [1, 2, 0, 1];
  const played = values.map((value, index) => key(index, KEY.KEY_A, value, 30)).join('');
  const read = parseLibinputRecord(recording(device(played, PS2)), 'jam.yml', parse);
  assert.equal(read.deviceOf.length, 12);
});

test('a wrong event is named with its line', () => {
  const head = recording(device('')).split('\n').length;
  for (const [line, why] of [
    ['    - [  0,      0,   1,  16,     1.5]', /is written as/],
    ['    - [  0,      0,   1,  16]', /is written as/],
    ['    - [  0, 1000000,   1,  16,       1]', /999999/],
    ['    - [  0,      0,   1, 768,       1]', /768 is no code/],
    ['    nonsense', /is written as/],
  ] as const) {
    const problem = wrongWith(recording(device(`  - evdev:\n${line}\n`)));
    assert.match(problem.message, why);
    assert.equal(problem.where, `jam.yml:${head + 1}`);
  }
  assert.match(wrongWith(recording(device('    - [0, 0, 1, 16, 1]\n'))).message, /under - evdev:/);
});

test('a wrong description is named with its line or its place', () => {
  const broken = wrongWith(recording(device(Q_DOWN), device(Q_DOWN, '[3, "')));
  assert.match(broken.where ?? '', /^jam\.yml:42:\d+$/);
  for (const [text, where, why] of [
    ['- 1\n- 2\n', 'jam.yml', /not a recording/],
    ['version: 2\ndevices: []\n', 'jam.yml (version)', /version 2/],
    ['version: 1\n', 'jam.yml (devices)', /no device/],
    [recording(...Array(17).fill(device(''))), 'jam.yml (devices)', /17 devices/],
    [recording('- 5\n'), 'jam.yml (devices[0])', /not described/],
    [recording(device('', '"x"')), 'jam.yml (devices[0])', /vendor/],
    [recording('- evdev: {}\n  events: [{}]\n'), 'jam.yml (devices[0])', /as libinput record/],
  ] as const) {
    const problem = wrongWith(text);
    assert.equal(problem.where, where);
    assert.match(problem.message, why);
  }
  const apart = recording(device(Q_DOWN), device(key(4e10, KEY.KEY_Q, 1)));
  assert.match(wrongWith(apart).message, /six hours apart/);
});

test('events belong to one device, though the file claims them twice', () => {
  const text = recording(device(Q_DOWN), '- evdev: {}\n  events: 0\n');
  assert.deepEqual([...parseLibinputRecord(text, 'jam.yml', parse).deviceOf], [0, 0, 0]);
});

test('a description without end is refused before it is parsed', () => {
  const endless = `version: 1\ndevices:\n${'- &a\n'.repeat(40_000)}`;
  assert.throws(() => parseLibinputRecord(endless, 'jam.yml', assert.fail), /more is said/);
});

test('its kind is told by content', () => {
  assert.ok(looksLikeLibinputRecord('# libinput record\nversion: 1\nndevices: 1\nlibinput:\n'));
  assert.ok(!looksLikeLibinputRecord('version: 1\nservices:\n'));
  assert.ok(!looksLikeLibinputRecord('N: x\n'));
});

test('a pad is described by its axes', () => {
  const text = recording(
    device(key(0, 16, 1)).replace(
      '    properties: []\n',
      '    absinfo:\n      47: [0, 4, 0, 0, 0]\n      53: [0, 3841, 0, 0, 31]\n      54: [0, 2392, 0, 0, 31]\n    properties: []\n',
    ),
  );
  assert.deepEqual(parseLibinputRecord(text, 'jam.yml', parse).devices[0]?.pad, {
    x: { min: 0, max: 3841, resolution: 31 },
    y: { min: 0, max: 2392, resolution: 31 },
    pressure: undefined,
  });
});
