/**
 * The way of a note from whoever plays it to the ledger: a key, a MIDI input, the looper. All of
 * them begin and end their notes here, each by the number of its holder, so that whatever the
 * instrument makes of a note it makes for all alike.
 */
import type { Moment } from '../event.ts';
import type { Synth } from '../synth.ts';
import type { Instrument } from './instrument.ts';
import { press, release } from './ledger.ts';

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
  _now: Moment,
): void {
  instrument.lastVelocity = velocity;
  press(instrument.ledger, synth, holder, instrument.channel, note, velocity);
}

/** The holder ends what it began, whatever has been set since. */
export function endNote(instrument: Instrument, synth: Synth, holder: number, _now: Moment): void {
  release(instrument.ledger, synth, holder);
}
