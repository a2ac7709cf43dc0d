/**
 * What the instrument does, feature by feature: the tests that play it and listen, by the file and a part
 * of the name of each, and what is still to come. docs/features.md is made from it.
 */
export interface Feature {
  /** Its place in the list: `B` the instrument, `C` what others do not have. */
  readonly row: string;
  readonly what: string;
  readonly tests: readonly Proof[];
  readonly toCome?: string;
}

/** A file, and a part of the name of a test in it; a golden recording is a test by itself. */
export type Proof = readonly [file: string, test?: string];

const core = (name: string, test: string): Proof => [`src/core/${name}.test.ts`, test];
const edge = (name: string, test: string): Proof => [`tests/edge/${name}.test.ts`, test];
const golden = (name: string): Proof => [`tests/golden/${name}.play`];
const play = (name: string, test: string): Proof => [`src/play/${name}.test.ts`, test];
const app = (name: string, test: string): Proof => [`src/app/${name}.test.ts`, test];
const MILLION: Proof = ['tests/property/million-events.test.ts', 'a million events leave no note'];
const MILLION_HEARD: Proof = [
  'tests/property/million-events.test.ts',
  'FluidSynth has no voice left',
];

export const FEATURES: readonly Feature[] = [
  {
    row: 'B1',
    what: 'Layouts by physical position, built in and of your own',
    tests: [
      golden('musical-typing-has-its-c-on-a'),
      core('keys/layouts', 'tracker is two manuals'),
      core('keys/layouts', 'guide rows are white keys'),
      core('keys/layouts', 'a layout of one’s own'),
      core('keys/isomorphic', 'in Wicki-Hayden a major scale'),
      core('keys/pads', 'beside a layout the pad plays'),
    ],
  },
  {
    row: 'B2',
    what: 'Labels that follow the desktop’s layout',
    tests: [
      app('desktop-legends', 'legends are as set'),
      core('keys/legends', 'keys say what is printed on them'),
    ],
  },
  {
    row: 'B3',
    what: 'Control keys that no layout needs',
    tests: [
      core('keys/bindings', 'everything can be reached without the F row'),
      core('keys/layouts', 'no key of a layout is placed twice, and none commands'),
      golden('presets-without-an-f-row'),
      golden('shift-accents-and-ctrl-softens'),
      golden('the-pedal-is-latched-by-a-double-tap'),
      edge('pedals', 'sostenuto holds what sounds'),
      edge('pedals', 'what begins with the soft pedal down'),
      play('scenes', 'Tab with W asks for a recording'),
    ],
  },
  {
    row: 'B4',
    what: 'Velocity by a value, row, pace, pressure, or all of it; curves and limits',
    tests: [
      golden('rows-have-their-own-loudness'),
      golden('fast-is-loud'),
      core('instrument/velocity', 'combined is the mean'),
      core('instrument/velocity', 'pressure without a device'),
      core('music/velocity-curve', 'points of a curve are met'),
    ],
  },
  {
    row: 'B5',
    what: 'Presets: twelve, editable, saved, in more banks',
    tests: [
      golden('a-preset-under-a-held-note'),
      edge('preset', 'presets of the configuration are listed and played'),
      edge('preset', 'what sounds is saved as a preset'),
      core('instrument/preset-choice', 'no preset ends a note that is held'),
      core('instrument/preset-choice', 'Tab with PgUp and PgDn'),
    ],
  },
  {
    row: 'B6',
    what: 'Octave and transposition',
    tests: [
      golden('an-octave-change-leaves-held-notes-alone'),
      core('keys/keymap', 'an octave is twelve notes'),
    ],
  },
  {
    row: 'B7',
    what: 'Panic',
    tests: [
      golden('panic-is-silence-at-once'),
      core('instrument/beats', 'panic stops the arpeggio'),
      core('instrument/looping', 'no note of it is lost on a panic'),
    ],
  },
  {
    row: 'B8',
    what: 'The touchpad bends the pitch, and plays as a theremin',
    tests: [
      edge('touchpad', 'a slide of a known length bends'),
      edge('touchpad', 'a touch alone leaves the pitch'),
      edge('touchpad', 'a theremin plays the recorded pad'),
      edge('touchpad', 'the magnet holds a slide'),
    ],
  },
  {
    row: 'B9',
    what: 'A filter that is heard with any SoundFont, expression, modulation, volume, pressure',
    tests: [
      edge('touchpad', 'the pad takes more than 12 dB'),
      core('instrument/routing', 'the filter is the cutoff'),
    ],
  },
  {
    row: 'B10',
    what: 'Pressure, a second finger, click and lift',
    tests: [
      edge('touchpad', 'the lift brings the note back'),
      core('instrument/touchpad', 'a click is a key that commands'),
      core('instrument/touchpad', 'pressure is a velocity where the pad feels any'),
      core('instrument/routing', 'a source that tells nothing moves nothing'),
    ],
  },
  {
    row: 'B11',
    what: 'Any source upon any destination',
    tests: [
      core('instrument/routing', 'inverted, bent and in part'),
      core('instrument/routing', 'one source may say how much there is of another'),
      core('instrument/routing', 'the oscillator swings'),
    ],
    toCome: 'The rate of the arpeggiator as a destination.',
  },
  {
    row: 'B12',
    what: 'Layers and splits',
    tests: [
      edge('voices', 'two layers are heard an octave apart'),
      core('instrument/layers', 'a layer turned off under a held key'),
      golden('one-keyboard-with-two-voices'),
    ],
  },
  {
    row: 'B13',
    what: 'Arpeggiator',
    tests: [
      edge('beats', 'an arpeggio is heard step by step'),
      golden('an-arpeggio-turns-at-its-ends'),
      core('instrument/beats', 'latched, it goes on without hands'),
      core('instrument/beats', 'with sync the first note waits'),
      core('instrument/arpeggio', 'steps of your own'),
    ],
  },
  {
    row: 'B14',
    what: 'Scale lock, chords, strum, the held chord named',
    tests: [
      golden('a-scale-has-no-wrong-notes'),
      golden('a-scale-on-the-white-keys'),
      golden('the-lock-leaves-held-notes-alone'),
      edge('voices', 'a strummed chord is heard'),
      core('instrument/chords', 'what a hand shows is the chord'),
      core('music/chord', 'chords are recognised in every key'),
    ],
  },
  {
    row: 'B15',
    what: 'One voice, legato, glide, and two keys on one note',
    tests: [
      edge('voices', 'legato glides from key to key'),
      edge('voices', 'interrupt: the second key takes the note'),
      golden('two-keys-one-pitch'),
      golden('a-second-key-strikes-the-note-anew'),
    ],
  },
  {
    row: 'B16',
    what: 'Drums',
    tests: [
      edge('built-in-font', 'every drum of General MIDI sounds'),
      edge('voices', 'a drum layer that only another keyboard'),
      core('keys/pads', 'its drums are drums of General MIDI'),
    ],
  },
  {
    row: 'B17',
    what: 'Metronome, tapped tempo, MIDI clock in and out',
    tests: [
      edge('beats', 'the metronome is heard on every beat'),
      core('instrument/beats', 'a MIDI clock drives the arpeggio'),
      core('instrument/beats', 'under the shift, keys switch the beats'),
      play('midi-node', 'our tempo goes out as a clock'),
    ],
  },
  {
    row: 'B18',
    what: 'Looper, recordings as MIDI and WAV, and the last ten minutes kept',
    tests: [
      edge('looper', 'a loop goes round in time and in tune'),
      core('instrument/looping', 'what is added comes from the next round'),
      core('instrument/looping', 'while there is a beat it begins on one'),
      core('instrument/looping', 'whatever is played and asked of the loop'),
      edge('recording', 'notes and sound are recorded together'),
      edge('recording', 'what was played is kept though nobody recorded it'),
    ],
    toCome: 'A loop keeps no sound of its own: it plays with that of its layer.',
  },
  {
    row: 'B19',
    what: 'MIDI controllers, as they come and go, with zones for MPE',
    tests: [
      core('midi/midi-stream', 'a controller plays the instrument'),
      core('midi/midi-stream', 'a cable pulled out ends its notes'),
      core('midi/zones', 'a note of a zone has a channel of its own'),
      app('midi', 'a controller plays, comes back'),
      core('midi/port-filter', 'a filter fits names'),
      core('instrument/learnt-routes', 'every destination can be learnt'),
      app('learning', 'what a controller was shown to move'),
    ],
  },
  {
    row: 'B20',
    what: 'MIDI out: a port, a channel, MPE, what came in',
    tests: [
      core('midi/midi-output', 'what is played goes out as it is told'),
      core('midi/midi-output', 'MPE has a zone of fifteen'),
      play('midi-node', 'what is played goes out in the same turn'),
    ],
  },
  {
    row: 'B21',
    what: 'Tunings by Scala files',
    tests: [
      edge('tuning', 'every degree sounds within a cent'),
      edge('tuning', 'a tuning that comes while a note is held'),
    ],
  },
  {
    row: 'B22',
    what: 'SoundFonts found, named, favoured, and changed without a gap',
    tests: [
      edge('font-swap', 'a held note goes on through a swap'),
      edge('font-request', 'what cannot be played is refused'),
      edge('font-memory', 'favourites are made by name'),
    ],
  },
  {
    row: 'B23',
    what: 'SoundFonts downloaded, checked, taken up again',
    tests: [
      edge('soundfont-download', 'a font is downloaded, found by its name'),
      edge('soundfont-download', 'Ctrl+C keeps what came'),
      edge('soundfont-download', 'a cut, a wrong content'),
    ],
  },
  {
    row: 'B24',
    what: 'Level, reverb and chorus, for each preset',
    tests: [
      core('instrument/preset-choice', 'a preset brings its layout, level and effects'),
      core('instrument/preset-choice', 'Tab with brackets'),
      edge('built-in-font', 'eight keys struck as hard'),
      edge('preset', 'presets of the configuration are listed and played'),
    ],
    toCome: 'A limiter.',
  },
  {
    row: 'B25',
    what: 'Several devices with roles of their own, as they come and go',
    tests: [
      ['src/devices/keyboards.test.ts', 'a keyboard plays the layers that name'],
      ['src/devices/keyboards.test.ts', 'power buttons, lids, media keys'],
      ['src/devices/evdev-discovery.test.ts', 'a keyboard that is plugged in is found'],
      golden('a-keyboard-pulled-out-ends-its-notes'),
    ],
  },
  {
    row: 'B26',
    what: 'Arming, and a grab that always lets go',
    tests: [
      play('nodes', 'an armed keyboard is ours alone'),
      play('nodes', 'it is taken only when every key is up'),
      play('nodes', 'a keyboard that another program holds is told of'),
      golden('esc-for-a-second-gives-the-keyboard-back'),
      edge('arming', 'the program gives the keyboard back as the screen is locked'),
      edge('arming', 'a lock, sleep and another session are heard of'),
      edge('arming', 'a keyboard that rests is given back'),
      app('checks/remappers', 'a remapper is named with the nodes that it holds'),
      play('nodes', 'one that stands armed plays and types nothing'),
    ],
  },
  {
    row: 'B27',
    what: 'Scenes, and the session restored',
    tests: [
      edge('scene', 'a scene is the whole instrument'),
      edge('scene', 'it starts as it was left'),
      app('scene', 'whatever it is set to comes back'),
      app('scene', 'no scene ends a note that is held'),
      app('kept-file', 'the ten latest copies are beside it'),
      app('kept-file', 'is told of and put aside whole'),
    ],
  },
  {
    row: 'B28',
    what: 'A screen in the terminal, and a page in the browser',
    tests: [
      edge('terminal', 'keys play, Ctrl+C ends with 130'),
      ['src/screens/terminal/status-lines.test.ts', 'what plays is told in a line each'],
    ],
    toCome: 'The page in the browser.',
  },
  {
    row: 'B29',
    what: 'Doctor, test mode, devices, monitor',
    tests: [
      edge('doctor', 'this machine is looked at from every side'),
      edge('test-mode', 'a good configuration sounds, in tune and in time'),
    ],
    toCome: 'A monitor that explains each note from key to voice.',
  },
  {
    row: 'C1',
    what: 'Latency told stage by stage, as it was measured',
    tests: [
      play('loop', 'the latency of every note is counted'),
      play('latencies', 'a latency is counted in the bucket'),
      ['src/engine/latency.test.ts', 'what is asked for when it is due'],
    ],
  },
  {
    row: 'C2',
    what: 'No note is left behind, ever',
    tests: [MILLION, MILLION_HEARD],
  },
  {
    row: 'C3',
    what: 'A first note without any permission, through the terminal',
    tests: [edge('terminal', 'keys play, Ctrl+C ends with 130')],
  },
  {
    row: 'C4',
    what: 'Recovery of server, sink, device, thread and font',
    tests: [
      edge('recovery-audio', 'a server that is killed and comes back'),
      edge('recovery-audio', 'sound follows the default sink'),
      edge('recovery-thread', 'a thread that hangs is replaced'),
      edge('recovery-font', 'it plays as soon as it is there'),
    ],
  },
  {
    row: 'C5',
    what: 'A watchdog that is tied to sound and turns of the loop',
    tests: [edge('service', 'signs of life stop while the sound stands still')],
  },
  {
    row: 'C6',
    what: 'The whole rig as one Nix attribute set, checked as it is built',
    tests: [
      ['tests/nix/nixos.test.ts', 'what only the program knows to be wrong fails the build'],
      ['tests/nix/nixos.test.ts', 'presets and layouts'],
    ],
  },
  {
    row: 'C7',
    what: 'What was played is kept without being recorded; undo',
    tests: [
      edge('recording', 'what was played is kept though nobody recorded it'),
      core('instrument/looping', 'what is added comes from the next round'),
    ],
    toCome: 'Undo for edits of sound, beyond the passes of a loop.',
  },
  {
    row: 'C8',
    what: 'Meters on the LED Matrix, scenes on a macropad',
    tests: [
      edge('led-matrix', 'a note is seen while it sounds'),
      edge('led-matrix-playing', 'the demo is seen on an LED Matrix'),
    ],
    toCome: 'Scenes on the keys of a macropad, and colours of keys.',
  },
  {
    row: 'C9',
    what: 'A theremin with magnets, MPE out',
    tests: [
      edge('touchpad', 'the magnet holds a slide'),
      core('midi/midi-output', 'MPE has a zone of fifteen'),
    ],
  },
  {
    row: 'C10',
    what: 'Which chords a keyboard drops, and layouts that avoid them',
    tests: [
      edge('rollover', 'a recording of a board that drops a key'),
      core('keys/rollover', 'what a layout loses are the chords'),
    ],
  },
  {
    row: 'C11',
    what: 'Rendering of any recording, the same bits every time',
    tests: [edge('render', 'two renders are the same, bit by bit')],
  },
  {
    row: 'C12',
    what: 'Practice against a MIDI file',
    tests: [],
    toCome: 'All of it.',
  },
  {
    row: 'C13',
    what: 'Quiet when nothing is played',
    tests: [],
    toCome: 'A stream that is suspended, and wakes within a period.',
  },
  {
    row: 'C14',
    what: 'Profiles for stage and sofa',
    tests: [],
    toCome: 'All of it.',
  },
];
