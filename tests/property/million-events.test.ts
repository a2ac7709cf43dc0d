/**
 * Whatever hands, cables and orders do, in whatever order: every note that begins ends once, and
 * when all is let go nothing sounds.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import {
  EV_KEY,
  EV_SYN,
  KEY_REPEATED,
  RECORD_WORDS,
  SYN_DROPPED,
  SYN_REPORT,
  writeRecord,
} from '../../src/core/event.ts';
import {
  setCollision,
  setLayer,
  setLayout,
  setMode,
  setOctave,
  setProgram,
  setScale,
  setScaleLock,
  setTranspose,
  setVelocity,
} from '../../src/core/instrument/adjust.ts';
import { PATTERNS } from '../../src/core/instrument/arpeggio.ts';
import {
  clockPulse,
  setArpeggio,
  setArpeggioValue,
  setGate,
  setLatch,
  setMetronome,
  setOctaves,
  setPattern,
  setRepeat,
  setRepeatValue,
  setTempo,
  tapTempo,
} from '../../src/core/instrument/beats.ts';
import {
  CHORD_NAMES,
  learnChord,
  setChordKind,
  setChords,
  setInversion,
  setStrum,
} from '../../src/core/instrument/chords.ts';
import { COLLISIONS } from '../../src/core/instrument/collisions.ts';
import { VOICE_MODES } from '../../src/core/instrument/glide.ts';
import { endBeats, PLAIN_LAYER, panic } from '../../src/core/instrument/instrument.ts';
import { BEGUN, ENDED, SOUNDING } from '../../src/core/instrument/ledger.ts';
import { commandLoop, LOOP_WORDS } from '../../src/core/instrument/looping.ts';
import { liftPedals, setSostenuto, setSustain } from '../../src/core/instrument/pedals.ts';
import {
  createPlayer,
  KEY_BITMAP_BYTES,
  nodeGone,
  type Player,
  type PlayerSettings,
  padCame,
  playRecords,
  resync,
  setArmed,
  setPadOn,
  tick,
} from '../../src/core/instrument/player.ts';
import { choosePreset, turnPresetBank } from '../../src/core/instrument/preset-choice.ts';
import { BEND, FILTER, PITCH } from '../../src/core/instrument/routes.ts';
import { NO_ROUTES } from '../../src/core/instrument/routing.ts';
import { PAD_OFF } from '../../src/core/instrument/touchpad.ts';
import { VELOCITY_SOURCES } from '../../src/core/instrument/velocity.ts';
import { ACTION, bindings } from '../../src/core/keys/bindings.ts';
import { KEY_COUNT } from '../../src/core/keys/key-codes.ts';
import { LAYOUTS } from '../../src/core/keys/layouts.ts';
import { NOTE_VALUES } from '../../src/core/music/note-value.ts';
import { SCALE_MODES } from '../../src/core/music/scale.ts';
import { SCALES } from '../../src/core/music/scales.ts';
import { ORDER } from '../../src/core/order.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { Synth } from '../../src/core/synth.ts';
import { PAD_Y } from '../../src/core/touch/gestures.ts';
import { BTN_LEFT } from '../../src/core/touch/pad.ts';
import { fluidSynthPort } from '../../src/engine/fluid-synth.ts';
import { openFluidSynth } from '../../src/ffi/libfluidsynth.ts';
import { createScenes, recallScene, writeScene } from '../../src/play/scenes.ts';
import { FingerEvents, FW16_PAD } from '../support/fingers.ts';
import { PLAYER } from '../support/playing.ts';
import { scriptedSynth } from '../support/scripted-synth.ts';

const SEED = Number(process.env['SEED'] ?? 16);
const FONT = '/usr/share/sounds/sf2/TimGM6mb.sf2';
const DEVICES = 4;
const NODES = 2 * DEVICES;
const PAD = NODES;
const NOTE_KEYS = [...new Set(LAYOUTS.flatMap(({ keys }) => keys))];
const COMMAND_KEYS = [...bindings().keys()].filter((code) => bindings()[code] !== 0);

/** On top of each other and side by side, one of them of a single voice, two on one channel. */
const LAYERS = [
  PLAIN_LAYER,
  { ...PLAIN_LAYER, transpose: -12, high: 64 },
  { ...PLAIN_LAYER, channel: 1, program: 48, mode: VOICE_MODES.indexOf('legato'), glideMs: 50 },
  { ...PLAIN_LAYER, channel: 9, bank: 128, softest: 60 },
];
const route = {
  amount: 1,
  centre: 0.5,
  invert: false,
  curve: 'linear',
  smoothingUs: 6000,
  by: -1,
} as const;
const SETTINGS: PlayerSettings = {
  ...PLAYER,
  instrument: {
    ...PLAYER.instrument,
    layers: LAYERS,
    touchpad: { ...PAD_OFF, on: true, mode: 'theremin', magnet: 0.5, click: ACTION.sustain },
    routing: {
      ...NO_ROUTES,
      routes: [
        { ...route, from: PITCH, to: BEND },
        { ...route, from: PAD_Y, to: FILTER, centre: 1 },
      ],
      bendRange: 12,
      pitchIsAbsolute: true,
    },
  },
};

/** Scenes of which each undoes what the others set. */
const SCENES = createScenes();
writeScene(SCENES, 0, [
  [ORDER.preset, 3],
  [ORDER.mode, 1],
  [ORDER.arpeggio, 1],
  [ORDER.layer, 1, 0],
  [ORDER.chord, 4],
]);
writeScene(SCENES, 1, [
  [ORDER.program, 0, 40],
  [ORDER.mode, 2],
  [ORDER.arpeggio, 0],
  [ORDER.repeat, 1],
  [ORDER.scale, 3, 2, 1],
]);
writeScene(SCENES, 2, [
  [ORDER.mode, 0],
  [ORDER.layer, 1, 1],
  [ORDER.repeat, 0],
  [ORDER.chord, 0],
  [ORDER.scaleLock, 0],
  [ORDER.latch, 0],
]);

type Random = () => number;

/** Plays so many random events on several keyboards; `heard` is called after each. */
function rehearse(player: Player, random: Random, events: number, heard: () => void): void {
  const pick = (count: number) => Math.floor(random() * count);
  const records = new Int32Array(2 * RECORD_WORDS);
  const bitmap = new Uint8Array(KEY_BITMAP_BYTES);
  let timeUs = 0;
  const report = (node: number, type: number, code: number, value: number): boolean => {
    writeRecord(records, 0, timeUs, type, code, value);
    writeRecord(records, 1, timeUs, EV_SYN, SYN_REPORT, 0);
    return playRecords(player, node, records, 0, 2, 0);
  };
  const fingers = new FingerEvents();
  const touch = () => {
    const places = [0, 1].map(() => (pick(3) === 0 ? null : ([pick(124), pick(77)] as const)));
    const frame = fingers.records(timeUs, places);
    playRecords(player, PAD, frame, 0, frame.length / RECORD_WORDS, 0);
  };
  for (let node = 0; node <= NODES; node++) player.held.deviceOf[node] = node >> 1;
  for (let event = 0; event < events; event++) {
    timeUs += pick(2000);
    tick(player, timeUs);
    const node = pick(NODES);
    const kind = random();
    if (kind < 0.9) {
      const keys = random() < 0.9 ? NOTE_KEYS : COMMAND_KEYS;
      const value = kind < 0.42 ? 1 : kind < 0.84 ? 0 : KEY_REPEATED;
      report(node, EV_KEY, keys[pick(keys.length)]!, value);
    } else if (kind < 0.97) {
      padCame(player, PAD, FW16_PAD);
      if (kind < 0.91) report(PAD, EV_KEY, BTN_LEFT, pick(2));
      else touch();
    } else if (kind < 0.98) {
      bitmap.forEach((_, index) => {
        bitmap[index] = random() < 0.9 ? 0 : pick(256);
      });
      if (report(node, EV_SYN, SYN_DROPPED, 0)) resync(player, node, bitmap, timeUs);
    } else if (kind < 0.985) {
      // Both nodes of a keyboard go with its cable; what is plugged in next takes their numbers.
      nodeGone(player, node & ~1);
      nodeGone(player, node | 1);
      if (pick(4) === 0) nodeGone(player, PAD);
    } else if (kind < 0.99) order(player, pick);
    else setArmed(player, true);
    heard();
  }
  letGo(player, report);
}

function order(player: Player, pick: (count: number) => number): void {
  const { instrument, synth } = player;
  const orders = [
    () => setOctave(instrument, pick(11) - 1),
    () => setTranspose(instrument, pick(30) - 15),
    () => setLayout(instrument, pick(LAYOUTS.length)),
    () => setScale(instrument, pick(SCALES.length), pick(12), SCALE_MODES[pick(4)]),
    () => setScaleLock(instrument, pick(4) === 0),
    () => setProgram(instrument, synth, 0, pick(128)),
    () => choosePreset(instrument, synth, pick(14)),
    () => turnPresetBank(instrument, pick(2) === 0 ? 1 : -1),
    () => setVelocity(instrument, pick(140)),
    () => setLayer(instrument, pick(LAYERS.length + 1), pick(2) === 0),
    () => setMode(instrument, synth, pick(VOICE_MODES.length)),
    () => setCollision(instrument, pick(COLLISIONS.length)),
    () => setArpeggio(instrument, pick(2) === 0),
    () => setChords(instrument, pick(2) === 0),
    () => setChordKind(instrument, pick(CHORD_NAMES.length)),
    () => setInversion(instrument, pick(9)),
    () => setStrum(instrument, pick(40)),
    () => learnChord(instrument),
    () => setPattern(instrument, pick(PATTERNS.length)),
    () => setArpeggioValue(instrument, pick(NOTE_VALUES.length)),
    () => setOctaves(instrument, 1 + pick(4)),
    () => setGate(instrument, 1 + pick(100)),
    () => setLatch(instrument, pick(2) === 0),
    () => setRepeat(instrument, pick(2) === 0),
    () => setRepeatValue(instrument, pick(NOTE_VALUES.length)),
    () => setTempo(instrument, 20 + pick(281), player.now),
    () => tapTempo(instrument, player.now),
    () => clockPulse(instrument, player.now),
    () => setMetronome(instrument, synth, pick(2) === 0, player.now),
    () => {
      instrument.velocity.source = VELOCITY_SOURCES[pick(VELOCITY_SOURCES.length)]!;
    },
    () => pick(8) === 0 && panic(instrument, synth),
    () => pick(8) === 0 && setArmed(player, false),
    () => setPadOn(player, pick(4) > 0),
    () => commandLoop(instrument, synth, pick(LOOP_WORDS.length), player.now),
    () => setSostenuto(instrument.pedals, synth, instrument.channels, pick(2) === 0),
    () => setSustain(instrument.pedals, synth, instrument.channels, pick(4) === 0),
    () => recallScene(player, SCENES, pick(4), player.now),
  ];
  orders[pick(orders.length)]!();
}

/** Hands off: every key that is down comes up, and a latched pedal is let up by its key. */
function letGo(
  player: Player,
  report: (node: number, type: number, code: number, value: number) => boolean,
): void {
  const up = () => {
    for (let node = 0; node < NODES; node++) {
      for (let code = 0; code < KEY_COUNT; code++) report(node, EV_KEY, code, 0);
    }
  };
  up();
  nodeGone(player, PAD);
  endBeats(player.instrument, player.synth);
  tick(player, Number.MAX_SAFE_INTEGER);
  up();
  const { pedals, channels } = player.instrument;
  liftPedals(pedals, player.synth, channels);
}

function assertNothingHeld({ instrument }: Player): void {
  const { ledger, pedals } = instrument;
  assert.ok(ledger.firstOf.every((hold) => hold === 0));
  assert.ok(ledger.holders.every((holders) => holders === 0));
  assert.equal(ledger.counts[SOUNDING], 0);
  assert.equal(ledger.counts[BEGUN], ledger.counts[ENDED]);
  assert.equal(pedals.down, false);
}

test(`a million events leave no note behind and end none twice (seed ${SEED})`, () => {
  const synth = scriptedSynth(false);
  const player = createPlayer(SETTINGS, synth);
  let heard = 0;
  rehearse(player, seededRandom(SEED), 1_000_000, () => {
    if (++heard % 1000 !== 0) return;
    assert.equal(synth.sounding().length, player.instrument.ledger.counts[SOUNDING]);
  });
  assert.deepEqual(synth.faults, []);
  assert.deepEqual(synth.sounding(), []);
  assertNothingHeld(player);
  const begun = player.instrument.ledger.counts[BEGUN]!;
  // A scale silences some keys, and others share a note.
  assert.ok(begun > 50_000, `the hands played ${begun} notes`);
});

const loaded = openFluidSynth();
const missing = !loaded.ok
  ? `needs libfluidsynth: ${loaded.remedy}`
  : existsSync(FONT)
    ? false
    : 'needs a SoundFont: apt install timgm6mb-soundfont';

test(`FluidSynth has no voice left after the same million events (seed ${SEED})`, {
  skip: missing,
}, () => {
  assert.ok(loaded.ok);
  const { fluidsynth } = loaded;
  const settings = fluidsynth.newSettings()!;
  fluidsynth.setNumber(settings, 'synth.sample-rate', 48_000);
  // Chords on every layer are many voices, and a note that finds none would count as a failure.
  fluidsynth.setInt(settings, 'synth.polyphony', 2048);
  const fluid = fluidsynth.newSynth(settings)!;
  try {
    assert.notEqual(fluidsynth.loadFont(fluid, FONT, 1), -1);
    const frames = new Float32Array(2 * 64);
    const block = () => fluidsynth.writeFloat(fluid, 64, frames, 0, 2, frames, 1, 2);
    const failures = new Int32Array(1);
    const port: Synth = fluidSynthPort(fluidsynth, fluid, failures);
    const player = createPlayer(SETTINGS, port);
    let heard = 0;
    let voicesMost = 0;
    rehearse(player, seededRandom(SEED), 1_000_000, () => {
      if (++heard % 16 !== 0) return;
      block();
      voicesMost = Math.max(voicesMost, fluidsynth.activeVoices(fluid));
    });
    assertNothingHeld(player);
    assert.ok(voicesMost > 16, `${voicesMost} voices at most`);
    assert.equal(failures[0], 0);
    // The longest release of the font takes seconds.
    for (let blocks = 0; blocks < 20 * 750; blocks++) {
      block();
      if (fluidsynth.activeVoices(fluid) === 0) break;
    }
    assert.equal(fluidsynth.activeVoices(fluid), 0);
  } finally {
    fluidsynth.deleteSynth(fluid);
    fluidsynth.deleteSettings(settings);
  }
});
