import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordTimeUs, WORD_TYPE_CODE, WORD_VALUE } from '../event.ts';
import { KEY } from '../keys/key-codes.ts';
import { Problem } from '../problem.ts';
import { looksLikeEvemu, parseEvemu } from './evemu.ts';

const DEVICE = `# EVEMU 1.3
# Input device name: "Framework Laptop 16 Keyboard Module - ANSI"
N: Framework Laptop 16 Keyboard Module - ANSI
I: 0003 32ac 0012 0111
P: 00 00 00 00 00 00 00 00
B: 00 0b 00 02 00 00 00 00 00
B: 01 00 00 01 c0 00 00 00 00
B: 01 01 00 00 00 00 00 00 00
B: 04 10 00 00 00 00 00 00 00
A: 00 0 1 0 0 0
L: 00 0
################################
#      Waiting for events      #
################################
`;

function wrongAt(text: string): Problem {
  try {
    parseEvemu(text, 'song.evemu');
  } catch (error) {
    assert.ok(error instanceof Problem);
    return error;
  }
  return assert.fail('this was taken for a recording');
}

test('a recording tells its device and every event in order', () => {
  const recording = parseEvemu(
    `${DEVICE}E: 0.000001 0004 0004 458772\t# EV_MSC / MSC_SCAN             458772
E: 0.000001 0001 0010 0001\t# EV_KEY / KEY_Q                1
E: 0.000001 0000 0000 0000\t# ------------ SYN_REPORT (0) ---------- +0ms
E: 1.250000 0001 0010 0000\t# EV_KEY / KEY_Q                0
`,
    'song.evemu',
  );
  assert.deepEqual(recording.devices, [
    {
      name: 'Framework Laptop 16 Keyboard Module - ANSI',
      vendor: 0x32ac,
      product: 0x12,
      phys: '',
      keys: [KEY.KEY_Q, KEY.KEY_A, KEY.KEY_S, 64],
      pad: undefined,
    },
  ]);
  assert.equal(recording.source, 'song.evemu');
  assert.deepEqual([...recording.deviceOf], [0, 0, 0, 0]);
  assert.equal(recordTimeUs(recording.records, 1), 1);
  assert.equal(recordTimeUs(recording.records, 3), 1_250_000);
  assert.equal(recording.records[6 + WORD_TYPE_CODE], 1 | (KEY.KEY_Q << 16));
  assert.equal(recording.records[6 + WORD_VALUE], 1);
});

test('a negative value is kept', () => {
  const { records } = parseEvemu(`${DEVICE}E: 0.000003 0003 0039 -1\n`, 'x');
  assert.equal(records[WORD_VALUE], -1);
});

test('times of a machine clock start at 0, and small ones stay', () => {
  const clock = parseEvemu(
    `${DEVICE}E: 90000.500000 0001 0010 0001\nE: 90000.750000 0001 0010 0000`,
    'x',
  );
  assert.equal(recordTimeUs(clock.records, 0), 0);
  assert.equal(recordTimeUs(clock.records, 1), 250_000);
  const late = parseEvemu(`${DEVICE}E: 12.500000 0001 0010 0001\n`, 'x');
  assert.equal(recordTimeUs(late.records, 0), 12_500_000);
});

test('an event a little before the last is held at it; a jump back is refused', () => {
  const { records } = parseEvemu(
    `${DEVICE}E: 2.000000 0001 0010 0001\nE: 1.999000 0001 0010 0000\n`,
    'x',
  );
  assert.equal(recordTimeUs(records, 1), 2_000_000);
  const jump = wrongAt(`${DEVICE}E: 2.000000 0001 0010 0001\nE: 0.900000 0001 0010 0000\n`);
  assert.match(jump.message, /goes back/);
});

test('what is wrong is named with its line', () => {
  for (const [line, why] of [
    ['E: 0.000001 0001 zz 1', /E: line/],
    ['E: 0.000001 0001 0010', /E: line/],
    ['E: 0.000001 0001 0300 1', /768 is no code/],
    ['E: 0.000001 0020 0000 1', /32 is no event type/],
    ['E: 0.000001 0001 0010 4294967296', /no value/],
    ['E: 999999999999.000001 0001 0010 1', /no time/],
    ['I: 0003 32ac', /I: line/],
    ['B: 01 xx', /B: line/],
    ['hello', /no evemu recording/],
    [`N${' '.repeat(20_000)}`, /longer/],
  ] as const) {
    const problem = wrongAt(`${DEVICE}${line}\n`);
    assert.match(problem.message, why, line);
    assert.equal(problem.where, 'song.evemu:15');
    assert.equal(problem.exit, 65);
  }
});

test('a recording of more than six hours or of no event is refused', () => {
  const long = wrongAt(`${DEVICE}E: 0.000001 0001 0010 0001\nE: 30000.000000 0001 0010 0000\n`);
  assert.match(long.message, /six hours/);
  assert.match(wrongAt(DEVICE).message, /no event/);
});

test('its kind is told by content', () => {
  assert.ok(looksLikeEvemu(DEVICE));
  assert.ok(looksLikeEvemu('# by hand\nN: Keyboard\n'));
  assert.ok(!looksLikeEvemu('version: 1\nndevices: 1\n'));
  assert.ok(!looksLikeEvemu(''));
});

test('a pad is described by its axes, with the resolution that newer recorders write', () => {
  const axes = 'A: 2f 0 4 0 0 0\nA: 35 -10 3841 0 0 31\nA: 36 0 2392 8 0 31\n';
  const event = 'E: 0.000001 0003 0035 100\n';
  const padOf = (text: string) =>
    parseEvemu(`N: Pad\n${text}${event}`, 'pad.evemu').devices[0]?.pad;
  assert.deepEqual(padOf(`${axes}A: 3a 0 255 0 0\n`), {
    x: { min: -10, max: 3841, resolution: 31 },
    y: { min: 0, max: 2392, resolution: 31 },
    pressure: { min: 0, max: 255, resolution: 0 },
  });
  assert.equal(padOf(axes)?.pressure, undefined);
  assert.equal(padOf('A: 35 0 3841 0 0 31\nA: 36 0 2392 0 0 31\n'), undefined, 'it has no slots');
  assert.match(wrongAt(`N: Pad\nA: 35 3841\n${event}`).message, /an A: line is/);
});
