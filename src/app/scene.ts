/** What the instrument is set to as plain data with names, and back as orders. */
import type { WrittenPreset } from '../config/presets.ts';
import type { WrittenScene } from '../config/scenes.ts';
import { PATTERNS } from '../core/instrument/arpeggio.ts';
import { CHORD_NAMES } from '../core/instrument/chords.ts';
import { COLLISIONS } from '../core/instrument/collisions.ts';
import { VOICE_MODES } from '../core/instrument/glide.ts';
import type { Presets } from '../core/instrument/preset.ts';
import { presetNamed } from '../core/instrument/preset.ts';
import type { Layout } from '../core/keys/layouts.ts';
import { layoutNumber } from '../core/keys/layouts.ts';
import { pitchClassOf } from '../core/music/note.ts';
import { valueNumber } from '../core/music/note-value.ts';
import { SCALE_MODES } from '../core/music/scale.ts';
import type { Scale } from '../core/music/scales.ts';
import { scaleNumber } from '../core/music/scales.ts';
import type { OrderCode } from '../core/order.ts';
import { ORDER } from '../core/order.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { SceneOrder } from '../play/scenes.ts';
import type { TuningFiles } from './tuning.ts';

/** What sounds now, as a preset. */
export function presetFrom(playing: Snapshot, name: string): WrittenPreset {
  const { program, bank, octave, transpose, layout, velocity, mode } = playing;
  const { level, reverb, chorus } = playing;
  return {
    ...{ name, program, bank, octave, transpose, layout, velocity, mode },
    ...(level < 0 ? {} : { level }),
    ...(reverb < 0 ? {} : { reverb }),
    ...(chorus < 0 ? {} : { chorus }),
  };
}

/** What a scene has beside the state of the play thread. */
export interface Around {
  /** Name of the preset that was chosen last, '' for none. */
  readonly presetName: string;
  /** A SoundFont that was asked for; undefined while the configured one plays. */
  readonly soundfont: string | undefined;
  readonly tuning: TuningFiles;
}

/** All that the instrument is set to, as a scene. */
export function sceneFrom(playing: Snapshot, name: string, around: Around): WrittenScene {
  const { program, bank, octave, transpose, layout, velocity, velocityOffset: louder } = playing;
  const { level, reverb, chorus, mode, collision, layers, metronome } = playing;
  const { chordKind: kind, chordMemory: memory, inversion, strum } = playing;
  const { pattern, rate, gate, swing, octaves, latch, sync } = playing;
  const { presetName, soundfont, tuning } = around;
  return {
    name,
    ...(presetName === '' ? {} : { preset: presetName }),
    ...{ program, bank, octave, transpose, layout, velocity, louder, level, reverb, chorus },
    ...{ mode, collision, layers: [...layers], metronome, touchpad: playing.touchpadOn },
    scale: {
      on: playing.scale !== '',
      mode: playing.scaleMode,
      root: playing.scaleRoot,
      name: playing.scaleName,
    },
    chords: { on: playing.chordMode !== '', kind, memory: [...memory], inversion, strum },
    arpeggiator: {
      ...{ on: playing.arpeggiator, pattern, rate, gate, swing, octaves, latch, sync },
    },
    note_repeat: { on: playing.repeat, rate: playing.repeatRate },
    ...(playing.followsMidi ? {} : { tempo: playing.tempo }),
    ...(soundfont === undefined ? {} : { soundfont }),
    tuning: {
      ...(tuning.scale === undefined ? {} : { scale: tuning.scale }),
      ...(tuning.keymap === undefined ? {} : { keymap: tuning.keymap }),
    },
  } as WrittenScene;
}

/** What the names in a scene are looked up in. */
export interface SceneNames {
  readonly layouts: readonly Layout[];
  readonly scales: readonly Scale[];
  readonly presets: Presets;
}

/** The orders that set the instrument up as the scene says; a name that is none says nothing. */
export function sceneOrders(scene: WrittenScene, names: SceneNames): SceneOrder[] {
  const { chords = {}, arpeggiator = {}, note_repeat: repeat = {} } = scene;
  return [
    ...soundOrders(scene, names),
    ...one(ORDER.octave, scene.octave),
    ...one(ORDER.transpose, scene.transpose),
    ...named(ORDER.layout, scene.layout, (name) => layoutNumber(name, names.layouts)),
    ...one(ORDER.velocity, scene.velocity),
    ...one(ORDER.louder, scene.louder),
    ...one(ORDER.level, scene.level),
    ...one(ORDER.reverb, scene.reverb),
    ...one(ORDER.chorus, scene.chorus),
    ...named(ORDER.mode, scene.mode, (mode) => VOICE_MODES.indexOf(mode)),
    ...named(ORDER.collision, scene.collision, (collision) => COLLISIONS.indexOf(collision)),
    ...scaleOrders(scene.scale, names.scales),
    ...(scene.layers ?? []).map((on, layer) => [ORDER.layer, layer, on ? 1 : 0] as const),
    ...(chords.memory === undefined ? [] : [memoryOrder(chords.memory)]),
    ...named(ORDER.chord, chords.kind, (kind) => CHORD_NAMES.indexOf(kind) + 2),
    ...one(ORDER.chord, chords.on),
    ...one(ORDER.inversion, chords.inversion),
    ...one(ORDER.strum, chords.strum),
    ...one(ORDER.tempo, scene.tempo === undefined ? undefined : Math.round(100 * scene.tempo)),
    ...named(ORDER.pattern, arpeggiator.pattern, (pattern) => PATTERNS.indexOf(pattern)),
    ...named(ORDER.rate, arpeggiator.rate, valueNumber),
    ...one(ORDER.gate, arpeggiator.gate),
    ...one(ORDER.swing, arpeggiator.swing),
    ...one(ORDER.octaves, arpeggiator.octaves),
    ...one(ORDER.latch, arpeggiator.latch),
    ...one(ORDER.sync, arpeggiator.sync),
    ...one(ORDER.arpeggio, arpeggiator.on),
    ...named(ORDER.repeatRate, repeat.rate, valueNumber),
    ...one(ORDER.repeat, repeat.on),
    ...one(ORDER.metronome, scene.metronome),
    ...one(ORDER.touchpad, scene.touchpad),
  ];
}

/** The preset, and a program of its own where that is another. */
function soundOrders(scene: WrittenScene, { presets }: SceneNames): SceneOrder[] {
  const place = scene.preset === undefined ? -1 : presetNamed(presets, scene.preset);
  const preset = presets[place];
  const orders: SceneOrder[] = preset === undefined ? [] : [[ORDER.preset, place]];
  const { program, bank = 0 } = scene;
  const isSame = preset?.program === program && preset?.bank === bank;
  return program === undefined || isSame ? orders : [...orders, [ORDER.program, bank, program]];
}

function scaleOrders(scale: WrittenScene['scale'], scales: readonly Scale[]): SceneOrder[] {
  if (scale === undefined) return [];
  const { on = true, mode, root = '', name } = scale;
  const number = name === undefined ? -1 : scaleNumber(scales, name);
  const way = mode === undefined ? -1 : SCALE_MODES.indexOf(mode);
  const orders: SceneOrder[] = [[ORDER.scale, number, pitchClassOf(root) ?? -1, way]];
  return on ? orders : [...orders, [ORDER.scaleLock, 0]];
}

function memoryOrder(memory: readonly number[]): SceneOrder {
  const packed = (from: number): number =>
    [0, 1, 2, 3].reduce((word, at) => word | (((memory[from + at] ?? 0) & 0xff) << (8 * at)), 0);
  return [ORDER.chordNotes, memory.length, packed(0), packed(4)];
}

function one(code: OrderCode, value: number | boolean | undefined): SceneOrder[] {
  return value === undefined ? [] : [[code, Number(value)]];
}

function named<Name>(
  code: OrderCode,
  name: Name | undefined,
  numberOf: (name: Name) => number,
): SceneOrder[] {
  const number = name === undefined ? -1 : numberOf(name);
  return number < 0 ? [] : [[code, number]];
}
