/**
 * Damaged recordings: each is played for what is left of it or refused with a reason, and none
 * crashes, hangs or keeps a file open.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parse } from 'yaml';
import { RECORD_WORDS, type Recording, recordTimeUs } from '../../src/core/event.ts';
import { LENGTH_MAX_US } from '../../src/core/formats/take.ts';
import { EXIT, Problem } from '../../src/core/problem.ts';
import { seededRandom } from '../../src/core/random.ts';
import { readRecording } from '../../src/devices/recording.ts';
import { projectFolder } from '../../src/ffi/libraries.ts';

const SEED = Number(process.env['SEED'] ?? 16);
const MUTATIONS = 2500;
const RECORDINGS = join(projectFolder(), 'assets/recordings');
// What parsers of text and of YAML have stumbled over.
const NASTY = [
  '999999999999999999999',
  '-1',
  '4294967296',
  '0x7fffffff',
  '1e400',
  '.nan',
  '~',
  '\0',
  '\ufeff',
  '\r',
  '\t',
  '#',
  ': ',
  '- ',
  '&a ',
  '*a',
  '<<: *a\n',
  '!!binary ',
  '!!set {',
  '[[[[[[[[',
  '{{{{{{{{',
  '"',
  "'",
  '|\n',
  '---\n',
  '...\n',
  '%YAML 9.9\n',
  '__proto__: ',
  'E: ',
  'B: 01 ',
  'I: ',
];

const folder = mkdtempSync(join(tmpdir(), 'fw16-fuzz-'));
after(() => rmSync(folder, { recursive: true }));

const parseYaml = (text: string): unknown => parse(text, { logLevel: 'error' });

type Pick = (count: number) => number;

const DAMAGES: readonly ((bytes: Buffer, pick: Pick) => Buffer)[] = [
  (bytes, pick) => {
    const damaged = Buffer.from(bytes);
    for (let flips = 1 + pick(8); flips > 0; flips--) damaged[pick(damaged.length)] = pick(256);
    return damaged;
  },
  (bytes, pick) => bytes.subarray(0, pick(bytes.length)),
  (bytes, pick) => splice(bytes, pick(bytes.length), pick(200), Buffer.alloc(0)),
  (bytes, pick) => {
    const from = pick(bytes.length);
    return splice(bytes, pick(bytes.length), 0, bytes.subarray(from, from + pick(400)));
  },
  (bytes, pick) =>
    splice(bytes, pick(bytes.length), pick(4), Buffer.from(NASTY[pick(NASTY.length)]!)),
  (bytes, pick) => {
    const numbers = [...bytes.toString('latin1').matchAll(/\d+/g)];
    if (numbers.length === 0) return bytes;
    const { index, 0: digits } = numbers[pick(numbers.length)]!;
    return splice(bytes, index, digits.length, Buffer.from(NASTY[pick(7)]!));
  },
  (bytes, pick) => {
    const lines = bytes.toString('latin1').split('\n');
    const [moved = ''] = lines.splice(pick(lines.length), 1);
    lines.splice(pick(lines.length), 0, moved);
    return Buffer.from(lines.join('\n'), 'latin1');
  },
];

function splice(bytes: Buffer, at: number, remove: number, insert: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]);
}

function damaged(whole: Buffer, pick: Pick): Buffer {
  let bytes = whole;
  for (let times = 1 + pick(3); times > 0 && bytes.length > 20; times--) {
    bytes = DAMAGES[pick(DAMAGES.length)]!(bytes, pick);
  }
  return bytes;
}

function assertPlayable({ devices, deviceOf, records }: Recording): void {
  assert.equal(records.length, deviceOf.length * RECORD_WORDS);
  assert.ok(devices.length > 0 && deviceOf.every((device) => device < devices.length));
  let lastUs = 0;
  for (let index = 0; index < deviceOf.length; index++) {
    const timeUs = recordTimeUs(records, index);
    assert.ok(timeUs >= lastUs && timeUs <= 2 * LENGTH_MAX_US, `${timeUs} after ${lastUs}`);
    lastUs = timeUs;
  }
}

/** Reads so many damaged copies; answers how many were played and how many refused. */
function readDamaged(whole: Buffer): { played: number; refused: number } {
  const random = seededRandom(SEED);
  const pick: Pick = (count) => Math.floor(random() * count);
  const path = join(folder, 'recording');
  const outcome = { played: 0, refused: 0 };
  for (let mutation = 0; mutation < MUTATIONS; mutation++) {
    writeFileSync(path, damaged(whole, pick));
    try {
      assertPlayable(readRecording(path, parseYaml));
      outcome.played++;
    } catch (error) {
      assert.ok(error instanceof Problem, `mutation ${mutation}: ${error}`);
      assert.equal(error.exit, EXIT.badData);
      assert.ok(error.where?.startsWith(path) && error.message.length > 0);
      outcome.refused++;
    }
  }
  return outcome;
}

/** A recording of two devices as `libinput record` writes it, small enough to be read often. */
function smallLibinputRecording(): Buffer {
  const [head = '', ...devices] = readFileSync(join(RECORDINGS, 'two-keyboards.yml'), 'utf8')
    .replace(/(1: \[(\d+, ){12}).*\]/g, '$130]')
    .split(/^(?=- node)/m);
  const brief = devices.slice(0, 2).map((device) => device.split(/^(?= {2}- evdev)/m).slice(0, 4));
  return Buffer.from(head + brief.flat().join(''));
}

for (const [format, whole] of [
  ['evemu', readFileSync(join(RECORDINGS, 'scale.evemu'))],
  ['libinput record', smallLibinputRecording()],
] as const) {
  const name = `${MUTATIONS} damaged recordings of ${format} are played or refused (seed ${SEED})`;
  test(name, { timeout: 60_000 }, () => {
    const open = () => readdirSync('/proc/self/fd').length;
    const before = open();
    const { played, refused } = readDamaged(whole);
    assert.ok(played > MUTATIONS / 20 && refused > MUTATIONS / 20, `${played} and ${refused}`);
    assert.equal(open(), before);
  });
}
