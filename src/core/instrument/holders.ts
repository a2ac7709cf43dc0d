/**
 * The numbers of all that can hold a note: each key of each keyboard, each note of each channel of
 * each MIDI input, and what plays by itself. The ledger knows its holders by these and nothing else.
 */
import { KEY_COUNT } from '../keys/key-codes.ts';

export const DEVICES_MAX = 16;
export const MIDI_PORTS_MAX = 8;

const CHANNEL_NOTES = 16 * 128;
/** More than hands play in a minute. */
export const LOOP_NOTES_MAX = 2048;

/** The first holder of the MIDI inputs; the keys of the devices come before it. */
export const MIDI_HOLDERS = DEVICES_MAX * KEY_COUNT;
/** The first holder of the loop: a holder for each of its notes. */
export const LOOPER_HOLDERS = MIDI_HOLDERS + MIDI_PORTS_MAX * CHANNEL_NOTES;
/** The first holder of what plays by itself: arpeggiator, repeats, metronome, mono voices. */
export const OWN_HOLDERS = LOOPER_HOLDERS + LOOP_NOTES_MAX;
/** The first holder of the MIDI file that is played: a holder for each channel and note. */
export const SONG_HOLDERS = OWN_HOLDERS + 256;
export const HOLDERS = SONG_HOLDERS + CHANNEL_NOTES;

// The first of its own are the one voices of the layers.
export const ARPEGGIO_HOLDER = OWN_HOLDERS + 16;
export const METRONOME_HOLDER = OWN_HOLDERS + 17;

/** The holder that a key is. */
export function keyHolder(device: number, code: number): number {
  return device * KEY_COUNT + code;
}

/** The holder that a note of a MIDI input is. */
export function midiHolder(port: number, channel: number, note: number): number {
  return MIDI_HOLDERS + port * CHANNEL_NOTES + channel * 128 + note;
}

/** The holder that a note of the MIDI file is. */
export function songHolder(channel: number, note: number): number {
  return SONG_HOLDERS + channel * 128 + note;
}
