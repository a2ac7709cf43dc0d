import type { Pattern } from './instrument/arpeggio.ts';
import type { Collision } from './instrument/collisions.ts';
import type { VoiceMode } from './instrument/glide.ts';
import type { LoopState } from './instrument/looper.ts';
import type { ScaleMode } from './music/scale.ts';

/** How the instrument is set up beyond what is at work, such as the kind of chord while chords are off. */
export interface Setup {
  /** What the velocity keys have added. */
  readonly velocityOffset: number;
  /** The scale that was set last, locked to or not, and its root such as `F#`. */
  readonly scaleName: string;
  readonly scaleRoot: string;
  readonly chordKind: string;
  /** The chord that a hand has shown, in semitones. */
  readonly chordMemory: readonly number[];
  readonly inversion: number;
  /** In milliseconds. */
  readonly strum: number;
  /** Of the arpeggiator. */
  readonly gate: number;
  readonly swing: number;
  readonly octaves: number;
  readonly sync: boolean;
  readonly repeatRate: string;
}

/** What may be known about the instrument from outside: plain, whole, and without a key's name. */
export interface Snapshot extends Setup {
  /** The scene recalled last, 0 the first, or -1; and how often one was. */
  readonly scene: number;
  readonly scenesRecalled: number;
  readonly armed: boolean;
  readonly octave: number;
  readonly transpose: number;
  readonly bank: number;
  readonly program: number;
  /** The preset chosen last, 0 the first, or -1. */
  readonly preset: number;
  /** The twelve that the preset keys choose from, 0 the first. */
  readonly presetBank: number;
  /** Of the first layer, 0-127 each, or -1 for what its channel has by itself. */
  readonly level: number;
  readonly reverb: number;
  readonly chorus: number;
  readonly layout: string;
  /** The scale that the notes are locked to, such as `D dorian`; '' when they are free. */
  readonly scale: string;
  readonly scaleMode: ScaleMode;
  readonly sustain: boolean;
  readonly sostenuto: boolean;
  readonly softPedal: boolean;
  /** Notes sounding by the ledger. */
  readonly sounding: number;
  readonly notesBegun: number;
  readonly notesEnded: number;
  /** Notes that found no room: more were held than can be. */
  readonly notesRefused: number;
  readonly lastVelocity: number;
  /** The velocity of the source `fixed`. */
  readonly velocity: number;
  /** Whether each layer plays. */
  readonly layers: readonly boolean[];
  /** How many notes the first layer sounds. */
  readonly mode: VoiceMode;
  readonly collision: Collision;
  /** The chord under each key, such as `m7` or `memory`; '' when one key is one note. */
  readonly chordMode: string;
  /** The chord that is held, such as `Am7` or `C/E`; '' when it is none. */
  readonly chord: string;
  /** Beats a minute, and whether they are those of a MIDI clock. */
  readonly tempo: number;
  readonly followsMidi: boolean;
  readonly arpeggiator: boolean;
  readonly pattern: Pattern;
  /** The note value of a step, such as `1/8T`. */
  readonly rate: string;
  readonly latch: boolean;
  readonly repeat: boolean;
  readonly metronome: boolean;
  readonly loop: LoopState;
  readonly keyEvents: number;
  /** Times the kernel's queue overflowed and the keys were read anew. */
  readonly gaps: number;
  /** Keyboards open, and how many of them are ours alone. */
  readonly nodes: number;
  readonly grabbed: number;
  /** Keyboards that another program holds. */
  readonly grabRefused: number;
  /** Whether a touchpad is there and what becomes of it: ours alone, or the pointer moves too. */
  readonly touchpad: 'none' | 'off' | 'shared' | 'ours' | 'refused';
  /** Whether it plays, or would if there were one. */
  readonly touchpadOn: boolean;
  /** Calls that FluidSynth refused. */
  readonly engineFailures: number;
  /** Real-time scheduling of the play thread: its priority, or 0. */
  readonly realtimePriority: number;
}
