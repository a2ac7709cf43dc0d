/**
 * The one table of commands and flags: it parses, it is the help, and it says which setting a flag
 * gives.
 */
import { parseArgs } from 'node:util';
import { EXIT, Problem } from '../core/problem.ts';

export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** What it takes, as help shows it; a flag without it is a switch. */
  readonly takes?: string;
  readonly means: string;
  /** The setting that it gives. */
  readonly key?: string;
}

export interface Command {
  readonly name: string;
  /** What follows the name. */
  readonly takes: string;
  readonly means: string;
  readonly flags: readonly Flag[];
  readonly least: number;
  readonly most: number;
}

const HELP: Flag = { name: 'help', short: 'h', means: 'Show this help.' };
const CONFIG: Flag = {
  name: 'config',
  takes: 'FILE',
  means: "Read this configuration instead of the user's and the system's.",
};
const JSON_OUT: Flag = { name: 'json', means: 'Answer in JSON.' };
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

const PLAY: Command = {
  name: 'play',
  takes: '',
  means: 'Play. This is what fw16-synth does without a command.',
  least: 0,
  most: 0,
  flags: [
    { name: 'production', means: 'Run without a screen, disarmed until asked.' },
    CONFIG,
    { name: 'validate-only', means: 'Check the configuration and end.' },
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
      means: 'Play from: auto, keyboards, terminal, demo, or the file of a recording.',
    },
    { name: 'version', short: 'V', means: 'Show the version.' },
    HELP,
  ],
};

export const COMMANDS: readonly Command[] = [
  PLAY,
  {
    name: 'render',
    takes: 'RECORDING',
    means: 'Turn a recording into a WAV, faster than it plays.',
    least: 1,
    most: 1,
    flags: [
      { name: 'output', short: 'o', takes: 'FILE', means: 'The WAV to write.' },
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
    means: 'List the keyboards and say which play.',
    least: 0,
    most: 0,
    flags: [CONFIG, JSON_OUT, HELP],
  },
  {
    name: 'soundfonts',
    takes: '',
    means: 'List the SoundFonts and say which plays.',
    least: 0,
    most: 0,
    flags: [CONFIG, JSON_OUT, HELP],
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
    name: 'send',
    takes: 'WHAT [VALUE]',
    means: 'Ask the running instrument: program 19, octave 5, soundfont FILE, layout tracker, ...',
    least: 1,
    most: 2,
    flags: [HELP],
  },
];

export interface Invocation {
  readonly command: Command;
  readonly operands: readonly string[];
  /** Values of flags by name; a switch has ''. */
  readonly flags: ReadonlyMap<string, string>;
}

/**
 * Arguments as a command with its flags.
 *
 * @throws Problem with exit 2 and the nearest thing that would have been right
 */
export function parse(argv: readonly string[]): Invocation {
  const command = COMMANDS.find(({ name }) => name === argv[0]);
  const found = command ?? PLAY;
  const rest = command === undefined ? argv : argv.slice(1);
  const parsed = parseStrictly(found, rest);
  const operands = parsed.positionals;
  if (command === undefined && operands.length > 0) {
    throw usage(`there is no command ${operands[0]}`, 'fw16-synth --help lists them.');
  }
  const flags = new Map(
    Object.entries(parsed.values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : '',
    ]),
  );
  if (!flags.has('help') && (operands.length < found.least || operands.length > found.most)) {
    throw usage(
      `${found.name} takes ${found.takes === '' ? 'nothing more' : found.takes}`,
      `fw16-synth ${found.name} --help says more.`,
    );
  }
  return { command: found, operands, flags };
}

/** Values for the configuration, by key path. */
export function settingsOf({ command, flags }: Invocation): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const flag of command.flags) {
    const value = flags.get(flag.name);
    if (flag.key !== undefined && value !== undefined) settings[flag.key] = value;
  }
  return settings;
}

/** How each setting's flag is spelled, by key path. */
export function flagNames(command: Command): Record<string, string> {
  return Object.fromEntries(
    command.flags.flatMap(({ key, name }) => (key === undefined ? [] : [[key, `--${name}`]])),
  );
}

/** The help of a command; of `play`, the help of the whole program. */
export function help(command: Command): string {
  const lines =
    command === PLAY
      ? [
          'fw16-synth turns the keyboard into an instrument.',
          '',
          'fw16-synth [FLAGS]',
          'fw16-synth COMMAND [FLAGS]',
          '',
          'Commands',
          ...table(COMMANDS.map(({ name, takes, means }) => [`${name} ${takes}`.trim(), means])),
        ]
      : [`fw16-synth ${command.name} ${command.takes}`.trim(), '', command.means];
  return `${[...lines, '', 'Flags', ...table(command.flags.map(flagRow))].join('\n')}\n`;
}

function flagRow({ name, short, takes, means }: Flag): [string, string] {
  const long = takes === undefined ? `--${name}` : `--${name} ${takes}`;
  return [short === undefined ? `    ${long}` : `-${short}, ${long}`, means];
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function parseStrictly(command: Command, args: readonly string[]) {
  const options = Object.fromEntries(
    command.flags.map(({ name, short, takes }) => [
      name,
      {
        type: takes === undefined ? ('boolean' as const) : ('string' as const),
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw usage(
      (error as Error).message.split('. ')[0] ?? '',
      `fw16-synth ${command === PLAY ? '' : `${command.name} `}--help lists the flags.`,
    );
  }
}

function usage(what: string, remedy: string): Problem {
  return new Problem(what, { remedy, exit: EXIT.usage });
}
