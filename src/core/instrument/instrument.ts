import { bindings, sceneBindings, shiftedBindings } from '../keys/bindings.ts';
import type { HeldActions } from '../keys/held-actions.ts';
import { createHeldActions, forgetActions } from '../keys/held-actions.ts';
import { KEY_COUNT } from '../keys/key-codes.ts';
import type { Keymap } from '../keys/keymap.ts';
import { createKeymap } from '../keys/keymap.ts';
import type { Layout } from '../keys/layouts.ts';
import { PAD_LAYOUTS } from '../keys/pads.ts';
import type { ScaleLock, ScaleSettings } from '../music/scale.ts';
import { createScaleLock } from '../music/scale.ts';
import type { Synth } from '../synth.ts';
import { BTN_LEFT } from '../touch/pad.ts';
import { layOut } from './adjust.ts';
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
import { createVelocity } from './velocity.ts';

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

/** All that is played on: plain state. adjust.ts changes what hands may set. */
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

function layersOf(settings: InstrumentSettings): readonly LayerSettings[] {
  if (settings.layers.length > 0) return settings.layers.slice(0, LAYERS_MAX);
  const { channel, bank, program } = settings;
  return [{ ...PLAIN_LAYER, channel, bank, program }];
}
