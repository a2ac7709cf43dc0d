/** What controllers move: wheels, pedals, pressure and programs, on all that their channel reaches. */
import type { Moment } from '../event.ts';
import { setProgram } from '../instrument/adjust.ts';
import type { Instrument } from '../instrument/instrument.ts';
import { restoreLayer } from '../instrument/layers.ts';
import { isLearnt, learnFrom } from '../instrument/learnt-routes.ts';
import { controllerMoved, restRoutes, wheelShare } from '../instrument/routing.ts';
import type { Synth } from '../synth.ts';
import {
  BEND,
  BEND_AT_REST,
  bankOf,
  CC_ALL_NOTES_OFF,
  CC_ALL_SOUND_OFF,
  CC_BANK,
  CC_BANK_FINE,
  CC_RESET_CONTROLLERS,
  CHANNEL_PRESSURE,
  CONTROL,
} from './message.ts';
import type { MidiInput } from './midi-input.ts';
import { endChannel, isForItself, NEWS } from './midi-input.ts';
import { followParameter, setParameter } from './midi-parameters.ts';
import { pressKey, tell } from './midi-reach.ts';
import { isUnderThumb, MOVED_BEND, MOVED_PRESSURE, noteMoved, rest } from './midi-rest.ts';
import {
  channelAt,
  noteAt,
  parameterAt,
  SEQUENCER,
  valueAt,
  velocityAt,
} from './sequencer-event.ts';
import { bendZone, isMaster, isMember } from './zones.ts';

const PEDAL_IS_DOWN = 64;

/** Plays record `index`, one of a controller's kinds, of a port. */
export function control(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  port: number,
  words: Int32Array,
  index: number,
  kind: number,
  now: Moment,
): void {
  const from = channelAt(words, index);
  const value = valueAt(words, index);
  const at = port * 16 + from;
  switch (kind) {
    case SEQUENCER.keyPressure:
      pressKey(
        input,
        instrument,
        synth,
        port,
        from,
        noteAt(words, index),
        velocityAt(words, index),
      );
      break;
    case SEQUENCER.channelPressure:
      input.moved[at]! |= MOVED_PRESSURE;
      tell(input, instrument, synth, port, from, CHANNEL_PRESSURE, 0, value & 0x7f);
      break;
    case SEQUENCER.bend:
      input.moved[at]! |= MOVED_BEND;
      bend(input, instrument, synth, port, from, value);
      break;
    case SEQUENCER.program: {
      const bank = bankOf(input.banks[at * 2]!, input.banks[at * 2 + 1]!, from);
      // Members sound like the first layer.
      if (isMember(input.zones, port, from)) break;
      if (isForItself(input, instrument, port, from)) synth.program(from, bank, value & 0x7f);
      else setProgram(instrument, synth, bank, value & 0x7f);
      break;
    }
    case SEQUENCER.controller14: {
      const controller = parameterAt(words, index);
      if (controller < 0 || controller > 31) break;
      move(input, instrument, synth, port, from, controller, (value >> 7) & 0x7f, now);
      break;
    }
    case SEQUENCER.registered: {
      const parameter = parameterAt(words, index);
      setParameter(input, instrument, synth, port, from, parameter, (value >> 7) & 0x7f);
      break;
    }
    case SEQUENCER.controller: {
      const controller = parameterAt(words, index);
      if (controller < 0 || controller > 127) break;
      if (controller >= CC_ALL_SOUND_OFF)
        mode(input, instrument, synth, port, from, controller, now);
      else move(input, instrument, synth, port, from, controller, value & 0x7f, now);
    }
  }
}

/** A wheel means two semitones unless it says otherwise, however far the touchpad bends the layers. */
function bend(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  port: number,
  from: number,
  value: number,
): void {
  const { zones, wheels } = input;
  const isOne = isMember(zones, port, from);
  if (isOne || isMaster(zones, port, from)) bendZone(zones, synth, port, from, value);
  if (isOne) return;
  const isOwn = isForItself(input, instrument, port, from);
  const share = isOwn ? 1 : wheelShare(instrument.routing, wheels[port * 16 + from]!);
  const place = Math.round(value * share) + BEND_AT_REST;
  tell(input, instrument, synth, port, from, BEND, 0, Math.min(16_383, Math.max(0, place)));
}

function move(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  port: number,
  from: number,
  controller: number,
  value: number,
  now: Moment,
): void {
  const at = port * 16 + from;
  // The program that follows takes them.
  if (controller === CC_BANK) input.banks[at * 2] = value;
  else if (controller === CC_BANK_FINE) input.banks[at * 2 + 1] = value;
  else if (!followParameter(input, instrument, synth, port, from, controller, value)) {
    const { routing, channels } = instrument;
    if (learnFrom(routing, synth, channels, controller))
      input.counts[NEWS] = input.counts[NEWS]! + 1;
    noteMoved(input, port, from, controller, value);
    const isOne = isForItself(input, instrument, port, from);
    if (!isOne && value < PEDAL_IS_DOWN && isUnderThumb(instrument, controller)) return;
    if (isOne || !isLearnt(routing, controller)) {
      tell(input, instrument, synth, port, from, CONTROL, controller, value);
    }
    controllerMoved(routing, synth, channels, controller, value, now);
  }
}

/** The messages of a channel's mode (MIDI 1.0): all of them but the reset end its notes. */
function mode(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  port: number,
  from: number,
  controller: number,
  now: Moment,
): void {
  if (controller === CC_ALL_SOUND_OFF || controller >= CC_ALL_NOTES_OFF) {
    endChannel(instrument, synth, port, from, now);
    if (controller !== CC_ALL_SOUND_OFF) return;
    tell(input, instrument, synth, port, from, CONTROL, CC_ALL_SOUND_OFF, 0);
  } else if (controller === CC_RESET_CONTROLLERS) {
    rest(input, instrument, synth, port, from);
    tell(input, instrument, synth, port, from, CONTROL, CC_RESET_CONTROLLERS, 0);
    if (isForItself(input, instrument, port, from)) return;
    // What our own touch and settings made of these channels was reset with them.
    restRoutes(instrument.routing, synth, instrument.channels);
    for (const layer of instrument.layers) restoreLayer(layer, synth);
  }
}
