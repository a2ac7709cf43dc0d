/** The settings of whoever plays: sound, keys, loudness, presets, keyboards. */
import * as z from 'zod/mini';
import { COLLISIONS } from '../core/instrument/collisions.ts';
import { VELOCITY_SOURCES } from '../core/instrument/velocity.ts';
import { BOARDS } from '../core/keys/boards.ts';
import { OCTAVE_MAX, OCTAVE_MIN, TRANSPOSE_MAX } from '../core/keys/keymap.ts';
import { LAYOUTS } from '../core/keys/layouts.ts';
import { LEGENDS } from '../core/keys/legends.ts';
import { PAD_LAYOUTS } from '../core/keys/pads.ts';
import { SCALE_MODES } from '../core/music/scale.ts';
import { SCALES } from '../core/music/scales.ts';
import {
  keyNames,
  keysToNotes,
  minUpToMax,
  namesLayout,
  namesScale,
  newScales,
  risingPoints,
  scaleSteps,
} from './rules.ts';
import { glide, priority, voiceMode } from './sections-of-notes.ts';
import {
  described,
  liveSetting,
  number,
  onOff,
  optionalSetting,
  path,
  section,
  setting,
  text,
  whole,
} from './setting.ts';

const DRIVERS = ['auto', 'pipewire', 'jack', 'pulseaudio', 'alsa', 'file'] as const;

export const audio = section('Where the sound goes, and what makes it.', {
  driver: setting(z.enum(DRIVERS), 'auto', {
    means:
      'The way out. `auto` takes the first of PipeWire, PulseAudio and ALSA that plays; `file` writes a WAV instead of sounding.',
  }),
  sample_rate: setting(whole(8000, 96_000), 48_000, {
    means:
      'Samples of each channel in a second. Other than the sound server’s, it costs a conversion.',
    unit: 'Hz',
  }),
  buffer_size: liveSetting(whole(64, 8192), 64, {
    means:
      'One period: what is rendered at a time. 64 answers soonest (1.3 ms at 48 kHz); take 128 or 256 if you hear clicks.',
    unit: 'frames',
  }),
  periods: liveSetting(whole(2, 64), 2, {
    means: 'Periods that ALSA keeps in hand. More forgive a slow moment and answer later.',
    unit: 'periods',
  }),
  soundfont: liveSetting(path, 'auto', {
    means:
      'The SoundFont to play: a file, a folder or the name of an installed one. `auto` takes the best that is installed, else the built-in one.',
    takes: '`auto`, a file, a folder or a name',
    alias: 'FW16_SYNTH_SOUND_FONT',
    isPath: true,
  }),
  soundfont_manifest: setting(path, 'bundled', {
    means:
      'The list that SoundFonts are downloaded from, with their mirrors: `bundled`, or a file of your own, for instance where a network has a mirror itself.',
    takes: '`bundled` or a file',
    isPath: true,
  }),
  file_name: setting(path, 'fw16-synth.wav', {
    means: 'The WAV that the driver `file` writes.',
    takes: 'a file name',
    isPath: true,
  }),
  gain_db: liveSetting(number(-60, 20), -8, {
    means:
      'How loud the synthesiser is before it leaves the program. At -8 ten keys struck hard stay below full scale with usual SoundFonts.',
    unit: 'dB',
  }),
  polyphony: liveSetting(whole(1, 4096), 256, {
    means:
      'Voices that may sound at once; the oldest make room for more. A note takes one to four.',
    unit: 'voices',
  }),
  reverb: liveSetting(onOff, true, { means: 'The room around the instrument.' }),
  chorus: liveSetting(onOff, true, {
    means: 'The slow detuning that widens strings, pads and pianos.',
  }),
  tuning_hz: liveSetting(number(220, 880), 440, {
    means: 'The pitch of the A above middle C: 440, an orchestra’s 442 or 443, a baroque 415.',
    unit: 'Hz',
  }),
});

const keyName = described(text(40), {
  means: 'A key by its kernel name.',
  takes: 'the name of a key',
});

const ownLayout = z.strictObject({
  name: described(text(40), { means: 'What to call it.' }),
  keys: described(z.record(z.string(), z.union([whole(0, 127), text(5)])).check(keysToNotes), {
    means: 'The note of each key in octave 4.',
    takes: 'keys by their kernel names, each with a note such as C4, F#3 or 61',
  }),
});

export const keyboard = section(
  'How the keys become an instrument.',
  {
    layout: liveSetting(text(40), LAYOUTS[0]!.name, {
      means: 'Where the notes lie; `fw16-synth layouts` shows them all.',
      takes: `${LAYOUTS.map(({ name }) => `\`${name}\``).join(', ')}, or the name of one of \`own_layouts\``,
    }),
    own_layouts: setting(z.array(ownLayout).check(z.maxLength(32)), [], {
      means: 'Layouts of your own.',
      takes: 'a list of up to 32 layouts, each with `name` and `keys`',
    }),
    board: setting(z.enum(BOARDS), 'ansi', {
      means:
        'The shape of the keyboard, for layouts that follow from where the keys lie: `iso` has a key on the left of Z, `jis` a key more in the rows of 1 and Z.',
    }),
    legends: setting(z.enum(['auto', ...LEGENDS]), 'auto', {
      means:
        'What is printed on the keys, for pictures of them; `auto` asks the system’s settings.',
    }),
    numpad: setting(z.enum(['off', ...PAD_LAYOUTS.map(({ name }) => name)]), 'off', {
      means:
        'What a numpad and a macropad play beside the layout: nothing, a kit of drums (where the sound is one, or a layer for it has them), or sixteen notes.',
    }),
    octave: liveSetting(whole(OCTAVE_MIN, OCTAVE_MAX), 4, {
      means: 'The octave to begin in; 4 has middle C on Q (on A in `musical-typing`).',
      alias: 'FW16_SYNTH_BASE_OCTAVE',
    }),
    transpose: liveSetting(whole(-TRANSPOSE_MAX, TRANSPOSE_MAX), 0, {
      means: 'Moves every note.',
      unit: 'semitones',
    }),
    program: liveSetting(whole(0, 127), 0, {
      means:
        'The sound to begin with, as a General MIDI program counted from 0: 0 is the grand piano.',
    }),
    bank: liveSetting(whole(0, 16_383), 0, {
      means: 'The bank of the SoundFont it is taken from.',
    }),
    mode: setting(voiceMode, 'poly', {
      means:
        '`poly` sounds every key, `mono` one, struck anew each time, `legato` one that goes on from key to key.',
    }),
    priority: setting(priority, 'last', {
      means: 'Which of the keys that are held the one note of `mono` and `legato` is of.',
    }),
    glide: setting(glide, 0, {
      means: 'How long the pitch takes from note to note in `mono` and `legato`.',
      unit: 'milliseconds',
    }),
    collision: liveSetting(z.enum(COLLISIONS), 'count', {
      means:
        'A second key on a note that sounds: `count` lets it sound on until both are up, `retrigger` strikes it anew, `interrupt` too and it ends with the second, `ignore` does nothing.',
    }),
    start_armed: setting(onOff, false, {
      means:
        'Whether `--production` plays from the start, rather than wait for the arming chord. In the foreground the keyboard always plays.',
    }),
    grab: liveSetting(onOff, true, {
      means: 'Whether keys reach this program alone while it is armed, and type nothing elsewhere.',
    }),
    follow_seat: liveSetting(onOff, true, {
      means:
        'Whether it is disarmed when the screen is locked, the machine goes to sleep or another session comes to the front, as logind tells.',
    }),
    disarm_after: liveSetting(whole(0, 1440), 30, {
      means:
        'How long nothing is played before it is disarmed; 0 is never, and so is `start_armed`.',
      unit: 'minutes',
    }),
    arming_chord: liveSetting(
      z.array(keyName).check(z.minLength(2), z.maxLength(8), keyNames),
      ['LEFTCTRL', 'LEFTALT', 'SPACE'],
      {
        means: 'The keys that, all held at once, arm the keyboard and disarm it.',
        takes: 'a list of 2 to 8 keys by their kernel names, such as LEFTCTRL, F12 or KEY_Q',
      },
    ),
  },
  namesLayout,
);

const velocity127 = whole(1, 127);
const curvePoint = z.tuple([whole(0, 127), whole(0, 127)]);

export const velocity = section(
  'How loud a key sounds. MIDI counts loudness, the velocity, from 1 to 127.',
  {
    source: liveSetting(z.enum(VELOCITY_SOURCES), 'fixed', {
      means:
        '`fixed` plays all keys alike, `position` by row, `timing` by pace (faster is louder), `pressure` by the pad where it has any, `combined` by all there is.',
    }),
    fixed: liveSetting(velocity127, 100, { means: 'The velocity of `fixed`.' }),
    min: liveSetting(velocity127, 1, { means: 'The softest that comes out.' }),
    max: liveSetting(velocity127, 127, { means: 'The loudest that comes out.' }),
    curve: liveSetting(
      z.union([
        z.enum(['linear', 'soft', 'hard']),
        z.array(curvePoint).check(z.minLength(1), z.maxLength(16), risingPoints),
      ]),
      'linear',
      {
        means:
          'How a raw velocity bends on its way out: `soft` lets a light touch sound, `hard` takes force, and points of your own are joined by straight lines.',
        takes:
          '`linear`, `soft`, `hard`, or points [in, out] from 0 to 127 such as [[0, 20], [64, 90]]',
      },
    ),
    rows: liveSetting(z.tuple([velocity127, velocity127, velocity127]), [40, 80, 110], {
      means: 'The velocities of `position`: low, middle and high row.',
      takes: 'three numbers, 1 to 127',
    }),
    accent: liveSetting(whole(0, 127), 20, { means: 'What holding the accent key (Shift) adds.' }),
    soft: liveSetting(whole(0, 127), 30, { means: 'What holding the soft key (Ctrl) takes off.' }),
  },
  minUpToMax,
);

export const tuning = section('The pitches of the notes, beyond `audio.tuning_hz`.', {
  scale: optionalSetting(path, {
    means: 'A Scala file (.scl) with the pitches of a scale; left out, equal temperament.',
    takes: 'a file name',
    isPath: true,
    live: true,
  }),
  keymap: optionalSetting(path, {
    means:
      'A Scala file (.kbm) that says which key plays which of them, and at what pitch; left out, the scale begins on middle C and each key is its next note.',
    takes: 'a file name',
    isPath: true,
    live: true,
  }),
});

const ROOTS = [
  'C',
  'C#',
  'Db',
  'D',
  'D#',
  'Eb',
  'E',
  'F',
  'F#',
  'Gb',
  'G',
  'G#',
  'Ab',
  'A',
  'A#',
  'Bb',
  'B',
] as const;

const ownScale = z.strictObject({
  name: described(text(40), { means: 'What to call it.' }),
  steps: described(z.array(whole(0, 11)).check(z.minLength(2), z.maxLength(12), scaleSteps), {
    means: 'Its notes, as semitones above the root.',
    takes: 'rising numbers from 0 to 11, the first 0, such as [0, 1, 4, 5, 7, 8, 11]',
  }),
});

export const scale = section(
  'A scale to which the notes are locked, so that none is wrong.',
  {
    mode: liveSetting(z.enum(['off', ...SCALE_MODES]), 'off', {
      means:
        'What becomes of notes outside the scale: `off` leaves them, `snap` plays the nearest of the scale, `filter` silences them, `remap` puts the notes of the scale on the white keys, one after the other.',
    }),
    root: liveSetting(z.enum(ROOTS), 'C', { means: 'The note that the scale begins with.' }),
    name: liveSetting(text(40), SCALES[0]!.name, {
      means: 'The scale: a name that docs/playing.md lists, or one of `own`.',
      takes: 'the name of a scale, such as dorian, minor pentatonic or hijaz',
    }),
    own: setting(z.array(ownScale).check(z.maxLength(32), newScales), [], {
      means: 'Scales of your own.',
      takes: 'a list of up to 32 scales, each with `name` and `steps`',
    }),
  },
  namesScale,
);

const pattern = text(100);
const PATTERNS = 'a list of names, or of ids such as 32ac:0012; part of a name is enough';

export const devices = section('Which keyboards play.', {
  keyboards: liveSetting(
    z.union([z.literal('auto'), z.array(pattern).check(z.maxLength(32))]),
    'auto',
    {
      means:
        '`auto` takes every keyboard, the laptop’s own and any other; a list takes those alone.',
      takes: `\`auto\`, or ${PATTERNS}`,
    },
  ),
  ignore: liveSetting(z.array(pattern).check(z.maxLength(32)), [], {
    means: 'Keyboards and touchpads never to play on, whatever `keyboards` says.',
    takes: PATTERNS,
  }),
  always_armed: liveSetting(z.array(pattern).check(z.maxLength(32)), [], {
    means:
      'Keyboards that play and type nothing else though the others are disarmed, such as a macropad: `keyboard`, `numpad` or `macropad`, or part of a name, or an id. None on which anybody types.',
    takes: 'a list of such words',
  }),
});
