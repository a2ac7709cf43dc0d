/**
 * The one table of commands and flags: what can be typed, what help and docs/cli.md say of it, and
 * which setting a flag gives.
 */
import { SENDABLE, takenText } from '../control/sendable.ts';

export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** What it takes, as help shows it; a flag without it is a switch. */
  readonly takes?: string;
  readonly means: string;
  /** The setting that it gives. */
  readonly key?: string;
  /** What a switch gives it. */
  readonly gives?: string;
}

export interface Command {
  readonly name: string;
  /** What follows the name. */
  readonly takes: string;
  readonly means: string;
  readonly flags: readonly Flag[];
  /** How many operands there are. */
  readonly least: number;
  readonly most: number;
  /** What the operands may be, where that is a list: each and its meaning. */
  readonly operands?: readonly (readonly [typed: string, means: string])[];
}

const HELP: Flag = { name: 'help', short: 'h', means: 'Show this help.' };
const CONFIG: Flag = {
  name: 'config',
  takes: 'FILE',
  means: "Read this configuration instead of the user's and the system's.",
};
const JSON_OUT: Flag = { name: 'json', means: 'Answer in JSON.' };
const YES: Flag = { name: 'yes', short: 'y', means: 'Agree to whatever would be asked.' };
const SOUND: readonly Flag[] = [
  { name: 'soundfont', takes: 'FILE', means: 'The SoundFont to play.', key: 'audio.soundfont' },
  { name: 'program', takes: 'N', means: 'General MIDI program, 0-127.', key: 'keyboard.program' },
  { name: 'octave', takes: 'N', means: 'Octave of the keys, 0-8.', key: 'keyboard.octave' },
  { name: 'layout', takes: 'NAME', means: 'Where the notes lie.', key: 'keyboard.layout' },
  { name: 'velocity', takes: 'N', means: 'How loud, 1-127.', key: 'velocity.fixed' },
  {
    name: 'velocity-source',
    takes: 'NAME',
    means: 'What decides how loud: fixed, position, timing, pressure or combined.',
    key: 'velocity.source',
  },
];

export const PLAY: Command = {
  name: 'play',
  takes: '',
  means: 'Play. This is what fw16-synth does without a command.',
  least: 0,
  most: 0,
  flags: [
    { name: 'production', means: 'Run without a screen, disarmed until asked.' },
    {
      name: 'log-file',
      takes: 'FILE',
      means: 'Write the log there too.',
      key: 'performance.log_file',
    },
    CONFIG,
    { name: 'validate-only', means: 'Check the configuration and end.' },
    { name: 'test-mode', means: 'Play one note through the whole chain, measure it, and end.' },
    { ...JSON_OUT, means: 'Of --test-mode: answer in JSON.' },
    {
      name: 'driver',
      takes: 'NAME',
      means: 'Where the sound goes: auto, pipewire, jack, pulseaudio, alsa or file.',
      key: 'audio.driver',
    },
    ...SOUND,
    {
      name: 'input',
      takes: 'WHAT',
      means: 'Play from: auto, keyboards, terminal, demo, a recording, or a MIDI file.',
    },
    {
      name: 'midi',
      means: 'Listen to MIDI, whatever the configuration says.',
      key: 'midi.input_enabled',
      gives: 'true',
    },
    {
      name: 'midi-port',
      takes: 'PATTERN',
      means: 'Which MIDI ports to connect, by a regular expression over their names.',
      key: 'midi.port_filter',
    },
    { name: 'export-metrics', means: 'Serve health and metrics over HTTP, as --production does.' },
    { name: 'health-check', means: 'Ask the running instrument whether it is well, and end.' },
    { ...JSON_OUT, means: 'Answer --health-check in JSON.' },
    {
      name: 'download-soundfonts',
      means: 'Get the SoundFont that suits this machine best, unless it is there, and end.',
    },
    { ...YES, means: 'Of --download-soundfonts: agree to what would be asked.' },
    { name: 'version', short: 'V', means: 'Show the version.' },
    HELP,
  ],
};

export const COMMANDS: readonly Command[] = [
  PLAY,
  {
    name: 'render',
    takes: 'RECORDING',
    means: 'Turn a recording or a MIDI file into a WAV, faster than it plays.',
    least: 1,
    most: 1,
    flags: [
      {
        name: 'output',
        short: 'o',
        takes: 'FILE',
        means: 'The WAV to write; without it, RECORDING.wav in this folder.',
      },
      CONFIG,
      ...SOUND,
      { name: 'rate', takes: 'HZ', means: 'Samples per second.', key: 'audio.sample_rate' },
      { ...JSON_OUT, means: 'Print the notes in JSON.' },
      HELP,
    ],
  },
  {
    name: 'devices',
    takes: '',
    means: 'List the keyboards and the MIDI ports and say which play.',
    least: 0,
    most: 0,
    flags: [CONFIG, JSON_OUT, HELP],
  },
  {
    name: 'layouts',
    takes: '[NAME]',
    means: 'List the layouts, or show one as a picture: which key plays which note.',
    least: 0,
    most: 1,
    flags: [
      {
        name: 'board',
        takes: 'NAME',
        means: 'The shape of the keyboard: ansi, iso or jis.',
        key: 'keyboard.board',
      },
      {
        name: 'legends',
        takes: 'NAME',
        means: 'What is printed on it: auto, qwerty, qwertz, azerty, dvorak, colemak or jis.',
        key: 'keyboard.legends',
      },
      { name: 'octave', takes: 'N', means: 'Octave of the keys, 0-8.', key: 'keyboard.octave' },
      CONFIG,
      JSON_OUT,
      HELP,
    ],
  },
  {
    name: 'soundfonts',
    takes: '[WHAT [NAME]]',
    means: 'List the SoundFonts, say which plays and which are favourites, or download one.',
    least: 0,
    most: 2,
    flags: [
      CONFIG,
      { ...JSON_OUT, means: 'Answer a list in JSON.' },
      { name: 'list', means: 'Of download: list those that can be downloaded.' },
      {
        name: 'from',
        takes: 'FILE',
        means: 'Of download: take it from this file, if it is right.',
      },
      {
        name: 'manifest',
        takes: 'FILE',
        means: 'Of download: choose from this list of fonts.',
        key: 'audio.soundfont_manifest',
      },
      { ...YES, means: 'Of download: agree to what would be asked.' },
      HELP,
    ],
    operands: [
      ['download NAME', 'Get a font; without a name the one that suits this machine best.'],
      ['favourite NAME', 'Add a font to the favourites: a file, or the name of an installed one.'],
      ['unfavourite NAME', 'Take it from them.'],
    ],
  },
  {
    name: 'doctor',
    takes: '[rollover]',
    means:
      'Look for what keeps this machine from being an instrument, or for chords that its keyboards lose.',
    least: 0,
    most: 1,
    flags: [
      CONFIG,
      { name: 'grab', means: 'Also take each keyboard for an instant, to see whether one can.' },
      { name: 'input', takes: 'FILE', means: 'Of rollover: a recording in place of live keys.' },
      JSON_OUT,
      HELP,
    ],
  },
  {
    name: 'config',
    takes: 'show',
    means: 'Show every setting and where its value comes from.',
    least: 1,
    most: 1,
    flags: [CONFIG, JSON_OUT, HELP],
  },
  {
    name: 'status',
    takes: '',
    means: 'What the running instrument is doing.',
    least: 0,
    most: 0,
    flags: [JSON_OUT, HELP],
  },
  ...(
    [
      ['arm', 'Let the keyboard play.'],
      ['disarm', 'Give the keyboard back.'],
      ['panic', 'Silence at once.'],
    ] as const
  ).map(([name, means]) => ({ name, means, takes: '', least: 0, most: 0, flags: [HELP] })),
  {
    name: 'record',
    takes: 'start|stop',
    means: 'Have the running instrument record what is played, as MIDI and as a WAV.',
    least: 1,
    most: 1,
    flags: [
      {
        name: 'output',
        short: 'o',
        takes: 'FILE',
        means: 'Of start: a .mid or a .wav, or a name that gets both endings.',
      },
      HELP,
    ],
  },
  {
    name: 'keep',
    takes: '',
    means: 'Write what was played in the last minutes into a MIDI file, though nobody recorded it.',
    least: 0,
    most: 0,
    flags: [{ name: 'output', short: 'o', takes: 'FILE', means: 'The MIDI file to write.' }, HELP],
  },
  {
    name: 'preset',
    takes: '[WHAT|NAME|N]...',
    means: 'List the presets, play one, or save what sounds as one.',
    least: 0,
    // A name may be several words.
    most: 12,
    flags: [CONFIG, { ...JSON_OUT, means: 'Answer a list in JSON.' }, HELP],
    operands: [
      ['list', 'Show all with their numbers, as without a word.'],
      ['NAME', 'Play this one. Likewise N, by its number.'],
      ['save NAME', 'Save what sounds under a name, in place of one that is called so.'],
      ['remove NAME', 'Forget one that was saved.'],
    ],
  },
  {
    name: 'scene',
    takes: '[WHAT|NAME|N]...',
    means: 'List the scenes, recall one, or save all that the instrument is set to as one.',
    least: 0,
    most: 12,
    flags: [CONFIG, { ...JSON_OUT, means: 'Answer a list in JSON.' }, HELP],
    operands: [
      ['list', 'Show all with their numbers, as without a word.'],
      ['NAME', 'Recall this one. Likewise N, by its number.'],
      ['save NAME', 'Save all that is set, in place of a scene that is called so.'],
      ['remove NAME', 'Forget one that was saved.'],
    ],
  },
  {
    name: 'send',
    takes: 'WHAT [VALUE]...',
    means: 'Ask something of the running instrument.',
    least: 1,
    // A value may be several words: D minor pentatonic.
    most: 8,
    flags: [HELP],
    operands: [
      ...Object.entries(SENDABLE).map(([name, sendable]): [string, string] => [
        `${name} ${takenText(sendable)}`.trim(),
        `${sendable.means[0]?.toUpperCase()}${sendable.means.slice(1)}.`,
      ]),
      [
        'soundfont FILE',
        'Play another SoundFont: a file, a folder, or the name of an installed one.',
      ],
      [
        'soundfont next|previous',
        'Play the next of the favourites, or of all fonts where there are none.',
      ],
      ['soundfont favourite N', 'Play a favourite, 1 the first. Likewise recent N, of the latest.'],
      ['tuning FILE|off', 'Play in a tuning: a Scala scale (.scl) or keyboard mapping (.kbm).'],
      ['save-preset NAME', 'Save what sounds as a preset.'],
      ['remove-preset NAME', 'Forget a preset that was saved.'],
      ['save-scene NAME', 'Save all that it is set to as a scene.'],
      ['remove-scene NAME', 'Forget a scene that was saved.'],
      ['status', 'What it is doing, in JSON.'],
      ['health', 'How it is, in JSON.'],
      ['profile FOLDER', 'Write what the last minute was spent on, where profiling is on.'],
    ],
  },
  {
    name: 'completions',
    takes: 'SHELL',
    means: 'Print what makes a shell complete all of this.',
    least: 1,
    most: 1,
    flags: [HELP],
    operands: [
      ['bash', 'source <(fw16-synth completions bash)'],
      ['zsh', 'source <(fw16-synth completions zsh)'],
      ['fish', 'fw16-synth completions fish | source'],
    ],
  },
];

export interface Invocation {
  readonly command: Command;
  readonly operands: readonly string[];
  /** Values of flags by name; a switch has ''. */
  readonly flags: ReadonlyMap<string, string>;
}

/** Values for the configuration, by key path. */
export function settingsOf({ command, flags }: Invocation): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const flag of command.flags) {
    const value = flags.get(flag.name);
    if (flag.key !== undefined && value !== undefined) settings[flag.key] = flag.gives ?? value;
  }
  return settings;
}

/** How each setting's flag is spelled, by key path. */
export function flagNames(command: Command): Record<string, string> {
  return Object.fromEntries(
    command.flags.flatMap(({ key, name }) => (key === undefined ? [] : [[key, `--${name}`]])),
  );
}
