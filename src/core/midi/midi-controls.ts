/** What controllers move: wheels, pedals, pressure and programs, on all that their channel plays. */
import type { Moment } from '../event.ts';
import type { Instrument } from '../instrument/instrument.ts';
import { setProgram } from '../instrument/instrument.ts';
import { restoreLayer } from '../instrument/layers.ts';
import { midiSource } from '../instrument/notes.ts';
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
  CC_SUSTAIN,
  CHANNEL_PRESSURE,
  CONTROL,
  KEY_PRESSURE,
  message,
  sendMessage,
} from './message.ts';
import type { MidiInput } from './midi-input.ts';
import { endChannel, isForItself } from './midi-input.ts';
import {
  channelAt,
  noteAt,
  parameterAt,
  SEQUENCER,
  valueAt,
  velocityAt,
} from './sequencer-event.ts';

const CC_MODULATION = 1;
const CC_SOSTENUTO = 66;
const CC_SOFT = 67;
const PEDAL_IS_DOWN = 64;

/** What goes back when a port is gone, in this order: a bit of `moved` each, and its controller. */
const RESTING = [CC_SUSTAIN, CC_SOSTENUTO, CC_SOFT, CC_MODULATION] as const;
const MOVED_BEND = 1 << RESTING.length;
const MOVED_PRESSURE = MOVED_BEND << 1;

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
      if (isForItself(input, instrument, port, from)) synth.program(from, bank, value & 0x7f);
      else setProgram(instrument, synth, bank, value & 0x7f);
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

/** What goes back as the port goes. */
export function rest(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  port: number,
  from: number,
): void {
  const moved = input.moved[port * 16 + from]!;
  if (moved === 0) return;
  input.moved[port * 16 + from] = 0;
  for (let each = 0; each < RESTING.length; each++) {
    if (((moved >> each) & 1) === 0) continue;
    const controller = RESTING[each]!;
    // The thumb is still on the pedal.
    if (controller === CC_SUSTAIN && instrument.pedals.down) continue;
    tell(input, instrument, synth, port, from, CONTROL, controller, 0);
  }
  if ((moved & MOVED_BEND) !== 0) {
    tell(input, instrument, synth, port, from, BEND, 0, BEND_AT_REST);
  }
  if ((moved & MOVED_PRESSURE) !== 0) {
    tell(input, instrument, synth, port, from, CHANNEL_PRESSURE, 0, 0);
  }
}

/** What a note of a controller is in play: transposed, and of the scale; -1 for silence. */
export function noteInPlay({ scale, transpose }: Instrument, note: number): number {
  // Within a scale that is remapped the transposition is in the table.
  if (scale.on && scale.mode === 'remap') return scale.notes[note]!;
  const moved = note + transpose;
  return moved < 0 || moved > 127 ? -1 : scale.notes[moved]!;
}

function pressKey(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  port: number,
  from: number,
  note: number,
  value: number,
): void {
  if (isForItself(input, instrument, port, from)) {
    synth.keyPressure(from, note, value);
    return;
  }
  const { layers } = instrument;
  const played = noteInPlay(instrument, note);
  const mask = instrument.layersOf[midiSource(port)]!;
  for (let index = 0; index < layers.length; index++) {
    const sung = played + layers[index]!.transpose;
    if (played < 0 || ((mask >> index) & 1) === 0 || sung < 0 || sung > 127) continue;
    sendMessage(synth, message(KEY_PRESSURE, layers[index]!.channel, sung, value));
  }
}

/** A wheel means two semitones, however far the touchpad bends the layers. */
function bend(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  port: number,
  from: number,
  value: number,
): void {
  const isOwn = isForItself(input, instrument, port, from);
  const share = isOwn ? 1 : wheelShare(instrument.routing);
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
  else {
    const bit = RESTING.indexOf(controller as (typeof RESTING)[number]);
    if (bit >= 0) input.moved[at]! |= 1 << bit;
    const isUp = controller === CC_SUSTAIN && value < PEDAL_IS_DOWN;
    const isForOne = isForItself(input, instrument, port, from);
    if (isUp && !isForOne && instrument.pedals.down) return;
    tell(input, instrument, synth, port, from, CONTROL, controller, value);
    controllerMoved(instrument.routing, synth, instrument.channels, controller, value, now);
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

/** Tells all channels that a channel of a port plays: itself, or those of the port's layers. */
function tell(
  input: MidiInput,
  instrument: Instrument,
  synth: Synth,
  port: number,
  from: number,
  kind: number,
  about: number,
  value: number,
): void {
  if (isForItself(input, instrument, port, from)) {
    instrument.guests |= 1 << from;
    sendMessage(synth, message(kind, from, about, value));
    return;
  }
  const { layers } = instrument;
  const mask = instrument.layersOf[midiSource(port)]!;
  let told = 0;
  for (let index = 0; index < layers.length; index++) {
    const { channel } = layers[index]!;
    if (((mask >> index) & 1) === 0 || ((told >> channel) & 1) === 1) continue;
    told |= 1 << channel;
    sendMessage(synth, message(kind, channel, about, value));
  }
}
