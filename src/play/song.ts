/** A MIDI file that the play thread plays by itself, each message when it is due. */
import type { Moment } from '../core/event.ts';
import type { Player } from '../core/instrument/player.ts';
import { playSongMessage, type Song } from '../core/midi/song.ts';
import { monotonicUs } from '../ffi/libc.ts';

/** A song as the thread is given it; its cells are shared memory. */
export interface SongPart extends Pick<Song, 'timesUs' | 'messages'> {
  /** Silence before its time 0, or before the message that it goes on with. */
  readonly leadUs: number;
  /** The message to go on with, after a thread that failed; 0 is the first. */
  readonly from?: number;
}

export interface SongPlayback extends SongPart {
  /** When it began, on our clock. */
  readonly startUs: number;
  next: number;
}

export function beginSong(part: SongPart): SongPlayback {
  const { timesUs, leadUs, from = 0 } = part;
  const beganUs = from === 0 ? 0 : (timesUs[from] ?? 0);
  return { ...part, startUs: monotonicUs() + leadUs - beganUs, next: from };
}

/** Plays what is due at `now`; true when nothing is left, and its notes may be let go. */
export function playSongDue(song: SongPlayback, player: Player, now: Moment): boolean {
  const { timesUs, startUs } = song;
  while (song.next < timesUs.length && timesUs[song.next]! + startUs <= now[0]!) {
    playSongMessage(song, song.next, player.instrument, player.synth);
    song.next++;
  }
  return song.next >= timesUs.length;
}

/** When the next message is due; Infinity after the last. */
export function songDueUs({ timesUs, startUs, next }: SongPlayback): number {
  return next < timesUs.length ? timesUs[next]! + startUs : Number.POSITIVE_INFINITY;
}
