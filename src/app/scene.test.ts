import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playing } from '../../tests/support/playing.ts';
import { readScene } from '../config/scenes.ts';
import { PATTERNS } from '../core/instrument/arpeggio.ts';
import { CHORD_NAMES } from '../core/instrument/chords.ts';
import { COLLISIONS } from '../core/instrument/collisions.ts';
import { VOICE_MODES } from '../core/instrument/glide.ts';
import { PLAIN_LAYER } from '../core/instrument/instrument.ts';
import { TWELVE_PRESETS } from '../core/instrument/preset.ts';
import { KEY } from '../core/keys/key-codes.ts';
import { LAYOUTS } from '../core/keys/layouts.ts';
import { NOTE_VALUES } from '../core/music/note-value.ts';
import { SCALES } from '../core/music/scales.ts';
import type { OrderCode } from '../core/order.ts';
import { ORDER } from '../core/order.ts';
import { seededRandom } from '../core/random.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { createBoard, publish, snapshot } from '../play/board.ts';
import { change } from '../play/change.ts';
import { createScenes, recallScene, writeScene } from '../play/scenes.ts';
import { sceneFrom, sceneOrders } from './scene.ts';

const NAMES = { layouts: LAYOUTS, scales: SCALES, presets: TWELVE_PRESETS };
const LAYERS = [PLAIN_LAYER, { ...PLAIN_LAYER, channel: 1 }, { ...PLAIN_LAYER, channel: 2 }];

function stage() {
  const it = playing({ layers: LAYERS });
  const board = createBoard();
  const state = (): Snapshot => {
    publish(board, it.player);
    return snapshot(board);
  };
  return { ...it, state };
}

/** What a scene is about: not what was played, nor whether it is armed. */
function set(state: Snapshot): Partial<Snapshot> {
  const { notesBegun, notesEnded, sounding, lastVelocity, keyEvents, presetBank, ...rest } = state;
  return rest;
}

function sceneOf(state: Snapshot) {
  const presetName = TWELVE_PRESETS[state.preset]?.name ?? '';
  const scene = sceneFrom(state, 'a scene', {
    presetName,
    soundfont: undefined,
    tuning: {} as never,
  });
  // As it comes back from a file.
  return (
    readScene(JSON.parse(JSON.stringify(scene))) ??
    assert.fail(`it cannot be read: ${JSON.stringify(scene)}`)
  );
}

/** Sets the player to anything that an order can. */
function shuffle(it: ReturnType<typeof stage>, random: () => number): void {
  const pick = (count: number) => Math.floor(random() * count);
  const orders: [OrderCode, number, number?, number?][] = [
    random() < 0.5 ? [ORDER.preset, pick(12)] : [ORDER.program, pick(200), pick(128)],
    [ORDER.octave, pick(9)],
    [ORDER.transpose, pick(25) - 12],
    [ORDER.layout, pick(LAYOUTS.length)],
    [ORDER.velocity, 1 + pick(127)],
    [ORDER.louder, 10 * (pick(25) - 12)],
    [ORDER.level, pick(129) - 1],
    [ORDER.reverb, pick(129) - 1],
    [ORDER.chorus, pick(129) - 1],
    [ORDER.mode, pick(VOICE_MODES.length)],
    [ORDER.collision, pick(COLLISIONS.length)],
    [ORDER.scale, pick(SCALES.length), pick(12), pick(3)],
    [ORDER.scaleLock, pick(2)],
    [ORDER.layer, pick(3), pick(2)],
    [ORDER.chordNotes, 1 + pick(8), pick(2 ** 31), pick(2 ** 31)],
    [ORDER.chord, 2 + pick(CHORD_NAMES.length)],
    [ORDER.chord, pick(2)],
    [ORDER.inversion, pick(9)],
    [ORDER.strum, pick(500)],
    [ORDER.tempo, 2000 + pick(28_000)],
    [ORDER.pattern, pick(PATTERNS.length)],
    [ORDER.rate, pick(NOTE_VALUES.length)],
    [ORDER.gate, 1 + pick(100)],
    [ORDER.swing, 50 + pick(26)],
    [ORDER.octaves, 1 + pick(4)],
    [ORDER.latch, pick(2)],
    [ORDER.sync, pick(2)],
    [ORDER.arpeggio, pick(2)],
    [ORDER.repeatRate, pick(NOTE_VALUES.length)],
    [ORDER.repeat, pick(2)],
    [ORDER.metronome, pick(2)],
    [ORDER.touchpad, pick(2)],
  ];
  for (const [code, a, b = 0, c = 0] of orders) change(it.player, code, a, b, c, it.player.now);
}

test('whatever it is set to comes back from a scene, out of anything else (seed 27)', () => {
  const random = seededRandom(27);
  for (let round = 0; round < 200; round++) {
    const one = stage();
    shuffle(one, random);
    const before = one.state();
    const scenes = createScenes();
    writeScene(scenes, 3, sceneOrders(sceneOf(before), NAMES));
    const other = stage();
    shuffle(other, random);
    assert.ok(recallScene(other.player, scenes, 3, other.player.now));
    const { scene, scenesRecalled, ...after } = set(other.state());
    const { scene: _, scenesRecalled: __, ...expected } = set(before);
    assert.deepEqual(after, expected, `round ${round}`);
  }
});

test('no scene ends a note that is held', () => {
  const random = seededRandom(28);
  for (let round = 0; round < 100; round++) {
    const it = stage();
    const scenes = createScenes();
    const other = stage();
    shuffle(other, random);
    writeScene(scenes, 0, sceneOrders(sceneOf(other.state()), NAMES));
    change(it.player, ORDER.mode, round % 3, 0, 0, it.player.now);
    it.down(KEY.KEY_Q);
    const held = it.synth.sounding();
    assert.ok(held.includes('0 60'));
    recallScene(it.player, scenes, 0, it.player.now);
    for (const note of held) assert.ok(it.synth.sounding().includes(note), `round ${round}`);
    change(it.player, ORDER.metronome, 0, 0, 0, it.player.now);
    it.up(KEY.KEY_Q);
    assert.deepEqual(it.synth.sounding(), []);
    assert.deepEqual(it.synth.faults, []);
  }
});

test('what a scene leaves out stays, and names that are none say nothing', () => {
  const it = stage();
  const before = it.state();
  const scene = { name: 'x', octave: 7, layout: 'no such', preset: 'no such' };
  const orders = sceneOrders(scene, NAMES);
  assert.deepEqual(orders, [[ORDER.octave, 7]]);
  const scenes = createScenes();
  writeScene(scenes, 0, orders);
  recallScene(it.player, scenes, 0, it.player.now);
  assert.deepEqual(it.state(), { ...before, octave: 7 });
});

test('a place without a scene changes nothing', () => {
  const it = stage();
  const before = it.state();
  assert.equal(recallScene(it.player, createScenes(), 5, it.player.now), false);
  assert.deepEqual(it.state(), before);
});
