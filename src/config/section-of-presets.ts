/** The presets: what each brings, and how they come by their places. */
import * as z from 'zod/mini';
import { PRESETS_MOST, TWELVE_PRESETS } from '../core/instrument/preset.ts';
import { OCTAVE_MAX, OCTAVE_MIN, TRANSPOSE_MAX } from '../core/keys/keymap.ts';
import { presetPlaces } from './rules-of-places.ts';
import { voiceMode } from './sections-of-notes.ts';
import { described, liveSetting, optionalSetting, text, whole } from './setting.ts';

const share = whole(0, 127);

export const preset = z.strictObject({
  name: described(text(60), { means: 'What screens call it, and what it is asked for by.' }),
  program: described(whole(0, 127), { means: 'General MIDI program, counted from 0.' }),
  bank: described(z._default(whole(0, 16_383), 0), { means: 'Bank of the SoundFont.' }),
  octave: optionalSetting(whole(OCTAVE_MIN, OCTAVE_MAX), {
    means: 'Octave to change to; left out, it stays.',
  }),
  transpose: optionalSetting(whole(-TRANSPOSE_MAX, TRANSPOSE_MAX), {
    means: 'Transpose to change to; left out, it stays.',
    unit: 'semitones',
  }),
  layout: optionalSetting(text(40), {
    means: 'Layout to change to; left out, it stays.',
    takes: 'the name of a layout',
  }),
  velocity: optionalSetting(whole(1, 127), {
    means: 'Velocity of `fixed` to change to; left out, it stays.',
  }),
  mode: optionalSetting(voiceMode, {
    means: '`poly`, `mono` or `legato` to change to; left out, it stays.',
  }),
  level: optionalSetting(share, {
    means:
      'How loud it is, as MIDI volume: 100 is usual. Left out, as loud as the first layer began.',
  }),
  reverb: optionalSetting(share, {
    means: 'How much of it goes into the reverb, beside what the SoundFont says.',
  }),
  chorus: optionalSetting(share, { means: 'How much of it goes into the chorus, likewise.' }),
  number: optionalSetting(whole(1, PRESETS_MOST), {
    means:
      'Its place: 1 is F1, 13 is F1 in the second twelve. Left out, the one after the preset before it.',
  }),
});

export const presets = liveSetting(
  z.array(preset).check(z.maxLength(PRESETS_MOST), presetPlaces),
  TWELVE_PRESETS.map(({ name, program, bank }) => ({ name, program, bank })),
  {
    means:
      'The sounds of F1 to F12, in order, and those of further twelves. A list of your own replaces the built-in twelve; one whose first preset has a `number` replaces those whose places it takes, and adds to the others.',
    takes: `a list of up to ${PRESETS_MOST} presets, each with \`name\` and \`program\``,
  },
);
