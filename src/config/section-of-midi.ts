/** The settings of MIDI: what comes in, and what goes out. */
import * as z from 'zod/mini';
import { MIDI_CHANNELS } from '../core/midi/midi-input.ts';
import { MPE_USES } from '../core/midi/zones.ts';
import { portFilter } from './rules.ts';
import { liveSetting, onOff, section, whole } from './setting.ts';

export const midi = section('MIDI keyboards and controllers.', {
  input_enabled: liveSetting(onOff, true, { means: 'Whether MIDI is listened to.' }),
  auto_connect: liveSetting(onOff, true, {
    means:
      'Whether ports that fit `port_filter` are connected as they appear; otherwise they are connected by hand, for instance with aconnect.',
  }),
  port_filter: liveSetting(z.string().check(z.maxLength(200), portFilter), '', {
    means:
      'Which ports: a regular expression over their names, client and port as `Digital Piano:Digital Piano MIDI 1`, in small letters or capitals. Empty fits all but loops such as Midi Through.',
    takes: 'a regular expression, such as Framework|Piano|Keyboard',
  }),
  channels: liveSetting(z.enum(MIDI_CHANNELS), 'auto', {
    means:
      'What the channels of a port play: `instrument` what the keys play, whichever is set, but for the drums on 10; `own` each its own sound, and the first what the keys play; `auto` the former for a controller and the latter for a program such as aplaymidi.',
  }),
  mpe: liveSetting(z.enum(MPE_USES), 'auto', {
    means:
      'Controllers whose notes bend and swell one by one (MPE): `auto` heeds those that say so, `on` takes every controller for one, with 15 channels for its notes.',
  }),
  output_enabled: liveSetting(onOff, true, {
    means: 'Whether what is played goes out as MIDI too, by the port `FW16 Synth:Output`.',
  }),
  output_channel: liveSetting(z.union([whole(1, 16), z.enum(['layers', 'mpe'])]), 'layers', {
    means:
      'Where it goes: each of the `layers` on its own channel, all on one, or as `mpe` each note on a channel of its own.',
    takes: 'a channel, 1 to 16, or `layers` or `mpe`',
  }),
  thru: liveSetting(onOff, false, {
    means:
      'Whether what controllers play goes out again. Leave it off where a program both hears us and is heard, or notes go round for ever.',
  }),
  send_clock: liveSetting(onOff, false, {
    means:
      'Whether our tempo goes out as a MIDI clock, and the metronome’s start and stop with it.',
  }),
});
