/**
 * The guide's configuration, broken in thousands of ways: each is either read or refused with a
 * problem, soon, and nothing of it stays in memory. FUZZ_SEED and FUZZ_RUNS choose others.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadConfig } from '../../src/config/load.ts';
import { playerSettings } from '../../src/config/player-settings.ts';
import { Problem } from '../../src/core/problem.ts';
import { seededRandom } from '../../src/core/random.ts';
import { SAMPLE_CONFIG } from '../guide/sample-config.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 16);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 2500);
const WARM_UP = 500;
// Not a figure of speed: what takes this long on any machine hangs.
const HANGS_MS = 10_000;
const GROWTH_BYTES = 8e6;

const SOURCE = Buffer.from(`${SAMPLE_CONFIG}
keyboard:
  layout: tracker
  arming_chord: [LEFTCTRL, LEFTALT, SPACE]
velocity:
  curve: [[0, 10], [64, 90], [127, 120]]
  rows: [40, 80, 110]
presets:
  - name: Grand Piano
    program: 0
  - {name: Flute, program: 73, octave: 5}
devices:
  keyboards: [32ac:0012, macropad]
`);

const JUNK = [
  '',
  '\0',
  '\ufeff',
  '\r',
  '\t',
  '"',
  "'",
  '[',
  '{',
  '}',
  ': ',
  '- ',
  '&a ',
  '*a',
  '!!binary ',
  '|\n',
  '>-\n',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '#',
  '<<: ',
  '__proto__: ',
  'constructor: ',
  'audio.buffer_size = 256\n',
  'audio:\n  driver: alsa\n',
  '[[[['.repeat(40),
  '{a: '.repeat(200),
  '\u{1f3b9}',
  '\ud800',
] as const;

const VALUES = [
  'null',
  '~',
  'true',
  'yes',
  '-1',
  '0',
  '1e999',
  '.nan',
  '-.inf',
  '0x7fffffff',
  '9007199254740993',
  '64.5',
  '"64"',
  '[]',
  '{}',
  '[1, [2, [3]]]',
  '{a: {b: c}}',
  '2026-01-01',
  '"\\u0000"',
  `"${'x'.repeat(5000)}"`,
] as const;

type Random = () => number;
type Mutation = (bytes: Buffer, random: Random) => Buffer;

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  flipBits(bytes, random) {
    const flipped = Buffer.from(bytes);
    for (let count = 1 + below(random, 8); count > 0; count--) {
      const at = below(random, flipped.length);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << below(random, 8));
    }
    return flipped;
  },
  cut(bytes, random) {
    const [from, to] = span(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  truncate: (bytes, random) => bytes.subarray(0, below(random, bytes.length)),
  duplicate(bytes, random) {
    const [from, to] = span(bytes, random);
    const at = below(random, bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(from, to), bytes.subarray(at)]);
  },
  insertJunk(bytes, random) {
    const at = below(random, bytes.length);
    const junk = Buffer.from(pick(JUNK, random));
    return Buffer.concat([bytes.subarray(0, at), junk, bytes.subarray(at)]);
  },
  insertNoise(bytes, random) {
    const at = below(random, bytes.length);
    const noise = Buffer.from(Array.from({ length: below(random, 200) }, () => below(random, 256)));
    return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
  },
  swapType(bytes, random) {
    const lines = bytes.toString('latin1').split('\n');
    const at = below(random, lines.length);
    lines[at] = lines[at]?.replace(/:( .*)?$/, `: ${pick(VALUES, random)}`) ?? '';
    return Buffer.from(lines.join('\n'), 'latin1');
  },
  swapLines(bytes, random) {
    const lines = bytes.toString('latin1').split('\n');
    const [one, other] = [below(random, lines.length), below(random, lines.length)];
    [lines[one], lines[other]] = [lines[other] ?? '', lines[one] ?? ''];
    return Buffer.from(lines.join('\n'), 'latin1');
  },
  indent(bytes, random) {
    const lines = bytes.toString('latin1').split('\n');
    const at = below(random, lines.length);
    lines[at] = `${pick([' ', '   ', '\t', '- '], random)}${lines[at]}`;
    return Buffer.from(lines.join('\n'), 'latin1');
  },
};

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[below(random, items.length)]!;
}

function span(bytes: Buffer, random: Random): [from: number, to: number] {
  const from = below(random, bytes.length);
  return [from, Math.min(bytes.length, from + 1 + below(random, 80))];
}

const folder = mkdtempSync(join(tmpdir(), 'fw16-fuzz-config-'));
after(() => rmSync(folder, { recursive: true }));
const configFile = join(folder, 'config.yaml');

/** `loaded`, or the exit code; anything else that is thrown is a crash. */
function read(bytes: Buffer): string {
  writeFileSync(configFile, bytes);
  try {
    const { config } = loadConfig({ flags: {}, env: {}, configFile, home: folder });
    assert.ok(config.audio.bufferSize >= 64 && config.audio.bufferSize <= 8192);
    assert.ok(playerSettings(config, false).armingChord.length >= 2);
    return 'loaded';
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    assert.notEqual(error.message, '');
    return String(error.exit);
  }
}

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

function heapBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

test(`${RUNS} broken configurations load or are refused (seed ${SEED})`, (context) => {
  const random = seededRandom(SEED);
  const names = Object.keys(MUTATIONS);
  const outcomes = new Map<string, number>();
  let slowestMs = 0;
  let heapBefore = 0;
  for (let run = 0; run < RUNS; run++) {
    if (run === Math.min(WARM_UP, RUNS >> 1)) heapBefore = heapBytes();
    const chosen = Array.from({ length: 1 + below(random, 3) }, () => pick(names, random));
    let bytes: Buffer = SOURCE;
    for (const name of chosen) if (bytes.length > 0) bytes = MUTATIONS[name]!(bytes, random);
    const label = `run ${run} of seed ${SEED}: ${chosen.join(', ')}`;
    const begunMs = performance.now();
    try {
      const outcome = read(bytes);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    } catch (cause) {
      throw new Error(`${label}\n${bytes.toString('latin1')}`, { cause });
    }
    const tookMs = performance.now() - begunMs;
    assert.ok(tookMs < HANGS_MS, `${label} took ${tookMs} ms`);
    slowestMs = Math.max(slowestMs, tookMs);
  }
  const growth = heapBytes() - heapBefore;
  context.diagnostic(`${JSON.stringify([...outcomes])}, slowest ${slowestMs.toFixed(0)} ms`);
  context.diagnostic(`heap grew by ${growth} bytes`);
  assert.deepEqual([...outcomes.keys()].sort(), ['78', 'loaded']);
  assert.ok(growth < GROWTH_BYTES, `the heap grew by ${growth} bytes`);
});

test('what it breaks is right to begin with', () => {
  assert.equal(read(SOURCE), 'loaded');
});

test('pure noise of any length is refused or empty', () => {
  const random = seededRandom(SEED);
  for (let length = 1; length <= 1e6; length *= 10) {
    for (const limit of [256, 128, 96]) {
      const noise = Buffer.from(Array.from({ length }, () => 32 + below(random, limit - 32)));
      assert.match(read(noise), /^(78|loaded)$/);
    }
  }
});
