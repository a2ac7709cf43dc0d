/** Scenes: all that an instrument is set to, each part of which may be left out. */
import * as z from 'zod/mini';
import { PATTERNS } from '../core/instrument/arpeggio.ts';
import { CHORD_NAMES } from '../core/instrument/chords.ts';
import { TEMPO_MAX, TEMPO_MIN } from '../core/instrument/clock.ts';
import { COLLISIONS } from '../core/instrument/collisions.ts';
import { LAYERS_MAX } from '../core/instrument/layers.ts';
import { OCTAVE_MAX, OCTAVE_MIN, TRANSPOSE_MAX } from '../core/keys/keymap.ts';
import { CHORD_NOTES_MAX } from '../core/music/chord.ts';
import { NOTE_VALUES } from '../core/music/note-value.ts';
import { SCALE_MODES } from '../core/music/scale.ts';
import { SCENES_MOST, scenePlaces } from './rules-of-places.ts';
import { voiceMode } from './sections-of-notes.ts';
import {
  described,
  liveSetting,
  number,
  onOff,
  optionalSetting,
  path,
  text,
  whole,
} from './setting.ts';

const share = whole(0, 127);
const part = <Type extends z.ZodMiniType>(type: Type, means: string, takes?: string) =>
  optionalSetting(type, takes === undefined ? { means } : { means, takes });

const scale = z.strictObject({
  on: part(onOff, 'Whether the notes are locked to it.'),
  mode: part(z.enum(SCALE_MODES), 'What becomes of the notes outside it.'),
  root: part(text(2), 'As `scale.root`.', 'a note such as C or F#'),
  name: part(text(40), 'As `scale.name`.', 'the name of a scale'),
});

const chords = z.strictObject({
  on: part(onOff, 'Whether every key is a chord.'),
  kind: part(z.enum(CHORD_NAMES), 'Which chord.', `one of ${CHORD_NAMES.join(', ')}`),
  memory: part(
    z.array(whole(-128, 127)).check(z.minLength(1), z.maxLength(CHORD_NOTES_MAX)),
    'What the kind `memory` plays.',
    `a list of up to ${CHORD_NOTES_MAX} numbers of semitones`,
  ),
  inversion: part(whole(0, CHORD_NOTES_MAX), 'As `chords.inversion`.'),
  strum: part(whole(0, 500), 'As `chords.strum`.'),
});

const arpeggiator = z.strictObject({
  on: part(onOff, 'Whether it plays.'),
  pattern: part(z.enum(PATTERNS), 'As `arpeggiator.pattern`.'),
  rate: part(z.enum(NOTE_VALUES), 'As `arpeggiator.rate`.', 'a note value such as 1/8'),
  gate: part(whole(1, 100), 'As `arpeggiator.gate`.'),
  swing: part(whole(50, 75), 'As `arpeggiator.swing`.'),
  octaves: part(whole(1, 4), 'As `arpeggiator.octaves`.'),
  latch: part(onOff, 'As `arpeggiator.latch`.'),
  sync: part(onOff, 'As `arpeggiator.sync`.'),
});

const repeat = z.strictObject({
  on: part(onOff, 'Whether notes are repeated.'),
  rate: part(z.enum(NOTE_VALUES), 'As `note_repeat.rate`.', 'a note value such as 1/16'),
});

const tuning = z.strictObject({
  scale: part(path, 'A Scala file (.scl).', 'a file name'),
  keymap: part(path, 'A Scala file (.kbm).', 'a file name'),
});

const OWN = 'settings of its own';

export const scene = z.strictObject({
  name: described(text(60), { means: 'What it is called by.' }),
  number: part(
    whole(1, SCENES_MOST),
    'Its place: 1 to 12 are at Tab with F1 to F12. Left out, the one after the scene before it.',
  ),
  preset: part(text(60), 'The preset that it begins with.', 'the name of a preset'),
  program: part(share, 'General MIDI program, counted from 0, in place of that of the preset.'),
  bank: part(whole(0, 16_383), 'Bank of the SoundFont, with `program`.'),
  octave: part(whole(OCTAVE_MIN, OCTAVE_MAX), 'As `keyboard.octave`.'),
  transpose: part(whole(-TRANSPOSE_MAX, TRANSPOSE_MAX), 'As `keyboard.transpose`.'),
  layout: part(text(40), 'As `keyboard.layout`.', 'the name of a layout'),
  velocity: part(whole(1, 127), 'As `velocity.fixed`.'),
  louder: part(whole(-120, 120), 'What the Up and Down keys have added to every velocity.'),
  level: part(whole(-1, 127), 'How loud the first layer is; -1 as its channel is by itself.'),
  reverb: part(whole(-1, 127), 'How much of it goes into the reverb, likewise.'),
  chorus: part(whole(-1, 127), 'How much of it goes into the chorus, likewise.'),
  mode: part(voiceMode, 'As `keyboard.mode`.'),
  collision: part(z.enum(COLLISIONS), 'As `keyboard.collision`.'),
  layers: part(
    z.array(onOff).check(z.maxLength(LAYERS_MAX)),
    'Which layers play.',
    'a list of true and false, the first layer first',
  ),
  scale: part(scale, 'The scale that the notes are locked to.', `${OWN}: on, mode, root, name`),
  chords: part(chords, 'Chords.', `${OWN}: on, kind, memory, inversion, strum`),
  arpeggiator: part(
    arpeggiator,
    'The arpeggiator.',
    `${OWN}: on, pattern, rate, gate, swing, octaves, latch, sync`,
  ),
  note_repeat: part(repeat, 'Note repeat.', `${OWN}: on, rate`),
  tempo: part(number(TEMPO_MIN, TEMPO_MAX), 'As `clock.tempo`.'),
  metronome: part(onOff, 'Whether the metronome plays.'),
  touchpad: part(onOff, 'Whether the touchpad plays.'),
  soundfont: part(path, 'The SoundFont to play.', 'a file, a folder or a name'),
  tuning: part(tuning, 'The tuning; empty is equal temperament.', `${OWN}: scale, keymap`),
});

export const scenes = liveSetting(z.array(scene).check(z.maxLength(SCENES_MOST), scenePlaces), [], {
  means:
    'All that the instrument is set to, recalled at once. What a scene leaves out stays as it is.',
  takes: `a list of up to ${SCENES_MOST} scenes, each with a \`name\``,
});
