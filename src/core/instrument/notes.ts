/**
 * The way of a note from whoever plays it to the ledger: a key, a MIDI input, the looper. All of
 * them begin and end their notes here, each by the number of its holder, so that whatever the
 * instrument makes of a note it makes for all alike.
 */
import type { Moment } from '../event.ts';
import { KEY_COUNT } from '../keys/key-codes.ts';
import type { Synth } from '../synth.ts';
import { followNote } from './finger-pitch.ts';
import { forgetGlide } from './glide.ts';
import { DEVICES_MAX, MIDI_HOLDERS, MIDI_PORTS_MAX } from './holders.ts';
import type { Instrument } from './instrument.ts';
import { playLayer, releaseLayer } from './layers.ts';
import { release, releaseAll } from './ledger.ts';

/** Those who choose their layers: the devices, the MIDI inputs, and whoever else there is. */
export const SOURCES = DEVICES_MAX + MIDI_PORTS_MAX + 1;

/** The source of a MIDI input, for `layersOf`. */
export function midiSource(port: number): number {
  return DEVICES_MAX + port;
}

/**
 * The holder (of holders.ts) begins a note; one that it still held ends first.
 *
 * @param velocity 1-127
 */
export function beginNote(
  instrument: Instrument,
  synth: Synth,
  holder: number,
  note: number,
  velocity: number,
  now: Moment,
): void {
  endNote(instrument, synth, holder, now);
  instrument.lastVelocity = velocity;
  followNote(instrument, synth, note, velocity, now);
  sound(instrument, synth, holder, note, velocity, instrument.layersOf[sourceOf(holder)]!);
}

/** The holder ends what it began, whatever has been set since. */
export function endNote(instrument: Instrument, synth: Synth, holder: number, _now: Moment): void {
  silence(instrument, synth, holder);
}

/** Every note ends, and no holder holds any longer. */
export function endAllNotes(instrument: Instrument, synth: Synth): void {
  releaseAll(instrument.ledger, synth);
  for (const layer of instrument.layers) forgetGlide(layer.glide);
}

/**
 * The holder has a note sound on layers.
 *
 * @param mask a bit for each layer
 */
function sound(
  instrument: Instrument,
  synth: Synth,
  holder: number,
  note: number,
  velocity: number,
  mask: number,
): void {
  const { layers, ledger, collision } = instrument;
  for (let index = 0; index < layers.length; index++) {
    if ((mask >> index) & 1) {
      playLayer(layers[index]!, ledger, synth, collision, holder, note, velocity);
    }
  }
}

function silence(instrument: Instrument, synth: Synth, holder: number): void {
  const { layers, ledger } = instrument;
  release(ledger, synth, holder);
  for (let index = 0; index < layers.length; index++) {
    releaseLayer(layers[index]!, ledger, synth, holder);
  }
}

function sourceOf(holder: number): number {
  if (holder < MIDI_HOLDERS) return (holder / KEY_COUNT) | 0;
  const port = (holder - MIDI_HOLDERS) >> 11;
  return port < MIDI_PORTS_MAX ? DEVICES_MAX + port : SOURCES - 1;
}
