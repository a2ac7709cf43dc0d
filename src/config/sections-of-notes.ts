/** The settings of what becomes of a note on its way from the key to the sound. */
import * as z from 'zod/mini';
import { CHORD_NAMES, NO_CHORDS, STRUMS } from '../core/instrument/chords.ts';
import { PRIORITIES, VOICE_MODES } from '../core/instrument/glide.ts';
import { LAYERS_MAX } from '../core/instrument/layers.ts';
import { CHORD_NOTES_MAX } from '../core/music/chord.ts';
import { lowToHigh } from './rules.ts';
import {
  described,
  liveSetting,
  onOff,
  optionalSetting,
  section,
  setting,
  text,
  whole,
} from './setting.ts';

const note = whole(0, 127);

/** Settings that each layer has, and `keyboard` for those that leave them out. */
export const voiceMode = z.enum(VOICE_MODES);
export const priority = z.enum(PRIORITIES);
export const glide = whole(0, 10_000);

const layer = z.strictObject({
  name: described(text(60), { means: 'What screens call it.' }),
  program: optionalSetting(whole(0, 127), {
    means: 'Its sound, or its drum kit; left out, that of `keyboard`.',
  }),
  bank: optionalSetting(whole(0, 16_383), { means: 'Bank of the SoundFont; likewise.' }),
  drums: described(z._default(onOff, false), {
    means: 'Whether it plays a drum kit, on channel 10.',
  }),
  channel: optionalSetting(whole(1, 16), {
    means: 'Its MIDI channel; left out, the first layer has 1, the second 2, and drums 10.',
  }),
  on: described(z._default(onOff, true), { means: 'Whether it plays from the start.' }),
  notes: described(z._default(z.tuple([note, note]).check(lowToHigh), [0, 127]), {
    means: 'The lowest and the highest note that it plays: 60 is middle C.',
    takes: 'two numbers, 0 to 127',
  }),
  velocities: described(
    z._default(z.tuple([whole(1, 127), whole(1, 127)]).check(lowToHigh), [1, 127]),
    { means: 'The softest and the loudest that it plays.', takes: 'two numbers, 1 to 127' },
  ),
  transpose: described(z._default(whole(-48, 48), 0), {
    means: 'Moves its notes.',
    unit: 'semitones',
  }),
  level: described(z._default(whole(0, 127), 100), {
    means: 'How loud it is among the others, as the MIDI volume of its channel.',
  }),
  reverb: optionalSetting(whole(0, 127), {
    means: 'How much of it goes into the reverb, beside what the SoundFont says.',
  }),
  chorus: optionalSetting(whole(0, 127), {
    means: 'How much of it goes into the chorus, likewise.',
  }),
  mode: optionalSetting(voiceMode, { means: 'Left out, that of `keyboard`.' }),
  priority: optionalSetting(priority, { means: 'Left out, that of `keyboard`.' }),
  glide: optionalSetting(glide, { means: 'Left out, that of `keyboard`.', unit: 'milliseconds' }),
  from: described(z._default(z.array(text(100)).check(z.maxLength(16)), []), {
    means:
      'The keyboards that play it: `keyboard`, `numpad`, `macropad` or `midi`, or part of a name, or an id. Empty, all do.',
    takes: 'a list of such words',
  }),
});

export const layers = setting(z.array(layer).check(z.maxLength(LAYERS_MAX)), [], {
  means:
    'Up to four sounds on top of each other or side by side. Programs and presets change the first.',
  takes: 'a list of up to 4 layers, each with a `name`',
});

// YAML reads `kind: 7` as a number.
const numbered = CHORD_NAMES.map(Number).filter(Number.isInteger);

export const chords = section('A chord under one finger.', {
  on: liveSetting(onOff, NO_CHORDS.on, { means: 'Whether every key is a chord from the start.' }),
  kind: liveSetting(z.union([z.enum(CHORD_NAMES), z.literal(numbered)]), 'maj', {
    means: 'Which chord, with the key as its root; `memory` is the one below.',
    takes: `one of ${CHORD_NAMES.join(', ')}`,
  }),
  inversion: liveSetting(whole(0, CHORD_NOTES_MAX), NO_CHORDS.inversion, {
    means: 'How many of its lowest notes are an octave higher.',
    unit: 'notes',
  }),
  memory: setting(
    z.array(whole(-48, 48)).check(z.minLength(1), z.maxLength(CHORD_NOTES_MAX)),
    [...NO_CHORDS.memory],
    {
      means: 'The chord that `memory` plays until another is shown to it, from the key.',
      takes: `a list of up to ${CHORD_NOTES_MAX} numbers of semitones, -48 to 48`,
    },
  ),
  strum: liveSetting(whole(0, 500), NO_CHORDS.strumMs, {
    means: 'The time from string to string; 0 strikes all at once.',
    unit: 'milliseconds',
  }),
  direction: setting(z.enum(STRUMS), STRUMS[NO_CHORDS.strum]!, {
    means: 'Whether a strum goes `up` from the lowest string, `down`, or each way in turn.',
  }),
});
