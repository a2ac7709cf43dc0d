/** The keys under the hands: which sound, which command, and what they command. */
import type { Moment } from '../event.ts';
import { ACTION } from '../keys/bindings.ts';
import { holdAction, releaseAction } from '../keys/held-actions.ts';
import type { Synth } from '../synth.ts';
import {
  nudgeVelocity,
  setOctave,
  setScaleLock,
  setTouchpad,
  setTranspose,
  stepProgram,
} from './adjust.ts';
import { keyHolder } from './holders.ts';
import type { Instrument } from './instrument.ts';
import { panic } from './instrument.ts';
import { commandLoopKey } from './looping.ts';
import { beginNote, endNote } from './notes.ts';
import { pressSustain, releaseSustain, setSoftPedal, setSostenuto } from './pedals.ts';
import { choosePresetAtHand } from './preset-choice.ts';
import { commandSound } from './sound-commands.ts';
import { softly, strike, VELOCITY_STEP } from './velocity.ts';
import { commandVoices } from './voice-commands.ts';

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
  const struck = strike(instrument.velocity, instrument.keymap.rows[code] ?? 0, now);
  const velocity = instrument.pedals.soft ? softly(struck) : struck;
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
      releaseSustain(instrument.pedals, synth, instrument.channels);
      instrument.revision++;
      break;
    case ACTION.sostenuto:
      setSostenuto(instrument.pedals, synth, instrument.channels, false);
      instrument.revision++;
      break;
    case ACTION.softPedal:
      setSoftPedal(instrument.pedals, synth, instrument.channels, false);
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

function actionOf(instrument: Instrument, code: number): number {
  const { velocity, sceneActions, shiftedActions } = instrument;
  if (instrument.shifted && velocity.accented && sceneActions[code] !== ACTION.none) {
    return sceneActions[code]!;
  }
  const shifted = instrument.shifted ? shiftedActions[code]! : ACTION.none;
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
      stepProgram(instrument, synth, -1);
      break;
    case ACTION.programUp:
      stepProgram(instrument, synth, 1);
      break;
    case ACTION.velocityDown:
      nudgeVelocity(instrument, -VELOCITY_STEP);
      break;
    case ACTION.velocityUp:
      nudgeVelocity(instrument, VELOCITY_STEP);
      break;
    case ACTION.sustain:
      pressSustain(instrument.pedals, synth, instrument.channels, now);
      instrument.revision++;
      break;
    case ACTION.sostenuto:
      setSostenuto(instrument.pedals, synth, instrument.channels, true);
      instrument.revision++;
      break;
    case ACTION.softPedal:
      setSoftPedal(instrument.pedals, synth, instrument.channels, true);
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
    case ACTION.touchpad:
      setTouchpad(instrument, !instrument.touchpad.on);
      break;
    default:
      if (action >= ACTION.loop) commandLoopKey(instrument, synth, action, now);
      else if (action >= ACTION.scene) instrument.sceneAsked = action - ACTION.scene;
      else if (action >= ACTION.presetBankDown) commandSound(instrument, synth, action);
      else if (action >= ACTION.arpeggio) commandVoices(instrument, synth, action, now);
      else choosePresetAtHand(instrument, synth, action - ACTION.preset);
  }
}
