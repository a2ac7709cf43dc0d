/** The settings of what goes by the beat. */
import * as z from 'zod/mini';
import { PATTERNS, STEP_MAX, STEPS_MAX } from '../core/instrument/arpeggio.ts';
import { NO_BEATS } from '../core/instrument/beats.ts';
import { TEMPO_MAX, TEMPO_MIN } from '../core/instrument/clock.ts';
import { LOOP_SYNCS } from '../core/instrument/looper.ts';
import { NOTE_VALUES } from '../core/music/note-value.ts';
import { liveSetting, number, onOff, section, setting, whole } from './setting.ts';

const noteValue = z.enum(NOTE_VALUES);
const VALUES =
  'a note value such as `1/8`, `1/8T` (one of a triplet) or `1/8.` (dotted), 1/1 to 1/32';
const gate = whole(1, 100);
const swing = whole(50, 75);
const { arpeggio, repeat, metronome: click } = NO_BEATS;

export const clock = section('The beat that all the rest goes by.', {
  tempo: liveSetting(number(TEMPO_MIN, TEMPO_MAX), NO_BEATS.tempo, {
    means: 'The tempo to begin in.',
    unit: 'beats a minute',
  }),
  follow_midi: setting(onOff, NO_BEATS.follows, {
    means: 'Whether a MIDI clock that comes in sets the tempo.',
  }),
});

export const arpeggiator = section('Held keys one after the other.', {
  on: liveSetting(onOff, arpeggio.on, { means: 'Whether it plays from the start.' }),
  pattern: liveSetting(z.enum(PATTERNS), PATTERNS[arpeggio.pattern]!, {
    means:
      'The way through the held notes: `up-down` turns at its ends and `up-and-down` sounds them twice, `played` is the order of the fingers, `chord` all at once, `steps` your own.',
  }),
  rate: liveSetting(noteValue, NOTE_VALUES[arpeggio.value]!, {
    means: 'How long a step is.',
    takes: VALUES,
  }),
  gate: liveSetting(gate, arpeggio.gate, { means: 'How much of a step sounds.', unit: 'percent' }),
  swing: liveSetting(swing, arpeggio.swing, {
    means:
      'Where the second of two steps comes: 50 in the middle, 67 as a triplet has it, 75 as a dot.',
    unit: 'percent',
  }),
  octaves: liveSetting(whole(1, 4), arpeggio.octaves, {
    means: 'How many octaves the pattern goes through.',
    unit: 'octaves',
  }),
  latch: liveSetting(onOff, arpeggio.latch, {
    means: 'Whether it goes on when the keys come up, until others are pressed.',
  }),
  sync: liveSetting(onOff, arpeggio.sync, {
    means: 'Whether its first note waits for the beat; otherwise it answers the key at once.',
  }),
  steps: setting(
    z.array(whole(0, STEP_MAX)).check(z.minLength(1), z.maxLength(STEPS_MAX)),
    [...arpeggio.steps],
    {
      means:
        'The pattern `steps`: 1 is the lowest of the held notes, 2 the next, beyond the highest it goes on an octave above, and 0 is a rest.',
      takes: `a list of up to ${STEPS_MAX} numbers, 0 to ${STEP_MAX}`,
    },
  ),
  seed: setting(whole(1, 2 ** 31 - 1), arpeggio.seed, {
    means: 'Another one has `random` go another way; the same one goes the same way every time.',
  }),
});

export const noteRepeat = section('Held keys struck again and again, as drummers roll.', {
  on: liveSetting(onOff, repeat.on, { means: 'Whether notes repeat from the start.' }),
  rate: liveSetting(noteValue, NOTE_VALUES[repeat.value]!, {
    means: 'How long from stroke to stroke.',
    takes: VALUES,
  }),
  gate: setting(gate, repeat.gate, { means: 'How much of that sounds.', unit: 'percent' }),
  swing: setting(swing, repeat.swing, { means: 'As the arpeggiator’s.', unit: 'percent' }),
});

export const looper = section('What is played once, again and again.', {
  sync: setting(z.enum(LOOP_SYNCS), LOOP_SYNCS[NO_BEATS.loop]!, {
    means:
      'Whether a loop begins on a `beat` and lasts for whole beats, or whole bars, while the metronome or a MIDI clock gives them. Otherwise, and with `off`, it is as long as it was played.',
  }),
});

export const metronome = section('A click on every beat.', {
  on: liveSetting(onOff, click.on, { means: 'Whether it clicks from the start.' }),
  beats: setting(whole(1, 16), click.beats, {
    means: 'Beats to the bar; the first is higher.',
    unit: 'beats',
  }),
  level: setting(whole(1, 127), click.level, {
    means: 'How loud the first beat is; the others are a little softer.',
  }),
});
