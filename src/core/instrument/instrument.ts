import type { Moment } from '../event.ts';
import { ACTION, bindings, shiftedBindings } from '../keys/bindings.ts';
import type { HeldActions } from '../keys/held-actions.ts';
import {
  createHeldActions,
  forgetActions,
  holdAction,
  releaseAction,
} from '../keys/held-actions.ts';
import { KEY_COUNT } from '../keys/key-codes.ts';
import type { Keymap } from '../keys/keymap.ts';
import { createKeymap, fillKeymap, OCTAVE_MAX, OCTAVE_MIN, TRANSPOSE_MAX } from '../keys/keymap.ts';
import { LAYOUTS } from '../keys/layouts.ts';
import type { ScaleLock, ScaleMode, ScaleSettings } from '../music/scale.ts';
import { createScaleLock, fillScaleLock } from '../music/scale.ts';
import type { Synth } from '../synth.ts';
import { DEVICES_MAX, HOLDERS, keyHolder } from './holders.ts';
import type { Ledger } from './ledger.ts';
import { createLedger, releaseAll } from './ledger.ts';
import { beginNote, endNote } from './notes.ts';
import type { Pedals } from './pedals.ts';
import { createPedals, dampPedals, liftPedals, pressSustain, releaseSustain } from './pedals.ts';
import type { Preset } from './preset.ts';
import type { Velocity, VelocitySettings } from './velocity.ts';
import { createVelocity, strike, VELOCITY_STEP } from './velocity.ts';

const CC_ALL_SOUND_OFF = 120;
const CC_RESET_CONTROLLERS = 121;
const CC_ALL_NOTES_OFF = 123;
const BEND_AT_REST = 8192;

export interface InstrumentSettings {
  /** 0-15. */
  readonly channel: number;
  /** A number of {@link LAYOUTS}. */
  readonly layout: number;
  readonly octave: number;
  readonly transpose: number;
  readonly bank: number;
  readonly program: number;
  readonly presets: readonly Preset[];
  readonly velocity: VelocitySettings;
  readonly scale: ScaleSettings;
}

/** All that is played on: plain state, changed by the functions below and by nothing else. */
export interface Instrument {
  readonly channel: number;
  layout: number;
  octave: number;
  transpose: number;
  bank: number;
  program: number;
  /** The preset chosen last, or -1 once the program was changed by hand. */
  preset: number;
  readonly presets: readonly Preset[];
  readonly keymap: Keymap;
  readonly scale: ScaleLock;
  readonly actions: Uint8Array;
  readonly shiftedActions: Uint8Array;
  readonly heldActions: HeldActions;
  readonly ledger: Ledger;
  readonly velocity: Velocity;
  readonly pedals: Pedals;
  /** Whether the keys of `shiftedActions` command. */
  shifted: boolean;
  /** Velocity of the note begun last, 0 before the first. */
  lastVelocity: number;
  /** Rises with every change that a screen would show. */
  revision: number;
}

export function createInstrument(settings: InstrumentSettings): Instrument {
  const instrument: Instrument = {
    channel: settings.channel,
    layout: settings.layout,
    octave: settings.octave,
    transpose: settings.transpose,
    bank: settings.bank,
    program: settings.program,
    preset: settings.presets.findIndex(
      (each) => each.program === settings.program && each.bank === settings.bank,
    ),
    presets: settings.presets,
    keymap: createKeymap(),
    scale: createScaleLock(settings.scale),
    actions: bindings(),
    shiftedActions: shiftedBindings(),
    heldActions: createHeldActions(DEVICES_MAX * KEY_COUNT),
    ledger: createLedger(HOLDERS),
    velocity: createVelocity(settings.velocity),
    pedals: createPedals(),
    shifted: false,
    lastVelocity: 0,
    revision: 0,
  };
  layOut(instrument);
  return instrument;
}

/** Tells a fresh synthesiser what the instrument is set to. */
export function introduce(instrument: Instrument, synth: Synth): void {
  synth.program(instrument.channel, instrument.bank, instrument.program);
}

/**
 * A key of device `device` went down at `now`.
 *
 * @param device 0 to DEVICES_MAX - 1
 * @param code an evdev key code below KEY_COUNT
 */
export function keyDown(
  instrument: Instrument,
  synth: Synth,
  device: number,
  code: number,
  now: Moment,
): void {
  const action = actionOf(instrument, code);
  if (action !== ACTION.none) {
    holdAction(instrument.heldActions, keyHolder(device, code), action);
    command(instrument, synth, action, now);
    return;
  }
  const note = instrument.keymap.notes[code] ?? -1;
  if (note < 0) return;
  const velocity = strike(instrument.velocity, instrument.keymap.rows[code] ?? 0, now);
  beginNote(instrument, synth, keyHolder(device, code), note, velocity, now);
}

/** The key came up at `now`: what it began ends; what it commands while held stops. */
export function keyUp(
  instrument: Instrument,
  synth: Synth,
  device: number,
  code: number,
  now: Moment,
): void {
  const key = keyHolder(device, code);
  endNote(instrument, synth, key, now);
  switch (releaseAction(instrument.heldActions, key)) {
    case ACTION.sustain:
      releaseSustain(instrument.pedals, synth, instrument.channel);
      instrument.revision++;
      break;
    case ACTION.accent:
      instrument.velocity.accented = false;
      break;
    case ACTION.soft:
      instrument.velocity.softened = false;
      break;
    case ACTION.shift:
      instrument.shifted = false;
      break;
  }
}

/** No key is held any more, on any device: arms dropped, hands off. Latched notes end too. */
export function letGo(instrument: Instrument, synth: Synth): void {
  releaseAll(instrument.ledger, synth);
  liftPedals(instrument.pedals, synth, instrument.channel);
  forgetActions(instrument.heldActions);
  instrument.velocity.accented = false;
  instrument.velocity.softened = false;
  instrument.shifted = false;
  instrument.revision++;
}

/**
 * Every note ends, those too that a pedal sustains. All else stays as it is: what is set, the pedal,
 * and the keys that are held, which begin nothing until they are struck anew.
 */
export function endNotes(instrument: Instrument, synth: Synth): void {
  releaseAll(instrument.ledger, synth);
  dampPedals(instrument.pedals, synth, instrument.channel);
}

/** Silence at once: every note is ended, every controller at rest, every voice cut. */
export function panic(instrument: Instrument, synth: Synth): void {
  letGo(instrument, synth);
  const channel = instrument.channel;
  synth.control(channel, 64, 0);
  synth.control(channel, CC_ALL_NOTES_OFF, 0);
  synth.control(channel, CC_ALL_SOUND_OFF, 0);
  synth.control(channel, CC_RESET_CONTROLLERS, 0);
  synth.bend(channel, BEND_AT_REST);
  synth.soundOff(channel);
}

export function setOctave(instrument: Instrument, octave: number): void {
  instrument.octave = Math.min(OCTAVE_MAX, Math.max(OCTAVE_MIN, octave));
  layOut(instrument);
}

export function setTranspose(instrument: Instrument, semitones: number): void {
  instrument.transpose = Math.min(TRANSPOSE_MAX, Math.max(-TRANSPOSE_MAX, semitones));
  layOut(instrument);
}

/** A number outside {@link LAYOUTS} is ignored. */
export function setLayout(instrument: Instrument, layout: number): void {
  if (LAYOUTS[layout] === undefined) return;
  instrument.layout = layout;
  layOut(instrument);
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
  synth.program(instrument.channel, bank, program);
}

/** A preset beyond the last is ignored. */
export function choosePreset(instrument: Instrument, synth: Synth, index: number): void {
  const preset = instrument.presets[index];
  if (preset === undefined) return;
  setProgram(instrument, synth, preset.bank, preset.program);
  instrument.preset = index;
  if (preset.velocity !== undefined) instrument.velocity.fixed = preset.velocity;
  if (preset.octave !== undefined) setOctave(instrument, preset.octave);
  if (preset.transpose !== undefined) setTranspose(instrument, preset.transpose);
}

/** The velocity of `fixed`, 1-127, and nothing added to it. */
export function setVelocity(instrument: Instrument, velocity: number): void {
  instrument.velocity.fixed = Math.min(127, Math.max(1, velocity));
  instrument.velocity.offset = 0;
  instrument.revision++;
}

function layOut(instrument: Instrument): void {
  const { keymap, layout, octave, transpose, scale } = instrument;
  fillScaleLock(scale, transpose);
  fillKeymap(keymap, LAYOUTS[layout]!, octave, transpose, scale);
  instrument.revision++;
}

function actionOf(instrument: Instrument, code: number): number {
  const shifted = instrument.shifted ? instrument.shiftedActions[code]! : ACTION.none;
  return shifted !== ACTION.none ? shifted : (instrument.actions[code] ?? ACTION.none);
}

function command(instrument: Instrument, synth: Synth, action: number, now: Moment): void {
  switch (action) {
    case ACTION.octaveDown:
      setOctave(instrument, instrument.octave - 1);
      break;
    case ACTION.octaveUp:
      setOctave(instrument, instrument.octave + 1);
      break;
    case ACTION.transposeDown:
      setTranspose(instrument, instrument.transpose - 1);
      break;
    case ACTION.transposeUp:
      setTranspose(instrument, instrument.transpose + 1);
      break;
    case ACTION.programDown:
      setProgram(instrument, synth, instrument.bank, (instrument.program + 127) % 128);
      break;
    case ACTION.programUp:
      setProgram(instrument, synth, instrument.bank, (instrument.program + 1) % 128);
      break;
    case ACTION.velocityDown:
      nudgeVelocity(instrument, -VELOCITY_STEP);
      break;
    case ACTION.velocityUp:
      nudgeVelocity(instrument, VELOCITY_STEP);
      break;
    case ACTION.sustain:
      pressSustain(instrument.pedals, synth, instrument.channel, now);
      instrument.revision++;
      break;
    case ACTION.panic:
      panic(instrument, synth);
      break;
    case ACTION.accent:
      instrument.velocity.accented = true;
      break;
    case ACTION.soft:
      instrument.velocity.softened = true;
      break;
    case ACTION.shift:
      instrument.shifted = true;
      break;
    case ACTION.scaleLock:
      setScaleLock(instrument, !instrument.scale.on);
      break;
    default:
      choosePreset(instrument, synth, action - ACTION.preset);
  }
}

function nudgeVelocity(instrument: Instrument, by: number): void {
  const velocity = instrument.velocity;
  const limit = 12 * VELOCITY_STEP;
  velocity.offset = Math.min(limit, Math.max(-limit, velocity.offset + by));
  instrument.revision++;
}
