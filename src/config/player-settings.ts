import { PATTERNS } from '../core/instrument/arpeggio.ts';
import type { BeatSettings } from '../core/instrument/beats.ts';
import type { ChordSettings } from '../core/instrument/chords.ts';
import { CHORD_NAMES, STRUMS } from '../core/instrument/chords.ts';
import { COLLISIONS } from '../core/instrument/collisions.ts';
import { PRIORITIES, VOICE_MODES } from '../core/instrument/glide.ts';
import { PLAIN_LAYER } from '../core/instrument/instrument.ts';
import type { LayerSettings } from '../core/instrument/layers.ts';
import { AS_IT_IS } from '../core/instrument/layers.ts';
import { LOOP_SYNCS } from '../core/instrument/looper.ts';
import type { PlayerSettings } from '../core/instrument/player.ts';
import { keyCodeOf } from '../core/keys/key-codes.ts';
import type { Layout } from '../core/keys/layouts.ts';
import { layoutNumber, layoutsOn, ownLayout } from '../core/keys/layouts.ts';
import { padLayoutNumber } from '../core/keys/pads.ts';
import { noteNumber, pitchClassOf } from '../core/music/note.ts';
import { valueNumber } from '../core/music/note-value.ts';
import type { ScaleSettings } from '../core/music/scale.ts';
import { SCALES, scaleNumber } from '../core/music/scales.ts';
import { presetsOf, type WrittenPreset } from './presets.ts';
import type { Config } from './schema.ts';
import { routingSettings, touchpadSettings } from './touch-settings.ts';

/**
 * What the play thread and `render` are told of the configuration.
 *
 * @param savedPresets those that the player has saved while playing
 */
export function playerSettings(
  config: Config,
  armed: boolean,
  savedPresets: readonly WrittenPreset[] = [],
): PlayerSettings {
  const { layout, numpad, octave, transpose, armingChord, collision } = config.keyboard;
  const layouts = layoutsOf(config);
  const layers = layerSettings(config);
  const { channel, bank, program } = layers[0] ?? PLAIN_LAYER;
  return {
    instrument: {
      channel,
      layout: layoutNumber(layout, layouts),
      layouts,
      pad: padLayoutNumber(numpad),
      octave,
      transpose,
      bank,
      program,
      presets: presetsOf(config.presets, layouts, savedPresets),
      velocity: config.velocity,
      scale: scaleSettings(config.scale),
      layers,
      collision: COLLISIONS.indexOf(collision),
      touchpad: touchpadSettings(config),
      routing: routingSettings(config),
      beats: beatSettings(config),
      chords: chordSettings(config),
    },
    armed,
    armingChord: armingChord.flatMap((name) => keyCodeOf(name) ?? []),
  };
}

/** The layouts that there are: on the board that is set, and the player's own. */
export function layoutsOf({ keyboard: { board, ownLayouts } }: Config): readonly Layout[] {
  const own = ownLayouts.map(({ name, keys }) =>
    ownLayout(
      name,
      new Map(Object.entries(keys).map(([key, note]) => [keyCodeOf(key) ?? 0, noteOf(note)])),
    ),
  );
  return [...layoutsOn(board), ...own];
}

function noteOf(written: string | number): number {
  return typeof written === 'number' ? written : (noteNumber(written) ?? 0);
}

/** The scale to begin with, among all that there are. */
export function scaleSettings({ mode, root, name, own }: Config['scale']): ScaleSettings {
  const scales = [...SCALES, ...own];
  return {
    on: mode !== 'off',
    mode: mode === 'off' ? 'snap' : mode,
    root: pitchClassOf(root) ?? 0,
    scale: scaleNumber(scales, name),
    scales,
  };
}
function chordSettings({ chords }: Config): ChordSettings {
  const { on, kind, inversion, memory, strum, direction } = chords;
  return {
    on,
    kind: CHORD_NAMES.indexOf(`${kind}`),
    inversion,
    memory,
    strumMs: strum,
    strum: STRUMS.indexOf(direction),
  };
}

function beatSettings(config: Config): BeatSettings {
  const { clock, arpeggiator, metronome } = config;
  const { rate, pattern, ...arpeggio } = arpeggiator;
  const { rate: repeatRate, ...repeat } = config.noteRepeat;
  return {
    tempo: clock.tempo,
    follows: clock.followMidi,
    arpeggio: { ...arpeggio, pattern: PATTERNS.indexOf(pattern), value: valueNumber(rate) },
    repeat: { ...repeat, value: valueNumber(repeatRate) },
    metronome,
    loop: LOOP_SYNCS.indexOf(config.looper.sync),
  };
}

/** Which keyboards each layer is played from; none stands for all. */
export function layerSources({ layers }: Config): readonly (readonly string[])[] {
  return layers.length === 0 ? [[]] : layers.map(({ from }) => from);
}

function layerSettings({ keyboard, layers }: Config): LayerSettings[] {
  const { bank, program, mode, priority, glide } = keyboard;
  const voice = {
    mode: VOICE_MODES.indexOf(mode),
    priority: PRIORITIES.indexOf(priority),
    glideMs: glide,
  };
  if (layers.length === 0) return [{ ...PLAIN_LAYER, bank, program, ...voice }];
  return layers.map((layer, index) => ({
    channel: (layer.channel ?? (layer.drums ? DRUM_CHANNEL : index + 1)) - 1,
    bank: layer.bank ?? (layer.drums ? DRUM_BANK : bank),
    program: layer.program ?? (layer.drums ? 0 : program),
    on: layer.on,
    low: layer.notes[0],
    high: layer.notes[1],
    softest: layer.velocities[0],
    loudest: layer.velocities[1],
    transpose: layer.transpose,
    level: layer.level,
    reverb: layer.reverb ?? AS_IT_IS,
    chorus: layer.chorus ?? AS_IT_IS,
    mode: layer.mode === undefined ? voice.mode : VOICE_MODES.indexOf(layer.mode),
    priority: layer.priority === undefined ? voice.priority : PRIORITIES.indexOf(layer.priority),
    glideMs: layer.glide ?? voice.glideMs,
  }));
}

// Where General MIDI has its drums, and FluidSynth its kits.
const DRUM_CHANNEL = 10;
const DRUM_BANK = 128;
