/** The orders that can be asked of a running instrument, by what a person types. */
import { PATTERNS } from '../core/instrument/arpeggio.ts';
import { CHORD_NAMES } from '../core/instrument/chords.ts';
import { TEMPO_MAX, TEMPO_MIN } from '../core/instrument/clock.ts';
import { COLLISIONS } from '../core/instrument/collisions.ts';
import { VOICE_MODES } from '../core/instrument/glide.ts';
import { LAYERS_MAX } from '../core/instrument/layers.ts';
import { LEARNABLE } from '../core/instrument/learnt-routes.ts';
import { LOOP_WORDS } from '../core/instrument/looping.ts';
import { PRESET_BANKS } from '../core/instrument/preset.ts';
import { OCTAVE_MAX, OCTAVE_MIN, TRANSPOSE_MAX } from '../core/keys/keymap.ts';
import { CHORD_NOTES_MAX } from '../core/music/chord.ts';
import { NOTE_VALUES } from '../core/music/note-value.ts';
import type { OrderCode } from '../core/order.ts';
import { ORDER } from '../core/order.ts';

export interface Sendable {
  readonly code: OrderCode;
  /** Its values, up to two. */
  readonly takes: readonly Taken[];
  /** What it takes as help shows it, where that is not all of its words. */
  readonly text?: string;
  readonly means: string;
}

/** One value: a number, or one of some words that stands for its place among them. */
export type Taken = TakenNumber | TakenWord;

interface TakenWord {
  readonly names: readonly string[];
  /** What each comes to, where that is not its place. */
  readonly numbers?: readonly number[];
}

interface TakenNumber {
  readonly least: number;
  readonly most: number;
  /** People count from one what an order counts from zero, as their keys do. */
  readonly countsFromOne?: true;
  /** An order carries hundredths of it. */
  readonly inHundredths?: true;
}

const SWITCH: Taken = { names: ['off', 'on'] };

/** What can be typed after `fw16-synth send`, and what it comes to. */
export const SENDABLE: Readonly<Record<string, Sendable>> = {
  arm: { code: ORDER.arm, takes: [], means: 'let the keyboard play' },
  disarm: { code: ORDER.disarm, takes: [], means: 'give the keyboard back' },
  panic: { code: ORDER.panic, takes: [], means: 'silence at once' },
  program: { code: ORDER.program, takes: [whole(0, 127)], means: 'General MIDI program, from 0' },
  'program-step': {
    code: ORDER.programStep,
    takes: [{ names: ['next', 'previous'], numbers: [1, -1] }],
    means: 'the next program of the SoundFont, or the one before',
  },
  sustain: { code: ORDER.sustain, takes: [SWITCH], means: 'the sustain pedal, down or up' },
  sostenuto: {
    code: ORDER.sostenuto,
    takes: [SWITCH],
    means: 'the pedal that holds what sounds as it goes down',
  },
  'soft-pedal': {
    code: ORDER.softPedal,
    takes: [SWITCH],
    means: 'the pedal that softens what begins',
  },
  octave: {
    code: ORDER.octave,
    takes: [whole(OCTAVE_MIN, OCTAVE_MAX)],
    means: 'octave of the keys',
  },
  transpose: {
    code: ORDER.transpose,
    takes: [whole(-TRANSPOSE_MAX, TRANSPOSE_MAX)],
    means: 'semitones added to every key',
  },
  layout: {
    code: ORDER.layout,
    takes: [],
    text: 'NAME',
    means: 'where the notes lie; fw16-synth layouts lists them',
  },
  scale: {
    code: ORDER.scale,
    takes: [],
    text: 'D dorian snap|on|off',
    means: 'scale to play within',
  },
  preset: {
    code: ORDER.preset,
    takes: [],
    text: 'NAME|N',
    means: 'a preset; 1 to 12 are those of F1 to F12, fw16-synth preset lists all',
  },
  scene: {
    code: ORDER.scene,
    takes: [],
    text: 'NAME|N',
    means: 'a scene, all that it is set to at once; fw16-synth scene lists them',
  },
  'preset-bank': {
    code: ORDER.presetBank,
    takes: [counted(PRESET_BANKS)],
    means: 'twelve presets for F1 to F12',
  },
  level: {
    code: ORDER.level,
    takes: [whole(0, 127)],
    means: 'how loud the first layer is, as MIDI volume',
  },
  reverb: {
    code: ORDER.reverb,
    takes: [whole(0, 127)],
    means: 'how much of the first layer goes into the reverb',
  },
  chorus: {
    code: ORDER.chorus,
    takes: [whole(0, 127)],
    means: 'how much of the first layer goes into the chorus',
  },
  velocity: {
    code: ORDER.velocity,
    takes: [whole(1, 127)],
    means: 'velocity of the source fixed',
  },
  layer: {
    code: ORDER.layer,
    takes: [counted(LAYERS_MAX), SWITCH],
    means: 'play a layer or leave it out',
  },
  mode: {
    code: ORDER.mode,
    takes: [{ names: VOICE_MODES }],
    means: 'how many notes the first layer sounds',
  },
  collision: {
    code: ORDER.collision,
    takes: [{ names: COLLISIONS }],
    means: 'what a second key does on a note that sounds',
  },
  tempo: {
    code: ORDER.tempo,
    takes: [{ least: TEMPO_MIN, most: TEMPO_MAX, inHundredths: true }],
    means: 'beats a minute',
  },
  tap: { code: ORDER.tapTempo, takes: [], means: 'a tap on the beat: two and more tell the tempo' },
  arpeggiator: { code: ORDER.arpeggio, takes: [SWITCH], means: 'held keys one after the other' },
  pattern: {
    code: ORDER.pattern,
    takes: [{ names: PATTERNS }],
    means: 'the way of the arpeggiator through the held keys',
  },
  rate: {
    code: ORDER.rate,
    takes: [{ names: NOTE_VALUES }],
    text: '1/8|1/8T|1/8.',
    means: 'how long a step of the arpeggiator is',
  },
  gate: { code: ORDER.gate, takes: [whole(1, 100)], means: 'percent of a step that sounds' },
  swing: { code: ORDER.swing, takes: [whole(50, 75)], means: 'percent of the first of two steps' },
  octaves: { code: ORDER.octaves, takes: [whole(1, 4)], means: 'octaves of the arpeggiator' },
  latch: {
    code: ORDER.latch,
    takes: [SWITCH],
    means: 'have the arpeggiator go on when the keys come up',
  },
  sync: { code: ORDER.sync, takes: [SWITCH], means: 'have it wait for the beat' },
  repeat: { code: ORDER.repeat, takes: [SWITCH], means: 'held keys struck again and again' },
  'repeat-rate': {
    code: ORDER.repeatRate,
    takes: [{ names: NOTE_VALUES }],
    text: '1/16|1/16T|1/16.',
    means: 'how long from stroke to stroke',
  },
  chord: {
    code: ORDER.chord,
    takes: [{ names: ['off', 'on', ...CHORD_NAMES] }],
    text: 'off|on|maj|min|7|...',
    means: 'a chord under every key',
  },
  'chord-memory': {
    code: ORDER.chordMemory,
    takes: [],
    means: 'have every key play the chord that is held',
  },
  inversion: {
    code: ORDER.inversion,
    takes: [whole(0, CHORD_NOTES_MAX)],
    means: 'notes of the chord that are an octave higher',
  },
  strum: { code: ORDER.strum, takes: [whole(0, 500)], means: 'milliseconds from string to string' },
  touchpad: { code: ORDER.touchpad, takes: [SWITCH], means: 'whether the touchpad plays' },
  loop: {
    code: ORDER.loop,
    takes: [{ names: LOOP_WORDS }],
    means: 'what is played again and again; record closes it, and adds to it',
  },
  learn: {
    code: ORDER.learn,
    takes: [{ names: ['off', 'forget', ...LEARNABLE] }],
    means:
      'lead the next MIDI controller that moves to a destination, or forget those that were led',
  },
  metronome: { code: ORDER.metronome, takes: [SWITCH], means: 'a click on every beat' },
};

/** How its values are written in help: `0..8`, `1..4 off|on`. */
export function takenText({ takes, text }: Sendable): string {
  if (text !== undefined) return text;
  const each = takes.map((taken) =>
    'names' in taken ? taken.names.join('|') : `${taken.least}..${taken.most}`,
  );
  return each.join(' ');
}

/** What may be typed for it, as a sentence. */
export function takenWords(taken: Taken): string {
  if ('names' in taken) return `Choose one of: ${taken.names.join(', ')}.`;
  const kind = taken.inHundredths ? 'number' : 'whole number';
  return `Give a ${kind} from ${taken.least} to ${taken.most}.`;
}

/** What was typed as the number of an order; undefined when it is none. */
export function takenValue(taken: Taken, typed: string): number | undefined {
  if ('names' in taken) {
    const index = taken.names.indexOf(typed);
    return index < 0 ? undefined : (taken.numbers?.[index] ?? index);
  }
  const { least, most, countsFromOne, inHundredths } = taken;
  const number = typed === '' ? Number.NaN : Number(typed);
  if (!(number >= least && number <= most)) return undefined;
  if (inHundredths) return Math.round(100 * number);
  if (!Number.isInteger(number)) return undefined;
  return countsFromOne ? number - 1 : number;
}

function whole(least: number, most: number): Taken {
  return { least, most };
}

function counted(most: number): Taken {
  return { least: 1, most, countsFromOne: true };
}
