/** What a channel of a port reaches: itself, or the layers that the port plays. */
import type { Instrument } from '../instrument/instrument.ts';
import { midiSource } from '../instrument/notes.ts';
import type { Synth } from '../synth.ts';
import { BEND, KEY_PRESSURE, message, sendMessage } from './message.ts';
import type { MidiInput } from './midi-input.ts';
import { isForItself } from './midi-input.ts';
import { afterMembers, firstMember, isMaster } from './zones.ts';

/** Tells all channels that a channel of a port plays: itself, or those of the port's layers. */
export function tell(
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
  const { zones } = input;
  if (kind === BEND || !isMaster(zones, port, from)) return;
  const end = afterMembers(zones, port, from);
  for (let member = firstMember(zones, port, from); member < end; member++) {
    sendMessage(synth, message(kind, member, about, value));
  }
}

export function pressKey(
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

/** What a note of a controller is in play: transposed, and of the scale; -1 for silence. */
export function noteInPlay({ scale, transpose }: Instrument, note: number): number {
  // Within a scale that is remapped the transposition is in the table.
  if (scale.on && scale.mode === 'remap') return scale.notes[note]!;
  const moved = note + transpose;
  return moved < 0 || moved > 127 ? -1 : scale.notes[moved]!;
}
