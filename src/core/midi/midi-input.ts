/**
 * MIDI controllers as the instrument knows them: who has played, what each has moved and promised, and
 * whether a channel of theirs plays the instrument or for itself.
 */
import type { Moment } from '../event.ts';
import { MIDI_PORTS_MAX, midiHolder } from '../instrument/holders.ts';
import type { Instrument } from '../instrument/instrument.ts';
import { endNote } from '../instrument/notes.ts';
import type { Synth } from '../synth.ts';
import { DRUM_CHANNEL } from './message.ts';
import type { PulseSource } from './pulse-source.ts';
import { createPulseSource } from './pulse-source.ts';
import type { Zones } from './zones.ts';
import { createZones, isMember } from './zones.ts';

export const CHANNELS = 16;
const NOTES = 128;
/** In place of the address of a port that is none. */
export const FREE = -1;
/** The registered parameter that is none (MIDI 1.0). */
export const NO_PARAMETER = 0x3fff;
/** What a wheel means until it is said otherwise (MIDI 1.0). */
export const WHEEL_SEMITONES = 2;
const NEVER = Number.POSITIVE_INFINITY;

/**
 * What the channels of a port are: `instrument` has all but the drums' play the instrument, as hands do
 * who do not care which one is set; `own` has each play for itself, as sequencers want it, and the
 * instrument's own channel alone plays the instrument; `auto` takes the first for a controller that is
 * plugged in, and the second for a program.
 */
export const MIDI_CHANNELS = ['auto', 'instrument', 'own'] as const;
export type MidiChannels = (typeof MIDI_CHANNELS)[number];

const OWN = 2;
/** From this number on the sequencer's clients are programs, below it the kernel's drivers. */
const PROGRAMS = 128;

export interface MidiInput {
  /** A number of {@link MIDI_CHANNELS}. */
  channels: number;
  /** The sequencer's address of each port that has played, or -1. */
  readonly sources: Int32Array;
  /** Of each channel of each port: both numbers of the bank that its next program is of. */
  readonly banks: Uint8Array;
  /** What each channel of each port has moved, bits of midi-controls.ts. */
  readonly moved: Uint8Array;
  /** When each port counts as gone unless it is heard of, for those that promised to be. */
  readonly silentUs: Float64Array;
  /** The first of those moments; Infinity while none is promised. */
  readonly dueUs: Moment;
  /** The parameter that data is for, and how far the wheel means, of each channel of each port. */
  readonly parameters: Uint16Array;
  readonly wheels: Uint8Array;
  readonly zones: Zones;
  readonly pulses: PulseSource;
  /** Messages played, times that some were lost, news (who comes and goes, what was learnt), and who listens. */
  readonly counts: Uint32Array;
}

export const MESSAGES = 0;
export const LOSSES = 1;
export const NEWS = 2;
export const LISTENERS = 3;

export function createMidiInput(channels: MidiChannels): MidiInput {
  return {
    channels: MIDI_CHANNELS.indexOf(channels),
    sources: new Int32Array(MIDI_PORTS_MAX).fill(FREE),
    banks: new Uint8Array(MIDI_PORTS_MAX * CHANNELS * 2),
    moved: new Uint8Array(MIDI_PORTS_MAX * CHANNELS),
    silentUs: new Float64Array(MIDI_PORTS_MAX).fill(NEVER),
    dueUs: Float64Array.of(NEVER),
    parameters: new Uint16Array(MIDI_PORTS_MAX * CHANNELS).fill(NO_PARAMETER),
    wheels: new Uint8Array(MIDI_PORTS_MAX * CHANNELS).fill(WHEEL_SEMITONES),
    zones: createZones(),
    pulses: createPulseSource(),
    counts: new Uint32Array(4),
  };
}

/** Whether the channel of a port plays for itself, beside the instrument. */
export function isForItself(
  { channels, sources, zones }: MidiInput,
  { channel }: Instrument,
  port: number,
  from: number,
): boolean {
  if (from === DRUM_CHANNEL || isMember(zones, port, from)) return true;
  if (from === channel) return false;
  return channels === OWN || (channels === 0 && (sources[port]! & 0xff) >= PROGRAMS);
}

/** The notes that a channel of a port holds end. */
export function endChannel(
  instrument: Instrument,
  synth: Synth,
  port: number,
  channel: number,
  now: Moment,
): void {
  for (let note = 0; note < NOTES; note++) {
    endNote(instrument, synth, midiHolder(port, channel, note), now);
  }
}
