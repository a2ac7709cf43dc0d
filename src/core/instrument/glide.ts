import type { Synth } from '../synth.ts';
import type { Ledger } from './ledger.ts';
import { drop, hold, release } from './ledger.ts';
import type { NoteSet } from './note-set.ts';
import { addNote, createNoteSet, removeNotes } from './note-set.ts';

/** How many notes a layer sounds: as many as there are, one struck anew, or one that goes on. */
export const VOICE_MODES = ['poly', 'mono', 'legato'] as const;
export type VoiceMode = (typeof VOICE_MODES)[number];

/** Which of the held keys the one note is of. */
export const PRIORITIES = ['last', 'low', 'high'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const POLY = 0;
const LEGATO = 2;

const LAST = 0;
const LOW = 1;

const CC_GLIDE_TIME = 5;
const CC_GLIDE_TIME_FINE = 37;
const CC_LEGATO = 68;
const CC_GLIDE_FROM = 84;

export interface GlideSettings {
  /** A number of {@link VOICE_MODES}. */
  readonly mode: number;
  /** A number of {@link PRIORITIES}. */
  readonly priority: number;
  /** How long the pitch takes from note to note, 0-16383. */
  readonly glideMs: number;
}

/**
 * One voice that follows the hands: the held keys are remembered, so that a trill falls back to the
 * key that is still down. The ledger knows the voice as a holder of its own.
 */
export interface Glide {
  mode: number;
  priority: number;
  glideMs: number;
  readonly held: NoteSet;
  /** The note that sounds, or -1. */
  voice: number;
  /** The note that sounded last, or -1: where the next one glides from. */
  last: number;
}

export function createGlide({ mode, priority, glideMs }: GlideSettings): Glide {
  return { mode, priority, glideMs, held: createNoteSet(), voice: -1, last: -1 };
}

/** Tells the synthesiser how the channel goes from note to note. */
export function introduceGlide(glide: Glide, synth: Synth, channel: number): void {
  synth.control(channel, CC_LEGATO, glide.mode === LEGATO ? 127 : 0);
  // Both bytes, the fine one first: FluidSynth then takes the two as milliseconds in every version.
  synth.control(channel, CC_GLIDE_TIME_FINE, glide.glideMs & 127);
  synth.control(channel, CC_GLIDE_TIME, glide.glideMs >> 7);
}

/** A key asks for the voice; false when too many are held. */
export function pressGlide(
  glide: Glide,
  ledger: Ledger,
  synth: Synth,
  voiceHolder: number,
  channel: number,
  holder: number,
  note: number,
  velocity: number,
): boolean {
  if (!addNote(glide.held, holder, note, velocity, 0)) return false;
  follow(glide, ledger, synth, voiceHolder, channel, true);
  return true;
}

/** A key comes up: the voice goes to the best of those that are still held, or ends. */
export function releaseGlide(
  glide: Glide,
  ledger: Ledger,
  synth: Synth,
  voiceHolder: number,
  channel: number,
  holder: number,
): void {
  if (glide.held.count === 0 || !removeNotes(glide.held, holder)) return;
  follow(glide, ledger, synth, voiceHolder, channel, false);
}

/** Nothing is held any more; the ledger lets go of the voice. */
export function forgetGlide(glide: Glide): void {
  glide.held.count = 0;
  glide.voice = -1;
}

function follow(
  glide: Glide,
  ledger: Ledger,
  synth: Synth,
  voiceHolder: number,
  channel: number,
  isStruck: boolean,
): void {
  const { held, voice } = glide;
  const best = bestOf(glide);
  if (best < 0) {
    release(ledger, synth, voiceHolder);
    glide.voice = -1;
    return;
  }
  const note = held.notes[best]!;
  const velocity = held.velocities[best]!;
  const isNew = isStruck && best === held.count - 1;
  if (note === voice && (glide.mode === LEGATO || !isNew)) return;
  if (glide.mode !== LEGATO) release(ledger, synth, voiceHolder);
  const from = glide.mode === LEGATO ? voice : glide.last;
  if (glide.glideMs > 0 && from >= 0 && from !== note) synth.control(channel, CC_GLIDE_FROM, from);
  hold(ledger, synth, voiceHolder, channel, note, velocity);
  if (glide.mode === LEGATO && voice >= 0) drop(ledger, synth, voiceHolder, channel, voice);
  glide.voice = note;
  glide.last = note;
}

function bestOf({ held, priority }: Glide): number {
  let best = held.count - 1;
  if (priority === LAST) return best;
  for (let at = held.count - 2; at >= 0; at--) {
    const note = held.notes[at]!;
    const isBetter = priority === LOW ? note < held.notes[best]! : note > held.notes[best]!;
    if (isBetter) best = at;
  }
  return best;
}
