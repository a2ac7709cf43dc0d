/**
 * Music as channel messages in time, from a MIDI file or for one, and how it is played: on its own
 * channels, its notes in the ledger beside those of the keys, so that each ends.
 */

import { setProgram } from '../instrument/adjust.ts';
import { SONG_HOLDERS, songHolder } from '../instrument/holders.ts';
import type { Instrument } from '../instrument/instrument.ts';
import { press, release, releaseRange } from '../instrument/ledger.ts';
import type { Synth } from '../synth.ts';
import {
  aboutOf,
  BEND_AT_REST,
  CC_ALL_NOTES_OFF,
  CC_ALL_SOUND_OFF,
  CC_SUSTAIN,
  CONTROL,
  channelOf,
  dataOf,
  kindOf,
  NOTE_OFF,
  NOTE_ON,
  PROGRAM,
  sendMessage,
} from './message.ts';

const CHANNELS = 16;
const NOTES = 128;

export interface Song {
  /** Where it was read from, for messages. */
  readonly source: string;
  /** When each message is due, in order, from 0. */
  readonly timesUs: Float64Array;
  /** As message.ts packs them. */
  readonly messages: Int32Array;
}

/** How long it is, in microseconds. */
export function songLengthUs({ timesUs }: Song): number {
  return timesUs.at(-1) ?? 0;
}

/** Plays message `index` of the song. */
export function playSongMessage(
  { messages }: Pick<Song, 'messages'>,
  index: number,
  instrument: Instrument,
  synth: Synth,
): void {
  const message = messages[index]!;
  const channel = channelOf(message);
  const about = aboutOf(message);
  const value = dataOf(message);
  switch (kindOf(message)) {
    case NOTE_ON:
      if (value > 0) {
        instrument.lastVelocity = value;
        press(instrument.ledger, synth, songHolder(channel, about), channel, about, value);
      } else release(instrument.ledger, synth, songHolder(channel, about));
      break;
    case NOTE_OFF:
      release(instrument.ledger, synth, songHolder(channel, about));
      break;
    case PROGRAM:
      if (channel === instrument.channel) setProgram(instrument, synth, value, about);
      else synth.program(channel, value, about);
      break;
    case CONTROL:
      if (about === CC_ALL_NOTES_OFF || about === CC_ALL_SOUND_OFF) {
        endChannel(instrument, synth, channel);
        if (about === CC_ALL_SOUND_OFF) synth.soundOff(channel);
      } else synth.control(channel, about, value);
      break;
    default:
      sendMessage(synth, message);
  }
}

/** Nothing of the song is held any more: notes end, pedals come up, wheels rest. */
export function endSong(instrument: Instrument, synth: Synth): void {
  releaseRange(instrument.ledger, synth, SONG_HOLDERS, SONG_HOLDERS + CHANNELS * NOTES);
  for (let channel = 0; channel < CHANNELS; channel++) {
    synth.control(channel, CC_SUSTAIN, 0);
    synth.bend(channel, BEND_AT_REST);
  }
}

/** Every channel that a song plays on is cut. */
export function silenceSong(instrument: Instrument, synth: Synth): void {
  endSong(instrument, synth);
  for (let channel = 0; channel < CHANNELS; channel++) synth.soundOff(channel);
}

function endChannel(instrument: Instrument, synth: Synth, channel: number): void {
  const from = songHolder(channel, 0);
  releaseRange(instrument.ledger, synth, from, from + NOTES);
}
