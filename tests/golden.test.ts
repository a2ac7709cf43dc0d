/**
 * Rules of play, each a recording that a musician could have written: settings, what the hands
 * do at which millisecond, an empty line, and what the synthesiser is told at which.
 *
 *     layout tracker            settings: layout, octave, transpose, velocity SOURCE,
 *                               scale ROOT NAME MODE, disarmed
 *
 *     0    down KEY_Q           also: up KEY, repeat KEY, arm, disarm, panic, wait
 *     5    down KEY_Q node 1    the second node of the first keyboard
 *     5    down KEY_Q device 1  another keyboard
 *     20   dropped KEY_Q        events were lost, and only these keys are down now
 *     30   unplug device 1
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { scaleOrder } from '../src/control/scale-request.ts';
import { EV_KEY, EV_SYN, RECORD_WORDS, recordTimeUs, SYN_DROPPED } from '../src/core/event.ts';
import { parseEvemu } from '../src/core/formats/evemu.ts';
import { PATTERNS } from '../src/core/instrument/arpeggio.ts';
import { NO_BEATS } from '../src/core/instrument/beats.ts';
import { COLLISIONS } from '../src/core/instrument/collisions.ts';
import { panic } from '../src/core/instrument/instrument.ts';
import type { Player } from '../src/core/instrument/player.ts';
import {
  KEY_BITMAP_BYTES,
  nodeGone,
  playRecords,
  resync,
  setArmed,
  tick,
  wakeUs,
} from '../src/core/instrument/player.ts';
import { VELOCITY_SOURCES } from '../src/core/instrument/velocity.ts';
import { keyCodeOf } from '../src/core/keys/key-codes.ts';
import { layoutNumber } from '../src/core/keys/layouts.ts';
import type { ScaleSettings } from '../src/core/music/scale.ts';
import { NO_SCALE, SCALE_MODES } from '../src/core/music/scale.ts';
import { SCALES } from '../src/core/music/scales.ts';
import { projectFolder } from '../src/ffi/libraries.ts';
import { type Playing, playing, VELOCITY } from './support/playing.ts';

const FOLDER = join(projectFolder(), 'tests/golden');
const NODES_A_DEVICE = 2;
const VALUES: Readonly<Record<string, number>> = { up: 0, down: 1, repeat: 2 };

interface Golden {
  readonly settings: NonNullable<Parameters<typeof playing>[0]>;
  readonly hands: readonly Move[];
  readonly calls: readonly string[];
}

interface Move {
  readonly ms: number;
  readonly verb: string;
  readonly keys: readonly number[];
  readonly node: number;
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.play'))) {
  const golden = readGolden(readFileSync(join(FOLDER, file), 'utf8'));
  const name = file.replace(/\.play$/, '').replaceAll('-', ' ');
  test(name, () => {
    assert.deepEqual(playByHand(golden), golden.calls);
  });
  if (golden.hands.every(({ verb, node }) => verb in VALUES && node === 0)) {
    test(`${name}, from a recording`, () => {
      assert.deepEqual(playRecording(golden), golden.calls);
    });
  }
}

function readGolden(text: string): Golden {
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim());
  const blocks: string[][] = [[]];
  for (const line of lines) {
    if (line !== '') blocks.at(-1)!.push(line);
    else if (blocks.at(-1)!.length > 0) blocks.push([]);
  }
  const [settings, hands, calls] = /^\d/.test(blocks[0]![0]!) ? [[], ...blocks] : blocks;
  assert.ok(settings && hands && calls, 'settings, hands and calls are set apart by empty lines');
  return {
    settings: readSettings(settings),
    hands: hands.map(readMove),
    calls: calls.map((line) => line.replace(/\s+/g, ' ')),
  };
}

function readSettings(lines: readonly string[]): Golden['settings'] {
  const words = new Map<string, string | undefined>();
  for (const line of lines) {
    const [word = '', ...value] = line.split(/\s+/);
    words.set(word, value.join(' '));
  }
  const known = [
    'layout',
    'octave',
    'transpose',
    'velocity',
    'scale',
    'disarmed',
    'arpeggio',
    'collision',
  ];
  assert.deepEqual(
    [...words.keys()].filter((word) => !known.includes(word)),
    [],
  );
  const source = VELOCITY_SOURCES.find((each) => each === (words.get('velocity') ?? 'fixed'));
  const layout = layoutNumber(words.get('layout') ?? 'tracker');
  assert.ok(source !== undefined && layout >= 0);
  const pattern = numberIn(PATTERNS, words.get('arpeggio') ?? 'up');
  return {
    layout,
    octave: Number(words.get('octave') ?? 4),
    transpose: Number(words.get('transpose') ?? 0),
    velocity: { ...VELOCITY, source },
    scale: readScale(words.get('scale')),
    armed: !words.has('disarmed'),
    collision: numberIn(COLLISIONS, words.get('collision') ?? 'count'),
    beats: { ...NO_BEATS, arpeggio: { ...NO_BEATS.arpeggio, on: words.has('arpeggio'), pattern } },
  };
}

function readScale(words: string | undefined): ScaleSettings {
  if (words === undefined) return NO_SCALE;
  const order = scaleOrder(words, SCALES);
  assert.ok('code' in order && order.more !== undefined, words);
  const [root, mode] = order.more;
  return { ...NO_SCALE, on: true, scale: order.value, root, mode: SCALE_MODES[mode]! };
}

function numberIn(names: readonly string[], name: string): number {
  const number = names.indexOf(name);
  assert.ok(number >= 0, name);
  return number;
}

function readMove(line: string): Move {
  const [ms, verb, ...words] = line.split(/\s+/);
  const numberAfter = (word: string) =>
    words.includes(word) ? Number(words.splice(words.indexOf(word), 2)[1]) : 0;
  const node = numberAfter('node') + NODES_A_DEVICE * numberAfter('device');
  const keys = words.map((word) => keyCodeOf(word) ?? assert.fail(`${word} is no key`));
  assert.ok(verb !== undefined && Number.isFinite(Number(ms)), line);
  return { ms: Number(ms), verb, keys, node };
}

/** Writes down each call that came of `play` with the millisecond it came at. */
function timed({ synth }: Playing, calls: string[], ms: number, play: () => void): void {
  play();
  for (const call of synth.taken()) calls.push(`${ms} ${call}`);
}

function playByHand({ settings, hands }: Golden): string[] {
  const stage = playing(settings);
  for (let node = 0; node < 8; node++) {
    stage.player.held.deviceOf[node] = Math.floor(node / NODES_A_DEVICE);
  }
  const calls: string[] = [];
  for (const move of hands) {
    wakeUntil(stage, calls, move.ms);
    timed(stage, calls, move.ms, () => perform(stage, move));
  }
  assert.deepEqual(stage.synth.faults, []);
  return calls;
}

function wakeUntil(stage: Playing, calls: string[], ms: number): void {
  for (let wake = wakeUs(stage.player); wake <= ms * 1000; wake = wakeUs(stage.player)) {
    timed(stage, calls, wake / 1000, () => tick(stage.player, wake));
  }
}

function perform({ player, synth, send }: Playing, { ms, verb, keys, node }: Move): void {
  const value = VALUES[verb];
  if (value !== undefined) for (const key of keys) send(EV_KEY, key, value, ms * 1000, node);
  else if (verb === 'dropped') lose(player, send, keys, ms, node);
  else if (verb === 'unplug') nodeGone(player, node);
  else if (verb === 'panic') panic(player.instrument, synth);
  else if (verb === 'arm' || verb === 'disarm') setArmed(player, verb === 'arm');
  else assert.equal(verb, 'wait');
}

function lose(
  player: Player,
  send: Playing['send'],
  keys: readonly number[],
  ms: number,
  node: number,
): void {
  const bitmap = new Uint8Array(KEY_BITMAP_BYTES);
  for (const key of keys) bitmap[key >> 3] = bitmap[key >> 3]! | (1 << (key & 7));
  assert.equal(send(EV_SYN, SYN_DROPPED, 0, ms * 1000, node), true);
  resync(player, node, bitmap, ms * 1000);
}

function playRecording({ settings, hands }: Golden): string[] {
  const stage = playing(settings);
  const hex = (code: number) => code.toString(16).padStart(4, '0');
  const lines = hands.flatMap(({ ms, verb, keys }) => {
    const time = (ms / 1000).toFixed(6);
    return [
      ...keys.map((key) => `E: ${time} 0001 ${hex(key)} ${VALUES[verb]}`),
      `E: ${time} 0000 0000 0`,
    ];
  });
  const { records } = parseEvemu(['N: Keyboard', ...lines].join('\n'), 'golden');
  const calls: string[] = [];
  for (let index = 0; index < records.length / RECORD_WORDS; index++) {
    const ms = recordTimeUs(records, index) / 1000;
    wakeUntil(stage, calls, ms);
    timed(stage, calls, ms, () => playRecords(stage.player, 0, records, index, index + 1, 0));
  }
  return calls;
}
