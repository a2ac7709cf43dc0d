/**
 * The pitch that a finger asks for: where it is on the pad becomes a place of the wheel, by way of
 * the scale and the note that sounds.
 */
import type { Moment } from '../event.ts';
import type { Synth } from '../synth.ts';
import { SLIDE_X, SLIDE_Y } from '../touch/gestures.ts';
import { drawn } from '../touch/pitch-magnet.ts';
import type { Instrument } from './instrument.ts';
import { SOUNDING } from './ledger.ts';
import { LFO, PITCH, VELOCITY } from './routes.ts';
import { moveRoutes, runLfo, sourceMoved } from './routing.ts';
import type { Touchpad } from './touchpad.ts';

const MIDDLE_C = 60;
const MIDDLE_OCTAVE = 4;

/** A note is about to begin: what a finger holds is drawn to where it is in tune with it. */
export function followNote(
  instrument: Instrument,
  synth: Synth,
  note: number,
  velocity: number,
  now: Moment,
): void {
  const { touchpad, routing } = instrument;
  instrument.lastNote = note;
  const touched = touchpad.gesture.lead >= 0;
  if (!touched && routing.leads[VELOCITY] === 0 && routing.leads[LFO] === 0) return;
  sourceMoved(routing, VELOCITY, velocity);
  runLfo(routing, true);
  if (touched && touchpad.mode !== 'theremin') drawPitch(instrument);
  moveRoutes(routing, synth, instrument.channels, now);
}

/** Whether there is anything for an oscillator to be heard in. */
export function isSounding({ ledger, pedals, touchpad }: Instrument): boolean {
  return ledger.counts[SOUNDING]! > 0 || pedals.down || touchpad.gesture.lead >= 0;
}

/** Where the wheel has to be for the pitch that the leading finger asks for. */
export function drawPitch(instrument: Instrument): void {
  const { touchpad, routing, scale } = instrument;
  const { mode, gesture, pitchIsUpright, semitoneMm } = touchpad;
  const { values } = gesture;
  if (mode !== 'theremin') touchpad.home = instrument.lastNote;
  const { home } = touchpad;
  const slideMm = values[pitchIsUpright ? SLIDE_Y : SLIDE_X]!;
  const off = mode === 'relative' ? slideMm / semitoneMm : offMiddle(touchpad);
  const from = mode === 'theremin' ? middleOf(instrument) : home;
  const pitch = drawn(from + off, scale.nearest, home, touchpad.magnet);
  values[PITCH] = (pitch - home) / routing.bendRange;
}

/** The note of the scale that is nearest to the leading finger, where the pad plays by itself. */
export function noteUnder(instrument: Instrument): number {
  const pitch = middleOf(instrument) + offMiddle(instrument.touchpad);
  return instrument.scale.nearest[Math.min(127, Math.max(0, Math.round(pitch)))]!;
}

/** Semitones that the leading finger is off the middle of the pad. */
function offMiddle({ gesture, contacts, pitchIsUpright, semitoneMm }: Touchpad): number {
  const { lead } = gesture;
  const mm = pitchIsUpright
    ? contacts.yMm[lead]! - contacts.heightMm / 2
    : contacts.xMm[lead]! - contacts.widthMm / 2;
  return mm / semitoneMm;
}

/** The note in the middle of the pad, for a finger that plays notes. */
function middleOf({ octave, transpose }: Instrument): number {
  return MIDDLE_C + 12 * (octave - MIDDLE_OCTAVE) + transpose;
}
