import type { LatencyStage } from './latency.ts';
import type { Snapshot } from './snapshot.ts';

/** All that a running instrument tells of itself: the socket, the screen and the logs read this. */
export interface Status {
  readonly version: string;
  readonly pid: number;
  readonly uptimeSeconds: number;
  readonly playing: Snapshot;
  /** Name of the preset that was chosen last, '' for none. */
  readonly presetName: string;
  /** Name of the program that sounds. */
  readonly programName: string;
  readonly input: InputStatus;
  readonly midi: MidiStatus;
  readonly audio: AudioStatus;
  readonly font: FontStatus;
  /** The files of the tuning by their names, '' for equal temperament. */
  readonly tuning: string;
  /** Key event to note-on; 0 before the first note. */
  readonly latency: { readonly p50Us: number; readonly p99Us: number };
}

/** The part of it that may be looked at often: nothing is taken, and nothing looked up. */
export interface Glance extends Omit<Status, 'programName' | 'audio'> {
  readonly audio: Omit<AudioStatus, 'peakDb' | 'rmsDb'>;
}

export interface InputStatus {
  /** What is played from. */
  readonly from: 'keyboards' | 'terminal' | 'recording';
  /** For people, as words that follow "from": which keyboards, or what the terminal can do. */
  readonly detail: string;
}

export interface MidiStatus {
  /** Whether MIDI can come in. */
  readonly isOpen: boolean;
  /** The ports that are connected by `midi.auto_connect`, as `client:port`. */
  readonly ports: readonly string[];
  /** Whether what is played goes out. */
  readonly isSending: boolean;
  /** Why nothing of it works; '' where it does, or is not wanted. */
  readonly why: string;
}

export interface AudioStatus {
  /** The driver that runs; '' while none does. */
  readonly driver: string;
  /** Why this one. */
  readonly why: string;
  readonly sampleRate: number;
  /** What plays it, by the server's name for it; '' for nothing, undefined where it cannot be asked. */
  readonly into: string | undefined;
  /** Frames that the way out asks for at once, and how many of these it keeps. */
  readonly periodFrames: number;
  readonly periods: number;
  /** What the first of the stages comes to, in milliseconds. */
  readonly bufferMs: number;
  /** What sound waits for, stage by stage. */
  readonly latency: readonly LatencyStage[];
  /** Callbacks that came too late since the start. */
  readonly late: number;
  /** dBFS since the last look; -Infinity is silence and null in JSON. */
  readonly peakDb: number | null;
  /** The mean level in the same time: dBFS where a square wave of full scale is 0; likewise null. */
  readonly rmsDb: number | null;
  /** The WAV that is written, if one is. */
  readonly file: string | undefined;
}

export interface FontStatus {
  readonly path: string;
  readonly why: string;
  /** The one that is being loaded to play next, and the share of it that is read, 0 to 1. */
  readonly loading: { readonly path: string; readonly share: number } | null;
}
