/**
 * The touchpad as a part of the instrument: from its events to the sources of the routes, to the
 * pitch that its finger asks for, and to the notes that it plays by itself.
 */
import type { Moment } from '../event.ts';
import type { Synth } from '../synth.ts';
import type { Contacts } from '../touch/contacts.ts';
import { createContacts, fitContacts, liftAll } from '../touch/contacts.ts';
import type { Gesture } from '../touch/gestures.ts';
import {
  createGesture,
  forgetFingers,
  forgetPad,
  LIFTED,
  PAD_X,
  PAD_Y,
  PRESSURE,
  readFrame,
  SECOND,
  SECOND_X,
  SECOND_Y,
  SLIDE_X,
  SLIDE_Y,
  SPREAD,
  TOUCHED,
} from '../touch/gestures.ts';
import type { Pad } from '../touch/pad.ts';
import { BTN_TOUCH } from '../touch/pad.ts';
import { drawPitch, noteUnder } from './finger-pitch.ts';
import { keyHolder } from './holders.ts';
import type { Instrument } from './instrument.ts';
import { beginNote, endNote } from './notes.ts';
import { PITCH } from './routes.ts';
import { jumpTo, moveRoutes } from './routing.ts';
import { strike } from './velocity.ts';

/**
 * What the pitch of a finger is counted from: `relative` from where it touched, which is in tune,
 * `absolute` from the middle of the pad, and `theremin` likewise with notes that the touch begins.
 */
export const PITCH_MODES = ['relative', 'absolute', 'theremin'] as const;
export type PitchMode = (typeof PITCH_MODES)[number];

export interface TouchpadSettings {
  readonly on: boolean;
  /** Whether it is taken from the console while it plays. */
  readonly grab: boolean;
  readonly mode: PitchMode;
  /** Whether the pitch follows up and down rather than left and right. */
  readonly pitchIsUpright: boolean;
  readonly semitoneMm: number;
  /** Of the way between two notes, the share that is in tune. */
  readonly magnet: number;
  /** Of what was learned to be the hardest touch, the share from which on one counts. */
  readonly pressureThreshold: number;
  /** The action of a click, or 0. */
  readonly click: number;
}

export interface Touchpad {
  on: boolean;
  readonly grab: boolean;
  readonly mode: PitchMode;
  readonly pitchIsUpright: boolean;
  readonly semitoneMm: number;
  readonly magnet: number;
  readonly contacts: Contacts;
  readonly gesture: Gesture;
  /** The note that the pitch was drawn from last, or -1. */
  home: number;
  /** Frames that were played. */
  frames: number;
}

export const PAD_OFF: TouchpadSettings = {
  on: false,
  grab: false,
  mode: 'relative',
  pitchIsUpright: false,
  semitoneMm: 10,
  magnet: 0,
  pressureThreshold: 0.1,
  click: 0,
};

const ROW_OF_PAD = 1;

/** @param sources those of the routes, into which the fingers write */
export function createTouchpad(settings: TouchpadSettings, sources: Float64Array): Touchpad {
  return {
    on: settings.on,
    grab: settings.grab,
    mode: settings.mode,
    pitchIsUpright: settings.pitchIsUpright,
    semitoneMm: settings.semitoneMm,
    magnet: settings.magnet,
    contacts: createContacts(),
    gesture: createGesture(settings.pressureThreshold, sources),
    home: -1,
    frames: 0,
  };
}

/** A pad comes; false when what it says of itself makes no sense. */
export function fitPad(touchpad: Touchpad, pad: Pad): boolean {
  forgetPad(touchpad.gesture);
  return fitContacts(touchpad.contacts, pad);
}

/** A frame of the pad is whole: what the fingers do is heard. */
export function playFrame(instrument: Instrument, synth: Synth, device: number, now: Moment): void {
  const { touchpad, routing } = instrument;
  const { gesture, contacts } = touchpad;
  touchpad.frames = (touchpad.frames + 1) | 0;
  const what = readFrame(gesture, contacts);
  if ((what & LIFTED) !== 0) endTouch(instrument, synth, device, now);
  const touched = gesture.lead >= 0;
  show(routing.present, touched, gesture.second >= 0, touched && contacts.hasPressure);
  if (touched) {
    const feels = contacts.hasPressure ? Math.round(127 * gesture.values[PRESSURE]!) : -1;
    instrument.velocity.pressure = feels;
    if ((what & TOUCHED) !== 0) beginTouch(instrument, synth, device, now);
    drawPitch(instrument);
  }
  moveRoutes(routing, synth, instrument.channels, now);
}

/** No finger plays any more: the pad went, or the hands were taken off. */
export function letGoOfPad(instrument: Instrument, synth: Synth, now: Moment): void {
  const { touchpad, routing } = instrument;
  liftAll(touchpad.contacts);
  restTouch(instrument);
  moveRoutes(routing, synth, instrument.channels, now);
}

/** What touches now counts as touching anew; nothing moves back. */
export function restTouch({ touchpad, routing, velocity }: Instrument): void {
  forgetFingers(touchpad.gesture);
  show(routing.present, false, false, false);
  velocity.pressure = -1;
}

function beginTouch(instrument: Instrument, synth: Synth, device: number, now: Moment): void {
  const { touchpad, routing } = instrument;
  if (touchpad.mode !== 'theremin') return;
  const note = noteUnder(instrument);
  touchpad.home = note;
  drawPitch(instrument);
  // The note begins where the finger is, and does not glide there.
  jumpTo(routing, PITCH);
  moveRoutes(routing, synth, instrument.channels, now);
  const velocity = strike(instrument.velocity, ROW_OF_PAD, now);
  beginNote(instrument, synth, keyHolder(device, BTN_TOUCH), note, velocity, now);
}

function endTouch(instrument: Instrument, synth: Synth, device: number, now: Moment): void {
  instrument.velocity.pressure = -1;
  if (instrument.touchpad.mode !== 'theremin') return;
  endNote(instrument, synth, keyHolder(device, BTN_TOUCH), now);
}

function show(present: Uint8Array, touched: boolean, second: boolean, feels: boolean): void {
  const one = touched ? 1 : 0;
  present[PAD_X] = one;
  present[PAD_Y] = one;
  present[SLIDE_X] = one;
  present[SLIDE_Y] = one;
  present[PITCH] = one;
  present[SECOND] = one;
  present[PRESSURE] = feels ? 1 : 0;
  const two = second ? 1 : 0;
  present[SECOND_X] = two;
  present[SECOND_Y] = two;
  present[SPREAD] = two;
}
