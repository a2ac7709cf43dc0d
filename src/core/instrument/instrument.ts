import { bindings, sceneBindings, shiftedBindings } from '../keys/bindings.ts';
import type { HeldActions } from '../keys/held-actions.ts';
import { createHeldActions, forgetActions } from '../keys/held-actions.ts';
import { KEY_COUNT } from '../keys/key-codes.ts';
import type { Keymap } from '../keys/keymap.ts';
import {
  addToKeymap,
  createKeymap,
  fillKeymap,
  OCTAVE_MAX,
  OCTAVE_MIN,
  TRANSPOSE_MAX,
} from '../keys/keymap.ts';
import type { Layout } from '../keys/layouts.ts';
import { PAD_LAYOUTS } from '../keys/pads.ts';
import type { ScaleLock, ScaleMode, ScaleSettings } from '../music/scale.ts';
import { createScaleLock, fillScaleLock } from '../music/scale.ts';
import type { Synth } from '../synth.ts';
import { BTN_LEFT } from '../touch/pad.ts';
import type { Agenda } from './agenda.ts';
import { createAgenda, DUE, planTick } from './agenda.ts';
import type { Arpeggio } from './arpeggio.ts';
import { createArpeggio } from './arpeggio.ts';
import type { BeatSettings, ClockSink } from './beats.ts';
import { dropLatched, stopMetronome } from './beats.ts';
import type { ChordSettings, Chords } from './chords.ts';
import { createChords } from './chords.ts';
import type { Clock } from './clock.ts';
import { createClock } from './clock.ts';
import { POLY } from './glide.ts';
import { DEVICES_MAX, HOLDERS } from './holders.ts';
import type { Layer, LayerSettings } from './layers.ts';
import {
  ALL_LAYERS,
  AS_IT_IS,
  createLayer,
  introduceLayer,
  LAYERS_MAX,
  restoreLayer,
  setLayerMode,
} from './layers.ts';
import type { Ledger } from './ledger.ts';
import { createLedger } from './ledger.ts';
import type { Looper } from './looper.ts';
import { createLooper } from './looper.ts';
import { stopLoop } from './looping.ts';
import type { Metronome } from './metronome.ts';
import { createMetronome, DRUM_CHANNEL } from './metronome.ts';
import type { Repeat } from './note-repeat.ts';
import { createRepeat } from './note-repeat.ts';
import { endAllNotes, SOURCES } from './notes.ts';
import type { Pedals } from './pedals.ts';
import { createPedals, dampPedals, liftPedals } from './pedals.ts';
import type { Presets, PresetTable } from './preset.ts';
import { createPresets, presetBankOf, presetOf } from './preset.ts';
import type { Routing, RoutingSettings } from './routing.ts';
import { createRouting, introduceRouting, restRoutes } from './routing.ts';
import type { Touchpad, TouchpadSettings } from './touchpad.ts';
import { createTouchpad, restTouch } from './touchpad.ts';
import type { Velocity, VelocitySettings } from './velocity.ts';
import { createVelocity, VELOCITY_STEP } from './velocity.ts';

const CC_ALL_SOUND_OFF = 120;
const CC_RESET_CONTROLLERS = 121;
const CC_ALL_NOTES_OFF = 123;
const BEND_AT_REST = 8192;
const MIDDLE_C = 60;

/** A layer that plays everything as it comes. */
export const PLAIN_LAYER: LayerSettings = {
  channel: 0,
  bank: 0,
  program: 0,
  on: true,
  low: 0,
  high: 127,
  softest: 1,
  loudest: 127,
  transpose: 0,
  level: AS_IT_IS,
  reverb: AS_IT_IS,
  chorus: AS_IT_IS,
  mode: POLY,
  priority: 0,
  glideMs: 0,
};

export interface InstrumentSettings {
  /** 0-15. */
  readonly channel: number;
  /** A number of `layouts`. */
  readonly layout: number;
  /** All there are to choose from. */
  readonly layouts: readonly Layout[];
  /** A number of PAD_LAYOUTS, or -1 for a numpad that is silent. */
  readonly pad: number;
  readonly octave: number;
  readonly transpose: number;
  readonly bank: number;
  readonly program: number;
  readonly presets: Presets;
  readonly velocity: VelocitySettings;
  readonly scale: ScaleSettings;
  /** Up to {@link LAYERS_MAX}; none for one that plays all on `channel` with `bank` and `program`. */
  readonly layers: readonly LayerSettings[];
  /** A number of COLLISIONS. */
  readonly collision: number;
  readonly touchpad: TouchpadSettings;
  readonly routing: RoutingSettings;
  readonly beats: BeatSettings;
  readonly chords: ChordSettings;
}

/** All that is played on: plain state, changed by the functions below and by nothing else. */
export interface Instrument {
  /** The channel of the first layer, which programs and presets change. */
  readonly channel: number;
  layout: number;
  readonly layouts: readonly Layout[];
  readonly pad: Layout | undefined;
  octave: number;
  transpose: number;
  bank: number;
  program: number;
  /** The preset chosen last, or -1 once the program was changed by hand. */
  preset: number;
  /** The twelve that the preset keys choose from, 0 the first. */
  presetBank: number;
  readonly presets: PresetTable;
  readonly keymap: Keymap;
  readonly scale: ScaleLock;
  readonly actions: Uint8Array;
  readonly shiftedActions: Uint8Array;
  readonly sceneActions: Uint8Array;
  readonly heldActions: HeldActions;
  readonly ledger: Ledger;
  readonly velocity: Velocity;
  readonly pedals: Pedals;
  readonly layers: readonly Layer[];
  /** The channels of the layers, each once. */
  readonly channels: Uint8Array;
  /** Channels beside those that a MIDI input has played on, a bit each. */
  guests: number;
  /** The layers that each source plays: a bit a layer. */
  readonly layersOf: Uint8Array;
  /** What a pitch does that is begun twice: a number of COLLISIONS. */
  collision: number;
  readonly routing: Routing;
  readonly touchpad: Touchpad;
  readonly chords: Chords;
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly arpeggio: Arpeggio;
  readonly repeat: Repeat;
  readonly metronome: Metronome;
  readonly looper: Looper;
  /** The scene that a key has asked for, or -1; whoever has the scenes takes it. */
  sceneAsked: number;
  /** How often a key has asked for a recording to begin or end, and for what was played just now. */
  recordAsked: number;
  keepAsked: number;
  /** Whoever sends the clock on. */
  clockSink: ClockSink | undefined;
  /** Whether the keys of `shiftedActions` command. */
  shifted: boolean;
  /** Velocity of the note begun last, 0 before the first. */
  lastVelocity: number;
  /** The note begun last, middle C before the first. */
  lastNote: number;
  /** Rises with every change that a screen would show. */
  revision: number;
}

export function createInstrument(settings: InstrumentSettings): Instrument {
  const presets = createPresets(settings.presets);
  const preset = presetOf(presets, settings.bank, settings.program);
  const routing = createRouting(settings.routing);
  const layers = layersOf(settings).map(createLayer);
  const [first] = layers;
  const { beats } = settings;
  const instrument: Instrument = {
    channel: first?.channel ?? settings.channel,
    layout: settings.layout,
    layouts: settings.layouts,
    pad: PAD_LAYOUTS[settings.pad],
    octave: settings.octave,
    transpose: settings.transpose,
    bank: settings.bank,
    program: settings.program,
    preset,
    presetBank: presetBankOf(preset),
    presets,
    keymap: createKeymap(),
    scale: createScaleLock(settings.scale),
    actions: bindings(),
    shiftedActions: shiftedBindings(),
    sceneActions: sceneBindings(),
    heldActions: createHeldActions(DEVICES_MAX * KEY_COUNT),
    ledger: createLedger(HOLDERS),
    velocity: createVelocity(settings.velocity),
    pedals: createPedals(),
    layers,
    channels: Uint8Array.from(new Set(layers.map(({ channel }) => channel))),
    guests: 0,
    layersOf: new Uint8Array(SOURCES).fill(ALL_LAYERS),
    collision: settings.collision,
    routing,
    touchpad: createTouchpad(settings.touchpad, routing.sources),
    chords: createChords(settings.chords),
    clock: createClock(beats.tempo, beats.follows),
    agenda: createAgenda(),
    arpeggio: createArpeggio(beats.arpeggio),
    repeat: createRepeat(beats.repeat),
    metronome: createMetronome(beats.metronome),
    looper: createLooper(beats.loop),
    sceneAsked: -1,
    recordAsked: 0,
    keepAsked: 0,
    clockSink: undefined,
    shifted: false,
    lastVelocity: 0,
    lastNote: MIDDLE_C,
    revision: 0,
  };
  instrument.actions[BTN_LEFT] = settings.touchpad.click;
  // Its first bar begins with the clock.
  if (beats.metronome.on) {
    instrument.agenda.ticks[DUE.click] = 0;
    planTick(instrument.agenda, instrument.clock, DUE.click);
  }
  layOut(instrument);
  return instrument;
}

/** Tells a fresh synthesiser what the instrument is set to. */
export function introduce(instrument: Instrument, synth: Synth): void {
  for (const layer of instrument.layers) introduceLayer(layer, synth);
  introduceRouting(instrument.routing, synth, instrument.channels);
}

/** No key is held any more, on any device: arms dropped, hands off. Latched notes end too. */
export function letGo(instrument: Instrument, synth: Synth): void {
  stopLoop(instrument, synth);
  endAllNotes(instrument, synth);
  stopMetronome(instrument, synth);
  liftPedals(instrument.pedals, synth, instrument.channels);
  forgetActions(instrument.heldActions);
  instrument.velocity.accented = false;
  instrument.velocity.softened = false;
  instrument.shifted = false;
  restTouch(instrument);
  instrument.revision++;
}

/**
 * Every note ends, those too that a pedal sustains. All else stays as it is: what is set, the pedal,
 * and the keys that are held, which begin nothing until they are struck anew.
 */
export function endNotes(instrument: Instrument, synth: Synth): void {
  endAllNotes(instrument, synth);
  dampPedals(instrument.pedals, synth, instrument.channels);
}

/** Silence at once: every note is ended, every controller at rest, every voice cut. */
export function panic(instrument: Instrument, synth: Synth): void {
  if (instrument.metronome.on) synth.soundOff(DRUM_CHANNEL);
  letGo(instrument, synth);
  for (const channel of instrument.channels) {
    synth.control(channel, 64, 0);
    synth.control(channel, CC_ALL_NOTES_OFF, 0);
    synth.control(channel, CC_ALL_SOUND_OFF, 0);
    synth.control(channel, CC_RESET_CONTROLLERS, 0);
    synth.bend(channel, BEND_AT_REST);
    synth.soundOff(channel);
  }
  for (let channel = 0; channel < 16; channel++) {
    if (((instrument.guests >> channel) & 1) === 0) continue;
    synth.control(channel, 64, 0);
    synth.bend(channel, BEND_AT_REST);
    synth.soundOff(channel);
  }
  restRoutes(instrument.routing, synth, instrument.channels);
  for (const layer of instrument.layers) restoreLayer(layer, synth);
}

/** What was to go on without hands ends: what is latched, the loop, and the metronome. */
export function endBeats(instrument: Instrument, synth: Synth): void {
  if (instrument.arpeggio.latch) dropLatched(instrument);
  stopLoop(instrument, synth);
  stopMetronome(instrument, synth);
}

export function setOctave(instrument: Instrument, octave: number): void {
  instrument.octave = Math.min(OCTAVE_MAX, Math.max(OCTAVE_MIN, octave));
  layOut(instrument);
}

export function setTranspose(instrument: Instrument, semitones: number): void {
  instrument.transpose = Math.min(TRANSPOSE_MAX, Math.max(-TRANSPOSE_MAX, semitones));
  layOut(instrument);
}

/** A number that no layout has is ignored. */
export function setLayout(instrument: Instrument, layout: number): void {
  if (instrument.layouts[layout] === undefined) return;
  instrument.layout = layout;
  layOut(instrument);
}

/** Whether the touchpad plays; the player has its fingers lifted. */
export function setTouchpad(instrument: Instrument, on: boolean): void {
  instrument.touchpad.on = on;
  instrument.revision++;
}

/** Locks the notes to a scale. What is -1 or undefined stays as it is; a scale that is none is ignored. */
export function setScale(
  instrument: Instrument,
  scale: number,
  root: number,
  mode: ScaleMode | undefined,
): void {
  const lock = instrument.scale;
  if (lock.scales[scale] !== undefined) lock.scale = scale;
  if (root >= 0 && root < 12) lock.root = root;
  if (mode !== undefined) lock.mode = mode;
  setScaleLock(instrument, true);
}

/** Locks the notes to the scale that was set last, or sets them free. Held notes end as they began. */
export function setScaleLock(instrument: Instrument, on: boolean): void {
  instrument.scale.on = on;
  layOut(instrument);
}

/** Bank 0-16383 and program 0-127; held notes sound on with what they began with. */
export function setProgram(
  instrument: Instrument,
  synth: Synth,
  bank: number,
  program: number,
): void {
  instrument.bank = bank;
  instrument.program = program;
  instrument.preset = -1;
  instrument.revision++;
  const layer = instrument.layers[0]!;
  layer.bank = bank;
  layer.program = program;
  synth.program(layer.channel, bank, program);
}

/** The program after this one, or the one before it, and round. */
export function stepProgram(instrument: Instrument, synth: Synth, step: number): void {
  const { bank, program } = instrument;
  setProgram(instrument, synth, bank, (program + step + 128) % 128);
}

/** The velocity of `fixed`, 1-127, and nothing added to it. */
export function setVelocity(instrument: Instrument, velocity: number): void {
  instrument.velocity.fixed = Math.min(127, Math.max(1, velocity));
  instrument.velocity.offset = 0;
  instrument.revision++;
}

/** What is held on the layer sounds on to its end. A layer that is not there is ignored. */
export function setLayer(instrument: Instrument, index: number, on: boolean): void {
  const layer = instrument.layers[index];
  if (layer === undefined) return;
  layer.on = on;
  instrument.revision++;
}

/** @param mode a number of VOICE_MODES, for the first layer */
export function setMode(instrument: Instrument, synth: Synth, mode: number): void {
  setLayerMode(instrument.layers[0]!, synth, mode);
  instrument.revision++;
}

/** @param collision a number of COLLISIONS */
export function setCollision(instrument: Instrument, collision: number): void {
  instrument.collision = collision;
  instrument.revision++;
}

/** The layers that a device or a MIDI input plays: a bit a layer. */
export function setLayersOf(instrument: Instrument, source: number, layers: number): void {
  instrument.layersOf[source] = layers;
}

/** What is added to every velocity. */
export function setLouder(instrument: Instrument, by: number): void {
  const limit = 12 * VELOCITY_STEP;
  instrument.velocity.offset = Math.min(limit, Math.max(-limit, by));
  instrument.revision++;
}

/** Louder or softer by so much, whatever the velocity comes from. */
export function nudgeVelocity(instrument: Instrument, by: number): void {
  setLouder(instrument, instrument.velocity.offset + by);
}

function layOut(instrument: Instrument): void {
  const { keymap, layouts, layout, pad, octave, transpose, scale } = instrument;
  fillScaleLock(scale, transpose);
  fillKeymap(keymap, layouts[layout]!, octave, transpose, scale);
  if (pad !== undefined) addToKeymap(keymap, pad, octave, transpose, scale);
  instrument.revision++;
}

function layersOf(settings: InstrumentSettings): readonly LayerSettings[] {
  if (settings.layers.length > 0) return settings.layers.slice(0, LAYERS_MAX);
  const { channel, bank, program } = settings;
  return [{ ...PLAIN_LAYER, channel, bank, program }];
}
