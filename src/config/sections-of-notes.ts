/** The settings of what becomes of a note on its way from the key to the sound. */
import * as z from 'zod/mini';
import { PRIORITIES, VOICE_MODES } from '../core/instrument/glide.ts';
import { LAYERS_MAX } from '../core/instrument/layers.ts';
import { lowToHigh } from './rules.ts';
import { described, onOff, optionalSetting, setting, text, whole } from './setting.ts';

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
