/**
 * The way of a note from whoever plays it to the layers: a key, a MIDI input, the looper. All of
 * them begin and end their notes here, each by the number of its holder, so that whatever the
 * instrument makes of a note it makes for all alike.
 */
import type { Moment } from '../event.ts';
import { KEY_COUNT } from '../keys/key-codes.ts';
import type { Synth } from '../synth.ts';
import { cancel, DUE } from './agenda.ts';
import { forgetHeld, holdUnder, letGoUnder } from './arpeggio.ts';
import { forgetStrings, planStrum, spell, waitFor } from './chords.ts';
import { followNote } from './finger-pitch.ts';
import { DEVICES_MAX, MIDI_HOLDERS, MIDI_PORTS_MAX } from './holders.ts';
import type { Instrument } from './instrument.ts';
import { REFUSED } from './ledger.ts';
import { isRecording } from './looper.ts';
import { lookAtLoop } from './looping.ts';
import { addNote, removeNotes } from './note-set.ts';
import { silence, silenceAll, sound } from './sounding.ts';
import { startArpeggio, startRepeat } from './steps.ts';

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
  const mask = instrument.layersOf[sourceOf(holder)]!;
  const { chords, arpeggio } = instrument;
  const count = spell(chords, note);
  for (let string = 0; string < count; string++) {
    const each = chords.notes[string]!;
    if (arpeggio.on) goUnder(instrument, holder, each, velocity, mask, now);
    else if (string === 0 || chords.strumMs === 0) {
      strikeNote(instrument, synth, holder, each, velocity, mask, now);
    } else strum(instrument, string, holder, each, velocity, mask, now);
  }
}

/** The holder ends what it began, whatever has been set since. */
export function endNote(instrument: Instrument, synth: Synth, holder: number, now: Moment): void {
  if (isRecording(instrument.looper)) lookAtLoop(instrument, now);
  const { arpeggio, repeat, agenda, chords } = instrument;
  silence(instrument, synth, holder);
  if (chords.waiting.count > 0) {
    forgetStrings(chords, holder);
    planStrum(instrument);
  }
  letGoUnder(arpeggio, holder);
  if (arpeggio.held.count === 0) cancel(agenda, DUE.arpeggioStep);
  if (repeat.held.count > 0) removeNotes(repeat.held, holder);
  if (repeat.held.count === 0) cancel(agenda, DUE.repeatStep);
}

/** Every note ends, no holder holds any longer, and nothing begins by itself but the metronome. */
export function endAllNotes(instrument: Instrument, synth: Synth): void {
  const { arpeggio, repeat, agenda, chords } = instrument;
  chords.waiting.count = 0;
  cancel(agenda, DUE.strum);
  silenceAll(instrument, synth);
  forgetHeld(arpeggio);
  repeat.held.count = 0;
  cancel(agenda, DUE.arpeggioStep);
  cancel(agenda, DUE.arpeggioEnd);
  cancel(agenda, DUE.repeatStep);
  cancel(agenda, DUE.repeatEnd);
}

/** The note waits for its turn in the arpeggio. */
function goUnder(
  instrument: Instrument,
  holder: number,
  note: number,
  velocity: number,
  mask: number,
  now: Moment,
): void {
  if (holdUnder(instrument.arpeggio, holder, note, velocity, mask)) startArpeggio(instrument, now);
  else refuse(instrument);
}

/** The note is a string that is struck a little later. */
function strum(
  instrument: Instrument,
  string: number,
  holder: number,
  note: number,
  velocity: number,
  mask: number,
  now: Moment,
): void {
  const { chords } = instrument;
  if (waitFor(chords, string, holder, note, velocity, mask, now)) planStrum(instrument);
  else refuse(instrument);
}

/** The note sounds, and again and again where notes are repeated. */
export function strikeNote(
  instrument: Instrument,
  synth: Synth,
  holder: number,
  note: number,
  velocity: number,
  mask: number,
  now: Moment,
): void {
  const { repeat } = instrument;
  sound(instrument, synth, holder, note, velocity, mask);
  if (!repeat.on) return;
  if (addNote(repeat.held, holder, note, velocity, mask)) startRepeat(instrument, now);
  else refuse(instrument);
}

function refuse({ ledger }: Instrument): void {
  ledger.counts[REFUSED] = ledger.counts[REFUSED]! + 1;
}

function sourceOf(holder: number): number {
  if (holder < MIDI_HOLDERS) return (holder / KEY_COUNT) | 0;
  const port = (holder - MIDI_HOLDERS) >> 11;
  return port < MIDI_PORTS_MAX ? DEVICES_MAX + port : SOURCES - 1;
}
